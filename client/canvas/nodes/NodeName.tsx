import { renameElement } from '#shared/topology/edits.ts'
import { useDesigner } from '../../store/designerStore.ts'
import { focusNode } from '../interaction/focusNode.ts'
import { RenameField } from './RenameField.tsx'

interface NodeNameProps {
  readonly nodeId: string
  readonly name: string
}

/** So many characters fit without being cut off. */
const SHORT_NAME = 12

/** A node's name; a field while it is being renamed (double-click, or F2). */
export function NodeName({ nodeId, name }: NodeNameProps) {
  const renaming = useDesigner((state) => state.renamingNodeId === nodeId)
  if (renaming)
    return (
      <RenameField
        name={name}
        className="node-name-field"
        rename={(topology, wanted) => renameElement(topology, nodeId, wanted)}
        giveBack={() => focusNode(nodeId)}
      />
    )
  return (
    <div
      className="node-name"
      title={name}
      data-rename={nodeId}
      data-short={name.length <= SHORT_NAME || undefined}
    >
      {name}
    </div>
  )
}
