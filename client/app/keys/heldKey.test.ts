import { describe, expect, it, vi } from 'vitest'
import { HeldKey } from './heldKey.ts'

describe('a held key', () => {
  it('acts once, when it is let go', () => {
    const { key, act } = setUp()

    key.press(act)
    expect(act).not.toHaveBeenCalled()

    key.release()
    key.release()
    expect(act).toHaveBeenCalledTimes(1)
  })

  it('does not act when something else was done meanwhile', () => {
    const { key, act } = setUp()

    key.press(act)
    key.spoil()
    key.release()
    expect(act).not.toHaveBeenCalled()
  })

  it('acts again after it was held for something else', () => {
    const { key, act } = setUp()

    key.press(act)
    key.spoil()
    key.release()
    key.press(act)
    key.release()
    expect(act).toHaveBeenCalledTimes(1)
  })
})

function setUp() {
  return { key: new HeldKey(), act: vi.fn() }
}
