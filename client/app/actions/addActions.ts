import { ANNOTATION_KINDS, annotationKinds, NODE_KINDS, nodeKinds } from '../../store/nodeKinds.ts'
import type { AnnotationKind, NodeKind } from '../../store/viewSlice.ts'
import { type Action, isOpen, state } from './action.ts'

export const addActions: readonly Action[] = [
  ...NODE_KINDS.map(addAction),
  ...ANNOTATION_KINDS.map(addAnnotation),
]

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

function addAnnotation(kind: AnnotationKind): Action {
  const { label, letter } = annotationKinds[kind]
  return {
    id: `add-${kind}`,
    group: 'Add',
    label,
    keys: [letter],
    isEnabled: isOpen,
    run: () => state().setPlacing(kind),
  }
}
