import { useRef } from 'react'
import { formatCount, formatDuration } from '#shared/lib/units.ts'
import { Figure } from '../live/Figure.tsx'
import { fullnessOf } from '../live/fullness.ts'
import { useLivePaint } from '../live/useLivePaint.ts'

interface Limited {
  readonly channelId: string
  /** In messages. */
  readonly capacity: number
}

/** How full a queue with a limit is. */
export function CapacityBar({ channelId, capacity }: Limited) {
  const ref = useRef<HTMLDivElement>(null)
  useLivePaint(ref, (element, live) => {
    const { part, level } = fullnessOf(live, channelId, capacity)
    const filled = `scaleX(${part.toFixed(3)})`
    if (element.dataset.level !== level) element.dataset.level = level
    const bar = element.firstElementChild
    if (bar instanceof HTMLElement && bar.style.transform !== filled) bar.style.transform = filled
  })
  return (
    <div
      ref={ref}
      className="capacity-bar node-detail"
      title={`At most ${formatCount(capacity)} messages`}
      aria-hidden
    >
      <i />
    </div>
  )
}

interface CapacityWordsProps extends Limited {
  readonly channelName: string
  /** What stands there while there is nothing to foresee. */
  readonly otherwise: string
}

/** "full in 42 s", as soon as it can be foreseen. */
export function CapacityWords({ channelId, channelName, capacity, otherwise }: CapacityWordsProps) {
  return (
    <Figure
      label={`How full ${channelName} is`}
      read={(live) => {
        const { part, fullInMs } = fullnessOf(live, channelId, capacity)
        if (part >= 1) return 'full'
        return fullInMs === null ? otherwise : `full in ${formatDuration(fullInMs)}`
      }}
    />
  )
}
