import type { TopologyEdge } from '#shared/topology/edges.ts'
import { removeEdge, removeNodes } from '#shared/topology/edits.ts'
import { designerStore, useDesigner } from '../store/designerStore.ts'
import { nodeKinds } from '../store/nodeKinds.ts'
import { edgesOf, nodeOf } from '../store/selectors.ts'
import { IconButton } from '../ui/Button.tsx'
import { ConnectSelect } from './ConnectSelect.tsx'
import { OutlineName } from './OutlineName.tsx'

/** A service or channel; when it is selected, its edges and what can be done with it. */
export function OutlineNode({ nodeId }: { readonly nodeId: string }) {
  const selected = useDesigner(({ selectedNodeIds }) => selectedNodeIds.includes(nodeId))
  const topology = useDesigner((state) => state.topology)
  const node = nodeOf(topology, nodeId)
  if (!node) return null
  const { edit } = designerStore.getState()
  return (
    <li className="outline-node" data-selected={selected}>
      <OutlineName
        canvasId={nodeId}
        selected={selected}
        icon={node.kind}
        name={node.name}
        title={`${node.name}, ${nodeKinds[node.kind].label}`}
      />
      {selected ? (
        <>
          <OutlineEdges nodeId={nodeId} />
          <div className="outline-acts">
            <ConnectSelect nodeId={nodeId} name={node.name} />
            <IconButton
              icon="trash"
              label={`Delete ${node.name}`}
              onClick={() => edit(removeNodes(topology, [nodeId]))}
            />
          </div>
        </>
      ) : null}
    </li>
  )
}

function OutlineEdges({ nodeId }: { readonly nodeId: string }) {
  const topology = useDesigner((state) => state.topology)
  const edges = edgesOf(topology).filter(({ fromId, toId }) => fromId === nodeId || toId === nodeId)
  const { select, edit } = designerStore.getState()
  return (
    <ul className="outline-edges" aria-label="Edges">
      {edges.map((edge) => {
        const otherId = edge.fromId === nodeId ? edge.toId : edge.fromId
        const other = nodeOf(topology, otherId)?.name ?? otherId
        const text = `${wordsFor(edge, nodeId)} ${other}`
        return (
          <li key={edge.id}>
            <button type="button" title={text} onClick={() => select({ edgeIds: [edge.id] })}>
              <span>{wordsFor(edge, nodeId)}</span> {other}
            </button>
            <IconButton
              icon="close"
              iconSize={10}
              label={`Delete: ${text}`}
              onClick={() => {
                const removal = removeEdge(topology, edge.id)
                if (removal) edit(removal)
              }}
            />
          </li>
        )
      })}
    </ul>
  )
}

const OUTWARDS = {
  publish: 'publishes to',
  subscription: 'read by',
  binding: 'bound to',
  deadLetter: 'dead letters to',
  alternate: 'unroutable to',
} as const satisfies { [Kind in TopologyEdge['kind']]: string }

const INWARDS = {
  publish: 'fed by',
  subscription: 'reads',
  binding: 'bound from',
  deadLetter: 'dead letters of',
  alternate: 'unroutable from',
} as const satisfies { [Kind in TopologyEdge['kind']]: string }

function wordsFor({ kind, fromId }: TopologyEdge, nodeId: string): string {
  return fromId === nodeId ? OUTWARDS[kind] : INWARDS[kind]
}
