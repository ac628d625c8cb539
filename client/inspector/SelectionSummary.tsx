import { removeNodes } from '#shared/topology/edits.ts'
import { designerStore, useDesigner } from '../store/designerStore.ts'
import { nodeKinds } from '../store/nodeKinds.ts'
import { nodeOf } from '../store/selectors.ts'
import { Icon } from '../ui/Icon.tsx'
import { PanelHead } from './PanelHead.tsx'
import './lists.css'

interface SelectionSummaryProps {
  readonly nodeIds: readonly string[]
  readonly edgeIds: readonly string[]
}

/** Several nodes at once: which, and away with them. */
export function SelectionSummary({ nodeIds, edgeIds }: SelectionSummaryProps) {
  const topology = useDesigner((state) => state.topology)
  const { select, edit } = designerStore.getState()
  return (
    <>
      <PanelHead
        icon="cursor"
        title={`${nodeIds.length} selected`}
        subtitle={edgeIds.length > 0 ? `and ${edgeIds.length} edges` : 'Drag one to move them all'}
        onDelete={() => edit(removeNodes(topology, nodeIds))}
      />
      <ul className="selection-list">
        {nodeIds.map((id) => {
          const node = nodeOf(topology, id)
          return node ? (
            <li key={id}>
              <button type="button" onClick={() => select({ nodeIds: [id] })}>
                <Icon name={node.kind} size={14} />
                <b>{node.name}</b>
                <span>{nodeKinds[node.kind].label}</span>
              </button>
            </li>
          ) : null
        })}
      </ul>
    </>
  )
}
