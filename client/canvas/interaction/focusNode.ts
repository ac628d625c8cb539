/**
 * Moves the keyboard's focus to a node: at once where it stands, so that the next key finds it there
 * however fast it comes; otherwise once React has drawn it. A text field is left to finish first.
 */
export function focusNode(nodeId: string): void {
  const isTyping = document.activeElement instanceof HTMLInputElement
  if (!isTyping && focused(nodeId)) return
  requestAnimationFrame(() => focused(nodeId))
}

function focused(nodeId: string): boolean {
  const selector = `.react-flow__node[data-id="${CSS.escape(nodeId)}"]`
  const node = document.querySelector<HTMLElement>(selector)
  node?.focus({ preventScroll: true })
  return node !== null
}
