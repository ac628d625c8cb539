import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyEdit } from './edit.ts'
import { addService } from './edits.ts'
import { freePlaceBetween } from './freePlace.ts'
import { emptyTopology, type Position, type Topology } from './topology.ts'

const queue = { width: 160, height: 80 }
/** Of a service, as it is drawn. */
const service = { width: 160, height: 120 }

describe('freePlaceBetween', () => {
  it('is half way where there is room', () => {
    const topology = drawing([
      { x: 0, y: 0 },
      { x: 400, y: 40 },
    ])

    expect(freePlaceBetween(topology, ['s', 's-2'], queue)).toEqual({ x: 200, y: 40 })
  })

  it('is below where the gap is too narrow', () => {
    const topology = drawing([
      { x: 0, y: 0 },
      { x: 220, y: 0 },
    ])

    expect(freePlaceBetween(topology, ['s', 's-2'], queue)).toEqual({ x: 120, y: 160 })
  })

  it('is above where below something else stands', () => {
    const topology = drawing([
      { x: 0, y: 0 },
      { x: 220, y: 0 },
      { x: 100, y: 180 },
    ])

    expect(freePlaceBetween(topology, ['s', 's-2'], queue)).toEqual({ x: 120, y: -120 })
  })

  it('covers nothing, whatever the drawing, and keeps to the grid', () => {
    const squares = fc.integer({ min: -20, max: 20 }).map((count) => count * 20)
    const places = fc.array(fc.record({ x: squares, y: squares }), { minLength: 2, maxLength: 30 })
    fc.assert(
      fc.property(places, (positions) => {
        const { x, y } = freePlaceBetween(drawing(positions), ['s', 's-2'], queue)

        expect(Math.abs(x % 20) + Math.abs(y % 20)).toBe(0)
        const covered = positions.filter(
          (other) =>
            x < other.x + service.width &&
            other.x < x + queue.width &&
            y < other.y + service.height &&
            other.y < y + queue.height,
        )
        expect(covered).toEqual([])
      }),
    )
  })
})

/** Services s, s-2, s-3 … at these corners. */
function drawing(positions: readonly Position[]): Topology {
  return positions.reduce((topology, position) => {
    const { edit } = addService(topology, { name: 'S', role: 'service', position })
    const outcome = applyEdit(topology, edit)
    if (!outcome.ok) throw new Error(outcome.reason)
    return outcome.topology
  }, emptyTopology('Drawing'))
}
