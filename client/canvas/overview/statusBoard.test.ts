import { describe, expect, it } from 'vitest'
import { edgesOf } from '#shared/topology/edges.ts'
import { draftsOf } from '../canvasNodes.ts'
import { ordersTopology } from '../testTopology.ts'
import { StatusBoard } from './statusBoard.ts'

describe('StatusBoard', () => {
  it('reads everything for the first listener, then tells of what has changed', () => {
    const { board, tick, crash } = setUp()
    const heard: string[] = []
    board.subscribe((change) => heard.push(change))

    tick()
    const before = board.statusOf('billing')
    crash('billing')
    tick()

    expect(before).toBe('idle')
    expect(board.statusOf('billing')).toBe('error')
    expect(board.statusOf('shop')).toBe('idle')
    expect(heard).toEqual(['nodes'])
  })

  it('reads a few at a time, in turns', () => {
    const { board, crash } = setUp()
    crash('billing', 'shop')

    const changes = [board.read(1), board.read(1), board.read(1), board.read(1)]

    expect(changes.filter((change) => change === 'nodes')).toHaveLength(2)
    expect([board.statusOf('billing'), board.statusOf('shop')]).toEqual(['error', 'error'])
  })

  it('stops reading when nobody listens', () => {
    const { board, tick, crash } = setUp()
    const stop = board.subscribe(() => undefined)

    stop()
    crash('billing')
    tick()

    expect(board.statusOf('billing')).toBe('idle')
  })
})

function setUp() {
  const crashed = new Set<string>()
  const listeners = new Set<() => void>()
  const live = {
    figure: (name: string, metric: string) =>
      metric === 'replicasUp' && crashed.has(name) ? 0 : Number.NaN,
    rate: () => Number.NaN,
    history: () => ({ times: new Float64Array(0), values: new Float64Array(0) }),
    subscribe: (listener: () => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  const topology = ordersTopology()
  const edges = edgesOf(topology)
  const board = new StatusBoard(live)
  board.setDrawing(draftsOf(topology, edges), edges)
  return {
    board,
    crash: (...ids: readonly string[]) => {
      for (const id of ids) crashed.add(`services/${id}`)
    },
    tick: () => {
      for (const listener of listeners) listener()
    },
  }
}
