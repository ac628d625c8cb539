/** A node out of view is drawn once the view has come to it. */
const FRAMES_MAX = 30

let wanted: string | null = null

/**
 * Moves the keyboard's focus to a node: at once where it stands, so that the next key finds it there
 * however fast it comes; otherwise once React has drawn it. A text field is left to finish first.
 */
export function focusNode(nodeId: string): void {
  wanted = nodeId
  const isTyping = document.activeElement instanceof HTMLInputElement
  if (isTyping || !focused(nodeId)) requestAnimationFrame(() => tryAgain(nodeId, FRAMES_MAX))
}

function tryAgain(nodeId: string, framesLeft: number): void {
  // Somebody wants another one by now.
  if (wanted !== nodeId || focused(nodeId) || framesLeft === 0) return
  requestAnimationFrame(() => tryAgain(nodeId, framesLeft - 1))
}

function focused(nodeId: string): boolean {
  const selector = `.react-flow__node[data-id="${CSS.escape(nodeId)}"]`
  const node = document.querySelector<HTMLElement>(selector)
  node?.focus({ preventScroll: true })
  return node !== null
}
