import { canvasIds } from '../../store/canvasIds.ts'

/** Moves the keyboard's focus to a context, drawn as a frame or as one node, once React has drawn it. */
export function focusContext(contextId: string): void {
  requestAnimationFrame(() => {
    const frame = `.context-frame[data-context="${CSS.escape(contextId)}"]`
    const summary = `.react-flow__node[data-id="${CSS.escape(canvasIds.context(contextId))}"]`
    document.querySelector<HTMLElement>(`${frame}, ${summary}`)?.focus({ preventScroll: true })
  })
}
