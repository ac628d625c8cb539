import { formatCount, formatRate } from '#shared/lib/units.ts'
import type { TopologyEdge } from '#shared/topology/edges.ts'
import { elementNames } from '#shared/topology/elements.ts'
import { useDesigner } from '../../store/designerStore.ts'
import { edgeCount, edgeRate } from '../../store/live/edgeRate.ts'
import type { LiveStore } from '../../store/live/liveStore.ts'
import { edgesOf, nodeOf } from '../../store/selectors.ts'
import { Kpis } from '../live/Kpis.tsx'
import { LiveText } from '../live/LiveText.tsx'
import { Section } from '../Section.tsx'
import '../live/tables.css'

interface FanOutLiveProps {
  readonly channelId: string
  readonly kind: 'rabbitExchange' | 'snsTopic'
}

/** An exchange or SNS topic keeps nothing: what comes in goes out at once, along its bindings. */
export function FanOutLive({ channelId, kind }: FanOutLiveProps) {
  const topology = useDesigner((state) => state.topology)
  const edges = edgesOf(topology)
  const incoming = edges.filter(({ toId }) => toId === channelId)
  const outgoing = edges.filter(({ fromId }) => fromId === channelId)
  const name = elementNames.channel(channelId)
  return (
    <>
      <section className="section">
        <Kpis
          kpis={[
            {
              label: 'In',
              hint: 'Messages published to it a virtual second, over the last two',
              read: (live) => formatRate(total(incoming, live, edgeRate)),
            },
            {
              label: 'Unroutable',
              hint: `Messages a virtual second that no ${kind === 'snsTopic' ? 'subscription' : 'binding'} takes: they are lost`,
              read: (live) => formatRate(live.rate(name, 'unroutable')),
              isBad: (live) => live.rate(name, 'unroutable') > 0,
            },
          ]}
        />
      </section>
      <Section title="Passes on to">
        {outgoing.length === 0 ? (
          <p className="section-text">Nothing yet. Draw an edge from it to a queue.</p>
        ) : null}
        <table hidden={outgoing.length === 0} className="figures">
          <thead>
            <tr>
              <th>Channel</th>
              <th>Rate</th>
              <th>So far</th>
            </tr>
          </thead>
          <tbody>
            {outgoing.map((edge) => {
              const target = nodeOf(topology, edge.toId)?.name ?? edge.toId
              return (
                <tr key={edge.id}>
                  <td>{target}</td>
                  <td>
                    <LiveText
                      label={`Rate to ${target}`}
                      read={(live) => formatRate(edgeRate(live, edge))}
                    />
                  </td>
                  <td>
                    <LiveText
                      label={`Passed on to ${target}`}
                      read={(live) => formatCount(edgeCount(live, edge))}
                    />
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </Section>
      <Section title="Since the start">
        <dl className="counts">
          <div>
            <dt>Published to it</dt>
            <dd>
              <LiveText
                label="Published to it"
                read={(live) => formatCount(total(incoming, live, edgeCount))}
              />
            </dd>
          </div>
          <div>
            <dt>Unroutable</dt>
            <dd>
              <LiveText
                label="Unroutable so far"
                read={(live) => formatCount(live.figure(name, 'unroutable'))}
              />
            </dd>
          </div>
        </dl>
      </Section>
    </>
  )
}

function total(
  edges: readonly TopologyEdge[],
  live: LiveStore,
  read: (live: LiveStore, edge: TopologyEdge) => number,
): number {
  return edges.reduce((sum, edge) => sum + (read(live, edge) || 0), 0)
}
