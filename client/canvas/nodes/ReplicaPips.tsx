import { useRef } from 'react'
import { elementNames } from '#shared/topology/elements.ts'
import { useLivePaint } from '../live/useLivePaint.ts'

interface ReplicaPipsProps {
  readonly serviceId: string
  readonly replicas: number
}

/** More replicas than this are said in a number. */
const PIPS_MAX = 9

/** One square a replica, hollow when it is down. */
export function ReplicaPips({ serviceId, replicas }: ReplicaPipsProps) {
  const ref = useRef<HTMLDivElement>(null)
  useLivePaint(ref, (element, live) => {
    const up = live.figure(elementNames.service(serviceId), 'replicasUp')
    const known = Number.isNaN(up) ? replicas : up
    const label = `${known} of ${replicas} replicas up`
    if (element.title === label) return
    element.title = label
    element.setAttribute('aria-label', label)
    for (const [index, pip] of [...element.querySelectorAll('i')].entries())
      pip.className = index < known ? '' : 'replica-down'
  })
  return (
    <div ref={ref} className="replica-pips" role="img">
      {Array.from({ length: Math.min(replicas, PIPS_MAX) }, (_, index) => (
        // Pips have no identity but their place.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <i key={index} />
      ))}
      {replicas > PIPS_MAX ? <span>×{replicas}</span> : null}
      {replicas === 0 ? <span>no replicas</span> : null}
    </div>
  )
}
