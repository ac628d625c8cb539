import { renameContext } from '#shared/topology/contexts.ts'
import { canvasIds } from '../../store/canvasIds.ts'
import { useDesigner } from '../../store/designerStore.ts'
import { RenameField } from '../nodes/RenameField.tsx'
import { focusContext } from './focusContext.ts'

interface ContextNameProps {
  readonly contextId: string
  readonly name: string
}

/** The name of a context; a field while it is being renamed (double-click, or F2). */
export function ContextName({ contextId, name }: ContextNameProps) {
  const canvasId = canvasIds.context(contextId)
  const renaming = useDesigner((state) => state.renamingNodeId === canvasId)
  if (renaming)
    return (
      <RenameField
        name={name}
        className="context-name-field"
        rename={(topology, wanted) => renameContext(topology, contextId, wanted)}
        giveBack={() => focusContext(contextId)}
      />
    )
  return (
    <span className="context-name" title={name} data-rename={canvasId}>
      {name}
    </span>
  )
}
