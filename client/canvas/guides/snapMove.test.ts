import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { GRID } from '#shared/topology/nodeSizes.ts'
import type { Box } from '../geometry.ts'
import { snapMove } from './snapMove.ts'

const VIEW: Box = { x: -1000, y: -1000, width: 3000, height: 3000 }
/** Off the grid, so that the grid alone would not bring anything in line. */
const OTHER: Box = { x: 307, y: 203, width: 160, height: 120 }

describe('snapMove', () => {
  it.each([
    ['left with left', { x: 303, y: 600 }, { x: 307 }, { axis: 'x', at: 307 }],
    ['right with right', { x: 371, y: 600 }, { x: 367 }, { axis: 'x', at: 467 }],
    ['middle with middle', { x: 334, y: 600 }, { x: 337 }, { axis: 'x', at: 387 }],
    ['left with right', { x: 470, y: 600 }, { x: 467 }, { axis: 'x', at: 467 }],
    ['top with top', { x: 700, y: 199 }, { y: 203 }, { axis: 'y', at: 203 }],
    ['bottom with bottom', { x: 700, y: 268 }, { y: 263 }, { axis: 'y', at: 323 }],
    ['centre with centre', { x: 700, y: 236 }, { y: 233 }, { axis: 'y', at: 263 }],
  ] as const)('brings %s in line', (_, pointed, wanted, line) => {
    const moving = { ...pointed, width: 100, height: 60 }

    const { offset, lines } = snapMove({ moving, others: [OTHER], view: VIEW, zoom: 1 })

    expect({ x: moving.x + offset.x, y: moving.y + offset.y }).toMatchObject(wanted)
    expect(lines).toContainEqual(expect.objectContaining(line))
  })

  it('joins all that is in line', () => {
    const moving = { x: 309, y: 700, width: 160, height: 120 }
    const third = { ...OTHER, y: -200 }

    const { lines } = snapMove({ moving, others: [OTHER, third], view: VIEW, zoom: 1 })

    expect(lines).toEqual([
      { axis: 'x', at: 307, from: -200, to: 820 },
      { axis: 'x', at: 467, from: -200, to: 820 },
    ])
  })

  it('reaches six pixels of the window, however far in or out', () => {
    const moving = { x: 315, y: 600, width: 100, height: 60 }

    const offsets = [1, 0.5].map(
      (zoom) => snapMove({ moving, others: [OTHER], view: VIEW, zoom }).offset.x,
    )

    expect(offsets).toEqual([5, -8])
  })

  it('leaves out what is not in view', () => {
    const moving = { x: 303, y: 600, width: 100, height: 60 }
    const view = { x: 0, y: 400, width: 1000, height: 600 }

    expect(snapMove({ moving, others: [OTHER], view, zoom: 1 })).toEqual({
      offset: { x: -3, y: 0 },
      lines: [],
      gaps: [],
    })
  })

  it('makes the gaps to both neighbours equal', () => {
    const left = { x: 3, y: 0, width: 100, height: 100 }
    const right = { x: 503, y: 40, width: 100, height: 100 }
    const moving = { x: 250, y: 67, width: 100, height: 50 }

    const { offset, gaps } = snapMove({ moving, others: [left, right], view: VIEW, zoom: 1 })

    expect(moving.x + offset.x).toBe(253)
    expect(gaps).toEqual([
      { axis: 'x', from: 103, to: 253, at: 82.5 },
      { axis: 'x', from: 353, to: 503, at: 90 },
    ])
  })

  it.each([
    ['behind', [3, 153], 306, 303],
    ['before', [303, 453], 150, 153],
  ] as const)('goes on in steps that are there, %s them', (_, starts, pointed, wanted) => {
    const others = starts.map((x) => ({ x, y: 0, width: 100, height: 100 }))
    const moving = { x: pointed, y: 13, width: 100, height: 57 }

    const { offset, gaps } = snapMove({ moving, others, view: VIEW, zoom: 1 })

    expect(moving.x + offset.x).toBe(wanted)
    expect(gaps.map(({ from, to }) => to - from)).toEqual([50, 50])
  })

  it('goes by the grid where nothing else is near', () => {
    const moving = { x: 1009, y: 991, width: 100, height: 60 }

    expect(snapMove({ moving, others: [], view: VIEW, zoom: 1 }).offset).toEqual({ x: -9, y: 9 })
  })

  it('never moves further than it reaches, and shows only what is so', () => {
    const box = fc.record({
      x: fc.integer({ min: -500, max: 500 }),
      y: fc.integer({ min: -500, max: 500 }),
      width: fc.constantFrom(120, 160),
      height: fc.constantFrom(80, 120, 160),
    })
    const zooms = fc.constantFrom(0.3, 0.7, 1, 2)
    fc.assert(
      fc.property(box, fc.array(box, { maxLength: 12 }), zooms, (moving, others, zoom) => {
        const { offset, lines, gaps } = snapMove({ moving, others, view: VIEW, zoom })

        const most = Math.max(GRID / 2, 6 / zoom) + 1
        expect(Math.abs(offset.x)).toBeLessThanOrEqual(most)
        expect(Math.abs(offset.y)).toBeLessThanOrEqual(most)
        const placed = { ...moving, x: moving.x + offset.x, y: moving.y + offset.y }
        for (const { axis, at } of lines) {
          expect(distanceFrom(at, [placed], axis)).toBeLessThan(1)
          expect(distanceFrom(at, others, axis)).toBeLessThan(1)
        }
        for (const { from, to } of gaps) expect(to).toBeGreaterThan(from)
        expect(gaps.length).not.toBe(1)
      }),
    )
  })
})

/** How near the edges and middles of the nearest box come. */
function distanceFrom(at: number, boxes: readonly Box[], axis: 'x' | 'y'): number {
  const places = boxes.flatMap(({ x, y, width, height }) => {
    const [start, length] = axis === 'x' ? [x, width] : [y, height]
    return [start, start + length / 2, start + length]
  })
  return Math.min(...places.map((place) => Math.abs(place - at)))
}
