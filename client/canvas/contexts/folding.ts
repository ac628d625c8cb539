import { collapseContexts, expandContexts } from '#shared/topology/contexts.ts'
import { designerStore } from '../../store/designerStore.ts'
import { focusContext } from './focusContext.ts'

/** A frame becomes one node, and the other way round; the focus stays with it. */
export function foldContext(contextId: string): void {
  const { topology, edit } = designerStore.getState()
  const isCollapsed = topology.layout.contexts[contextId]?.collapsed === true
  const change = isCollapsed ? expandContexts : collapseContexts
  if (edit(change(topology, [contextId]))) focusContext(contextId)
}
