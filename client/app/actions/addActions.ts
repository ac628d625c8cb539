import { ANNOTATION_KINDS, annotationKinds, NODE_KINDS, nodeKinds } from '../../store/nodeKinds.ts'
import type { AnnotationKind, NodeKind } from '../../store/viewSlice.ts'
import { type Action, isOpen, state } from './action.ts'

export const addActions: readonly Action[] = [
  ...NODE_KINDS.map((kind) => addAction(kind, nodeKinds[kind])),
  ...ANNOTATION_KINDS.map((kind) => addAction(kind, annotationKinds[kind])),
]

interface KindWords {
  readonly label: string
  readonly letter: string
}

function addAction(kind: NodeKind | AnnotationKind, { label, letter }: KindWords): Action {
  return {
    id: `add-${kind}`,
    group: 'Add',
    label,
    keys: [letter],
    isEnabled: isOpen,
    run: () => state().setPlacing(kind),
  }
}
