import {
  collapseContexts,
  expandContexts,
  removeContexts,
  ungroupContexts,
} from '#shared/topology/contexts.ts'
import { canvasIds } from '../store/canvasIds.ts'
import { designerStore, useDesigner } from '../store/designerStore.ts'
import { Button, IconButton } from '../ui/Button.tsx'
import { OutlineName } from './OutlineName.tsx'
import { OutlineNode } from './OutlineNode.tsx'

interface OutlineContextProps {
  readonly contextId: string
  readonly memberIds: readonly string[]
}

/** A context and what belongs to it; when it is selected, what can be done with it. */
export function OutlineContext({ contextId, memberIds }: OutlineContextProps) {
  const context = useDesigner(({ topology }) => topology.layout.contexts[contextId])
  const selected = useDesigner(({ selectedContextIds }) => selectedContextIds.includes(contextId))
  if (!context) return null
  return (
    <section className="palette-group" aria-label={`Context ${context.name}`}>
      <div className="outline-node outline-context" data-selected={selected}>
        <OutlineName
          canvasId={canvasIds.context(contextId)}
          selected={selected}
          icon="context"
          name={context.name}
          title={`${context.name}, context${context.collapsed ? ', collapsed' : ''}`}
          count={memberIds.length}
        />
        {selected ? <ContextActs contextId={contextId} name={context.name} /> : null}
      </div>
      <ul className="outline-members">
        {memberIds.map((id) => (
          <OutlineNode key={id} nodeId={id} />
        ))}
      </ul>
    </section>
  )
}

function ContextActs({ contextId, name }: { readonly contextId: string; readonly name: string }) {
  const topology = useDesigner((state) => state.topology)
  const isCollapsed = topology.layout.contexts[contextId]?.collapsed === true
  const { edit } = designerStore.getState()
  const fold = isCollapsed ? expandContexts : collapseContexts
  return (
    <div className="outline-acts">
      <Button size="small" onClick={() => edit(fold(topology, [contextId]))}>
        {isCollapsed ? 'Expand' : 'Collapse'}
      </Button>
      <Button size="small" onClick={() => edit(ungroupContexts(topology, [contextId]))}>
        Ungroup
      </Button>
      <IconButton
        icon="trash"
        label={`Delete ${name} with its content`}
        onClick={() => edit(removeContexts(topology, [contextId]))}
      />
    </div>
  )
}
