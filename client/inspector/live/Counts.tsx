import { formatCount } from '#shared/lib/units.ts'
import type { ElementName } from '#shared/topology/elements.ts'
import { LiveText } from './LiveText.tsx'
import './tables.css'

interface CountsProps {
  readonly name: ElementName
  /** Label and metric of each count. */
  readonly counts: readonly (readonly [label: string, metric: string])[]
}

/** What has been counted since the run began. */
export function Counts({ name, counts }: CountsProps) {
  return (
    <dl className="counts">
      {counts.map(([label, metric]) => (
        <div key={metric}>
          <dt>{label}</dt>
          <dd>
            <LiveText label={label} read={(live) => formatCount(live.figure(name, metric))} />
          </dd>
        </div>
      ))}
    </dl>
  )
}
