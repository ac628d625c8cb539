import { describe, expect, it } from 'vitest'
import type { TopologyEdge } from '#shared/topology/edges.ts'
import { polylineOf } from '../polyline.ts'
import { Marks } from './marks.ts'
import { pickMark } from './pickMark.ts'

const edge: TopologyEdge = {
  id: 'a',
  kind: 'publish',
  fromId: 'shop',
  toId: 'jobs',
  elements: [],
  eventTypeIds: [],
}

/** From (0, 0) to (240, 0). */
const polyline = polylineOf([[0, 0, 80, 0, 160, 0, 240, 0]])

describe('pickMark', () => {
  it('finds the event whose mark is nearest', () => {
    const model = setUp()
    expect(pickMark(model, { x: 62, y: 3 }, 8)?.event).toEqual({ origin: 4, n: 17 })
    expect(pickMark(model, { x: 176, y: 0 }, 8)?.event).toEqual({ origin: 4, n: 18 })
  })

  it('finds none where none is near, nor one that stands for many', () => {
    const model = setUp()
    expect(pickMark(model, { x: 62, y: 12 }, 8)).toBeNull()
    expect(pickMark(model, { x: 120, y: 0 }, 8)).toBeNull()
  })
})

/** Marks at 60 and 180 of events, and at 120 one of nobody. */
function setUp() {
  const marks = new Marks()
  const look = 1
  const mark = (startedAtMs: number, n: number | null) =>
    marks.add({
      edge: 0,
      look,
      startedAtMs,
      travelMs: 1000,
      event: n === null ? null : { origin: 4, n },
    })
  mark(750, 17)
  mark(500, null)
  mark(250, 18)
  return { marks, edges: [{ edge, polyline }], nowMs: 1000 }
}
