type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>

/** Keys that the browser turns into its own events for the clipboard, if it is let. */
export function isClipboardKey({ key, ctrlKey, metaKey, shiftKey, altKey }: KeyPress): boolean {
  if (!(ctrlKey || metaKey) || altKey) return false
  const letter = key.toLowerCase()
  return letter === 'v' || (!shiftKey && (letter === 'c' || letter === 'x'))
}
