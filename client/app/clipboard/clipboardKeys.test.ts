import { describe, expect, it } from 'vitest'
import { isClipboardKey } from './clipboardKeys.ts'

describe('isClipboardKey', () => {
  it.each([
    ['c', {}, true],
    ['X', {}, true],
    ['v', {}, true],
    ['V', { shiftKey: true }, true],
    ['C', { shiftKey: true }, false],
    ['v', { altKey: true }, false],
    ['v', { ctrlKey: false }, false],
    ['d', {}, false],
  ])('with Ctrl, %s and %j: %s', (key, more, expected) => {
    const none = { metaKey: false, shiftKey: false, altKey: false }

    expect(isClipboardKey({ key, ctrlKey: true, ...none, ...more })).toBe(expected)
  })
})
