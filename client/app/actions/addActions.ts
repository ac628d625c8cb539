import { NODE_KINDS, nodeKinds } from '../../store/nodeKinds.ts'
import type { NodeKind } from '../../store/viewSlice.ts'
import { type Action, isOpen, state } from './action.ts'

export const addActions: readonly Action[] = NODE_KINDS.map(addAction)

function addAction(kind: NodeKind): Action {
  const { label, letter } = nodeKinds[kind]
  return {
    id: `add-${kind}`,
    group: 'Add',
    label,
    keys: [letter],
    isEnabled: isOpen,
    run: () => state().setPlacing(kind),
  }
}
