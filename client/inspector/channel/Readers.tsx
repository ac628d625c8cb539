import { entriesById } from '#shared/lib/entries.ts'
import { formatCount, formatRate } from '#shared/lib/units.ts'
import { edgeIds } from '#shared/topology/edges.ts'
import { elementNames } from '#shared/topology/elements.ts'
import { designerStore, useDesigner } from '../../store/designerStore.ts'
import { LiveText } from '../live/LiveText.tsx'
import { Section } from '../Section.tsx'
import '../live/tables.css'

const LOG_READERS: ReadonlySet<string> = new Set([
  'kafkaConsumer',
  'catchUpConsumer',
  'persistentConsumer',
])

/** Who reads the channel, how fast, and how far behind. */
export function Readers({ channelId }: { readonly channelId: string }) {
  const topology = useDesigner((state) => state.topology)
  const readers = entriesById(topology.subscriptions).filter(
    ([, subscription]) => subscription.channelId === channelId,
  )
  if (readers.length === 0) return null
  const readsLog = LOG_READERS.has(readers[0]?.[1].kind ?? '')
  return (
    <Section title="Read by">
      <table className="figures">
        <thead>
          <tr>
            <th>Service</th>
            <th>Rate</th>
            <th>{readsLog ? 'Lag' : 'In flight'}</th>
          </tr>
        </thead>
        <tbody>
          {readers.map(([id, subscription]) => {
            const service = topology.services[subscription.serviceId]?.name ?? id
            const metric = readsLog ? 'lag' : 'inFlight'
            const element = elementNames.subscription(id)
            return (
              <tr key={id}>
                <td>
                  <button
                    type="button"
                    title={`Open the subscription of ${service}`}
                    onClick={() =>
                      designerStore.getState().select({ edgeIds: [edgeIds.subscription(id)] })
                    }
                  >
                    {service}
                  </button>
                </td>
                <td>
                  <LiveText
                    label={`Rate of ${service}`}
                    read={(live) => formatRate(live.rate(element, 'delivered'))}
                  />
                </td>
                <td>
                  <LiveText
                    label={`${readsLog ? 'Lag' : 'In flight'} of ${service}`}
                    read={(live) => formatCount(live.figure(element, metric))}
                  />
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </Section>
  )
}
