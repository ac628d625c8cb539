import { describe, expect, it } from 'vitest'
import { type KeyPress, matches, shownKeys } from './keys.ts'

describe('shortcuts', () => {
  it('tell undo from redo by the Shift key', () => {
    expect(matches('Mod+Z', press('z', { ctrlKey: true }))).toBe(true)
    expect(matches('Mod+Z', press('Z', { ctrlKey: true, shiftKey: true }))).toBe(false)
    expect(matches('Mod+Shift+Z', press('Z', { ctrlKey: true, shiftKey: true }))).toBe(true)
  })

  it('take ⌘ for Ctrl', () => {
    expect(matches('Mod+Z', press('z', { metaKey: true }))).toBe(true)
  })

  it('find signs wherever a keyboard has them', () => {
    expect(matches('?', press('?', { shiftKey: true, code: 'Minus' }))).toBe(true)
    expect(matches('Shift+.', press(':', { shiftKey: true, code: 'Period' }))).toBe(true)
    expect(matches('Shift+1', press('!', { shiftKey: true, code: 'Digit1' }))).toBe(true)
  })

  it('tell a single letter from the same letter with Shift', () => {
    expect(matches('S', press('s', {}))).toBe(true)
    expect(matches('S', press('S', { shiftKey: true }))).toBe(false)
    expect(matches('S', press('s', { ctrlKey: true }))).toBe(false)
  })

  it('tell a step from faster', () => {
    expect(matches('.', press('.', { code: 'Period' }))).toBe(true)
    expect(matches('.', press('>', { code: 'Period', shiftKey: true }))).toBe(false)
  })

  it('are shown with the names of the keys', () => {
    expect(shownKeys('Mod+Shift+Z', false)).toEqual(['Ctrl', 'Shift', 'Z'])
    expect(shownKeys('Mod+Shift+Z', true)).toEqual(['⌘', '⇧', 'Z'])
  })
})

function press(key: string, held: Partial<KeyPress>): KeyPress {
  return { key, code: '', ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...held }
}
