/** Moves the keyboard's focus to a node, once React has drawn it. */
export function focusNode(nodeId: string): void {
  requestAnimationFrame(() => {
    const selector = `.react-flow__node[data-id="${CSS.escape(nodeId)}"]`
    document.querySelector<HTMLElement>(selector)?.focus({ preventScroll: true })
  })
}
