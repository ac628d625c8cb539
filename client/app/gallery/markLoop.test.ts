import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { paintInTime } from './markLoop.ts'

describe('the clock of the thumbnails', () => {
  let asked: ((nowMs: number) => void)[] = []
  const page = {
    hidden: false,
    listeners: new Set<() => void>(),
    addEventListener: (_name: string, listener: () => void) => page.listeners.add(listener),
    removeEventListener: (_name: string, listener: () => void) => page.listeners.delete(listener),
  }

  beforeEach(() => {
    asked = []
    page.hidden = false
    vi.stubGlobal('document', page)
    vi.stubGlobal('requestAnimationFrame', (paint: (nowMs: number) => void) => asked.push(paint))
    vi.stubGlobal('cancelAnimationFrame', () => {
      asked = []
    })
  })
  afterEach(() => void vi.unstubAllGlobals())

  /** The browser shows the next picture. */
  const show = (nowMs: number) => {
    for (const paint of asked.splice(0)) paint(nowMs)
  }

  it('paints all of them together, thirty times a second at the most', () => {
    const [first, second] = [vi.fn(), vi.fn()]
    const stops = [paintInTime(first), paintInTime(second)]

    for (const nowMs of [10_000, 10_016, 10_032, 10_048]) show(nowMs)

    expect(first.mock.calls).toEqual([[10_000], [10_048]])
    expect(second.mock.calls).toEqual(first.mock.calls)
    for (const stop of stops) stop()
  })

  it('stands still while the page is hidden, and goes on when it is seen again', () => {
    const paint = vi.fn()
    const stop = paintInTime(paint)
    page.hidden = true

    show(20_000)
    expect(asked).toEqual([])

    page.hidden = false
    for (const listener of page.listeners) listener()
    show(20_100)
    expect(paint.mock.calls).toEqual([[20_000], [20_100]])
    stop()
  })

  it('asks for nothing when nobody moves any more', () => {
    const stop = paintInTime(vi.fn())

    stop()

    expect(asked).toEqual([])
    expect(page.listeners.size).toBe(0)
  })
})
