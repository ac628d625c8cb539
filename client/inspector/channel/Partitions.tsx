import { formatCount } from '#shared/lib/units.ts'
import { elementNames } from '#shared/topology/elements.ts'
import { LiveText } from '../live/LiveText.tsx'
import { Section } from '../Section.tsx'
import '../live/tables.css'

interface PartitionsProps {
  readonly channelId: string
  readonly count: number
}

const ROWS_MAX = 24

const COLUMNS = [
  ['End', 'endOffset', 'The offset that the next record will get'],
  ['Committed', 'committedOffset', 'Of the group that is farthest behind on this partition'],
  ['Lag', 'lag', 'End offset less committed offset'],
] as const

/** Offsets of each partition, for the group that is farthest behind. */
export function Partitions({ channelId, count }: PartitionsProps) {
  const shown = Math.min(count, ROWS_MAX)
  return (
    <Section
      title="Partitions"
      aside={count > shown ? `first ${shown} of ${count}` : 'the group farthest behind'}
    >
      <table className="figures">
        <thead>
          <tr>
            <th>P</th>
            {COLUMNS.map(([label, , hint]) => (
              <th key={label} title={hint}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: shown }, (_, partition) => {
            const name = elementNames.partition(channelId, partition)
            return (
              <tr key={name}>
                <td>{partition}</td>
                {COLUMNS.map(([label, metric]) => (
                  <td key={label}>
                    <LiveText
                      label={`${label} of partition ${partition}`}
                      read={(live) => formatCount(live.figure(name, metric))}
                    />
                  </td>
                ))}
              </tr>
            )
          })}
        </tbody>
      </table>
    </Section>
  )
}
