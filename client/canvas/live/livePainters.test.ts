import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { LiveStore } from '../../store/live/liveStore.ts'
import { LivePainters } from './livePainters.ts'

describe('LivePainters', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('paints at once, and whenever figures have changed', () => {
    const { painters, store, painted, painter } = setUp()

    painters.add(painter('a'))
    store.restart()

    expect(painted).toEqual(['a', 'a'])
  })

  it('paints no more what has gone', () => {
    const { painters, store, painted, painter } = setUp()

    painters.add(painter('a'))()
    store.restart()

    expect(painted).toEqual(['a'])
  })

  it('rests while held, and catches up afterwards', () => {
    const { painters, store, painted, painter } = setUp()
    painters.add(painter('a'))

    painters.hold(true)
    store.restart()
    expect(painted).toEqual(['a'])

    painters.hold(false)
    expect(painted).toEqual(['a', 'a'])
  })

  it('leaves out details while they are hidden, and paints them when they come back', () => {
    const { painters, store, painted, painter } = setUp()
    painters.add(painter('name'))
    painters.add(painter('detail'), true)
    painted.length = 0

    painters.showDetails(false)
    store.restart()
    expect(painted).toEqual(['name'])

    painters.showDetails(true)
    expect(painted).toEqual(['name', 'name', 'detail'])
  })

  it('takes turns where very many would paint', () => {
    const { painters, store, painted, painter } = setUp()
    for (let index = 0; index < 400; index += 1) painters.add(painter(String(index)))
    painted.length = 0

    store.restart()

    expect(painted).toHaveLength(100)
  })

  it('takes turns on a machine that does not keep up, until the figures rest', () => {
    const { painters, store, painted, painter } = setUp()
    for (const name of ['a', 'b', 'c', 'd']) painters.add(painter(name))
    painters.slowDown(true)
    painted.length = 0

    store.restart()
    vi.advanceTimersByTime(400)
    expect(painted).toEqual(['b', 'd'])
    store.restart()
    vi.advanceTimersByTime(400)
    expect(painted).toEqual(['b', 'd', 'a', 'c'])

    vi.advanceTimersByTime(200)
    expect(painted).toEqual(['b', 'd', 'a', 'c', 'a', 'b', 'c', 'd'])
    vi.advanceTimersByTime(10_000)
    expect(painted).toHaveLength(8)
  })
})

function setUp() {
  const store = new LiveStore()
  const painted: string[] = []
  const painter = (name: string) => () => void painted.push(name)
  return { store, painters: new LivePainters(store), painted, painter }
}
