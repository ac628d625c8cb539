import { useRef } from 'react'
import { formatCount } from '#shared/lib/units.ts'
import { elementNames } from '#shared/topology/elements.ts'
import { Figure } from '../live/Figure.tsx'
import { useLivePaint } from '../live/useLivePaint.ts'

interface SlotsBarProps {
  readonly serviceId: string
  readonly serviceName: string
}

/** Events being handled, of as many as can be at once. */
export function SlotsBar({ serviceId, serviceName }: SlotsBarProps) {
  const ref = useRef<HTMLElement>(null)
  const name = elementNames.service(serviceId)
  useLivePaint(ref, (element, live) => {
    // Over the last seconds: at this moment, a single slot is either idle or full.
    const part = live.figure(name, 'utilisation') || 0
    const transform = `scaleX(${Math.min(1, part).toFixed(2)})`
    if (element.style.transform !== transform) element.style.transform = transform
    element.dataset.full = String(part >= 0.98)
  })
  return (
    <>
      <div className="node-row node-detail">
        <span>In flight</span>
        <Figure
          label={`In flight at ${serviceName}`}
          read={(live) =>
            `${formatCount(live.figure(name, 'busy'))}/${formatCount(live.figure(name, 'slots'))}`
          }
        />
      </div>
      <div className="node-bar">
        <i ref={ref} />
      </div>
    </>
  )
}
