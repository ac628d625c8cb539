// Keys are written as people read them: `Mod+Shift+Z`, `Space`, `?`. `Mod` is Ctrl, or ⌘ on a Mac.

export type KeyPress = Pick<
  KeyboardEvent,
  'key' | 'code' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'
>

export function matches(keys: string, press: KeyPress): boolean {
  const parts = keys.split('+')
  const key = parts.at(-1) ?? ''
  if (parts.includes('Mod') !== (press.ctrlKey || press.metaKey)) return false
  if (parts.includes('Alt') !== press.altKey) return false
  // Where a sign needs Shift depends on the keyboard, so a sign counts as what it shows.
  if (!isLetter(key) && press.key === key) return true
  return parts.includes('Shift') === press.shiftKey && isKey(key, press)
}

/** How a shortcut is shown: `Ctrl Shift Z`, on a Mac `⌘ ⇧ Z`. */
export function shownKeys(keys: string, isMac: boolean): readonly string[] {
  const signs = isMac ? MAC_SIGNS : OTHER_SIGNS
  return keys.split('+').map((part) => signs[part] ?? part)
}

export const IS_MAC = typeof navigator !== 'undefined' && /mac/i.test(navigator.platform)

/** A sign that parts the keys is written as a word. */
const WORDS = { Plus: '+', Minus: '−' }
const MAC_SIGNS: Readonly<Record<string, string>> = { ...WORDS, Mod: '⌘', Shift: '⇧', Alt: '⌥' }
const OTHER_SIGNS: Readonly<Record<string, string>> = {
  ...WORDS,
  Mod: 'Ctrl',
  Delete: 'Del',
  Escape: 'Esc',
}

/** Signs whose place on the keyboard counts when they are pressed with Shift. */
const CODES: Readonly<Record<string, string>> = {
  '.': 'Period',
  ',': 'Comma',
  '1': 'Digit1',
  '2': 'Digit2',
  '3': 'Digit3',
  '4': 'Digit4',
  Space: 'Space',
}

function isKey(key: string, { key: pressed, code }: KeyPress): boolean {
  return CODES[key] === code || pressed.toLowerCase() === key.toLowerCase()
}

function isLetter(key: string): boolean {
  return /^[a-z]$/i.test(key)
}
