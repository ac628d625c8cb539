import { describe, expect, it } from 'vitest'
import { isSingleKey, type KeyPress, matches, shownKeys, writtenKeys } from './keys.ts'

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

  it('tell a named key from the same with Shift', () => {
    expect(matches('Shift+Home', press('Home', { code: 'Home' }))).toBe(false)
    expect(matches('Shift+Home', press('Home', { code: 'Home', shiftKey: true }))).toBe(true)
    expect(matches('Home', press('Home', { code: 'Home', shiftKey: true }))).toBe(false)
  })

  it('are written so that the same press matches', () => {
    const presses: readonly [string, KeyPress][] = [
      ['Mod+Shift+K', press('K', { code: 'KeyK', ctrlKey: true, shiftKey: true })],
      ['Alt+A', press('å', { code: 'KeyA', altKey: true })],
      ['Shift+1', press('!', { code: 'Digit1', shiftKey: true })],
      ['?', press('?', { code: 'Slash', shiftKey: true })],
      ['Plus', press('+', { code: 'BracketRight' })],
      ['Space', press(' ', { code: 'Space' })],
      ['Shift+ArrowLeft', press('ArrowLeft', { code: 'ArrowLeft', shiftKey: true })],
      ['G', press('g', { code: 'KeyG' })],
      ['Shift+G', press('G', { code: 'KeyG', shiftKey: true })],
    ]
    for (const [written, pressed] of presses) {
      expect(writtenKeys(pressed)).toBe(written)
      expect(matches(written, pressed), written).toBe(true)
    }
    expect(writtenKeys(press('Shift', { shiftKey: true }))).toBeNull()
  })

  it('are single where nothing has to be held', () => {
    expect(['S', '?', '.', 'Space', 'Plus'].every(isSingleKey)).toBe(true)
    expect(['Mod+S', 'F2', 'Delete', 'ArrowUp'].some(isSingleKey)).toBe(false)
  })

  it('are shown with the names of the keys', () => {
    expect(shownKeys('Mod+Shift+Z', false)).toEqual(['Ctrl', 'Shift', 'Z'])
    expect(shownKeys('Mod+Shift+Z', true)).toEqual(['⌘', '⇧', 'Z'])
  })
})

function press(key: string, held: Partial<KeyPress>): KeyPress {
  return { key, code: '', ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...held }
}
