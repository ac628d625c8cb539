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
  if (isSign(press.key) && press.key === (SIGNS[key] ?? key)) return true
  return parts.includes('Shift') === press.shiftKey && isKey(key, press)
}

/** A press as `matches` reads it. Null: nothing but Shift, Ctrl and the like is held yet. */
export function writtenKeys(press: KeyPress): string | null {
  if (MODIFIERS.has(press.key)) return null
  const key = press.code === 'Space' ? 'Space' : nameOf(press)
  const held = [
    press.ctrlKey || press.metaKey ? 'Mod' : '',
    press.altKey ? 'Alt' : '',
    press.shiftKey && !(isSign(press.key) && key === (NAMES[press.key] ?? press.key))
      ? 'Shift'
      : '',
  ]
  return [...held.filter(Boolean), key].join('+')
}

/** A letter, a sign or Space alone: what somebody who dictates or mistypes sets off by accident. */
export function isSingleKey(keys: string): boolean {
  return !keys.includes('+') && (keys.length === 1 || keys in SIGNS)
}

/** How a shortcut is shown: `Ctrl Shift Z`, on a Mac `⌘ ⇧ Z`. */
export function shownKeys(keys: string, isMac: boolean): readonly string[] {
  const signs = isMac ? MAC_SIGNS : OTHER_SIGNS
  return keys.split('+').map((part) => signs[part] ?? part)
}

export const IS_MAC = typeof navigator !== 'undefined' && /mac/i.test(navigator.platform)

const MODIFIERS = new Set(['Control', 'Meta', 'Shift', 'Alt', 'AltGraph', 'CapsLock', 'Dead'])

/** Signs that cannot stand between the `+` that part the keys, or cannot be seen. */
const SIGNS: Readonly<Record<string, string>> = { Plus: '+', Minus: '-', Space: ' ' }
const NAMES: Readonly<Record<string, string>> = { '+': 'Plus', '-': 'Minus' }

const WORDS = {
  Plus: '+',
  Minus: '−',
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
}
const MAC_SIGNS: Readonly<Record<string, string>> = { ...WORDS, Mod: '⌘', Shift: '⇧', Alt: '⌥' }
const OTHER_SIGNS: Readonly<Record<string, string>> = {
  ...WORDS,
  Mod: 'Ctrl',
  Delete: 'Del',
  Escape: 'Esc',
}

/** Keys whose place on the keyboard counts when they are pressed with Shift or Alt. */
const CODES: Readonly<Record<string, string>> = { '.': 'Period', ',': 'Comma', Space: 'Space' }

function isKey(key: string, { key: pressed, code, altKey }: KeyPress): boolean {
  if (codeOf(key) === code || pressed.toLowerCase() === key.toLowerCase()) return true
  // With Alt some systems type another letter; what is printed on the key is meant.
  return altKey && !/^[a-z]$/i.test(pressed) && code === `Key${key.toUpperCase()}`
}

/** Null where the place does not matter. */
function codeOf(key: string): string | null {
  if (/^[0-9]$/.test(key)) return `Digit${key}`
  return CODES[key] ?? null
}

function nameOf({ key, code, shiftKey, altKey }: KeyPress): string {
  const printed = /^(?:Key|Digit)(.)$/.exec(code)?.[1]
  if (printed !== undefined && (altKey || (shiftKey && /[0-9]/.test(printed)))) return printed
  if (key.length === 1) return NAMES[key] ?? key.toUpperCase()
  return key
}

/** One visible sign that is no letter. */
function isSign(key: string): boolean {
  return key.length === 1 && !/^\p{L}$/u.test(key)
}
