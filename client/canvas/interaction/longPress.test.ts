import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ScreenPoint } from './canvasStore.ts'
import { LongPress } from './longPress.ts'

describe('LongPress', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('acts where the finger rests', () => {
    const { press, acted } = pressed()

    press.move({ x: 104, y: 203 })
    vi.advanceTimersByTime(500)

    expect(acted).toEqual([{ x: 100, y: 200 }])
    expect(press.isUnderWay).toBe(true)
  })

  it.each([
    ['moves on', (press: LongPress) => press.move({ x: 110, y: 200 })],
    ['is lifted', (press: LongPress) => press.end()],
  ])('does nothing where the finger %s before', (_, disturb) => {
    const { press, acted } = pressed()

    vi.advanceTimersByTime(400)
    disturb(press)
    vi.advanceTimersByTime(400)

    expect(acted).toEqual([])
    expect(press.isUnderWay).toBe(false)
  })
})

function pressed() {
  const acted: ScreenPoint[] = []
  const press = new LongPress()
  press.begin({ x: 100, y: 200 }, (at) => acted.push(at))
  return { press, acted }
}
