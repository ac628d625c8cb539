import { formatRate } from '#shared/lib/units.ts'
import type { TopologyEdge } from '#shared/topology/edges.ts'
import { designerStore, useDesigner } from '../../store/designerStore.ts'
import { edgeRate } from '../../store/live/edgeRate.ts'
import { edgesOf, nameOnCanvas } from '../../store/selectors.ts'
import { edgesBehind } from '../../store/shownEdges.ts'
import { LiveText } from '../live/LiveText.tsx'
import { PanelHead } from '../PanelHead.tsx'
import { Section } from '../Section.tsx'
import './context.css'
import '../lists.css'

/** Several edges that a collapsed context shows as one. */
export function MergedEdgePanel({ edge }: { readonly edge: TopologyEdge }) {
  const topology = useDesigner((state) => state.topology)
  const parts = edgesBehind(topology, edgesOf(topology), edge.id)
  const from = nameOnCanvas(topology, edge.fromId)
  const to = nameOnCanvas(topology, edge.toId)
  return (
    <>
      <PanelHead
        icon="connect"
        title={`${from} → ${to}`}
        subtitle={`${parts.length} edges as one`}
      />
      <div className="panel-body">
        <Section title="Edges" aside={String(parts.length)}>
          <ul className="node-list">
            {parts.map((part) => {
              const text = `${nameOnCanvas(topology, part.fromId)} → ${nameOnCanvas(topology, part.toId)}`
              return (
                <li key={part.id}>
                  <button
                    type="button"
                    title={text}
                    onClick={() => designerStore.getState().select({ edgeIds: [part.id] })}
                  >
                    <b>{text}</b>
                  </button>
                  <LiveText
                    label={`Rate of ${text}`}
                    read={(live) => formatRate(edgeRate(live, part))}
                  />
                </li>
              )
            })}
          </ul>
        </Section>
      </div>
    </>
  )
}
