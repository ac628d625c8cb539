import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { alignNodes, distributeNodes } from './align.ts'
import { moveNodes } from './edits.ts'
import { hullOf, type Rectangle } from './rectangles.ts'
import { edited, exampleTopology } from './topology.fixture.ts'
import type { Topology } from './topology.ts'

const BOXES: ReadonlyMap<string, Rectangle> = new Map([
  ['shop', { x: 0, y: 40, width: 120, height: 80 }],
  ['placed', { x: 200, y: 0, width: 160, height: 160 }],
  ['payments', { x: 500, y: 100, width: 160, height: 120 }],
])

const IDS = [...BOXES.keys()]

describe('alignNodes', () => {
  it.each([
    ['left', 'x', [0, 0, 0]],
    ['centre', 'x', [270, 250, 250]],
    ['right', 'x', [540, 500, 500]],
    ['top', 'y', [0, 0, 0]],
    ['middle', 'y', [70, 30, 50]],
    ['bottom', 'y', [140, 60, 100]],
  ] as const)('brings all to the %s of the whole', (to, axis, wanted) => {
    const edit = alignNodes(drawing(), IDS, to)

    const { nodes } = edited(drawing(), edit).layout
    expect(edit?.label).toBe('Align 3 nodes')
    expect([...BOXES.keys()].map((id) => nodes[id]?.[axis])).toEqual(wanted)
  })

  it('has nothing to do for one node, or twice', () => {
    const topology = drawing()
    const once = edited(topology, alignNodes(topology, IDS, 'top'))

    expect(alignNodes(topology, IDS.slice(0, 1), 'top')).toBeNull()
    expect(alignNodes(once, IDS, 'top')).toBeNull()
  })
})

describe('distributeNodes', () => {
  it('makes the gaps equal and leaves the outermost where they are', () => {
    const topology = drawing()

    const after = edited(topology, distributeNodes(topology, IDS, 'horizontally'))

    expect(Object.values(after.layout.nodes).map(({ x }) => x)).toEqual([0, 230, 500])
  })

  it('keeps the order and the room of nodes, unless they all lie on top of one another', () => {
    const coordinate = fc.integer({ min: -5000, max: 5000 })
    const places = fc.tuple(coordinate, coordinate, coordinate)
    fc.assert(
      fc.property(places, fc.constantFrom(...AXES), (starts, { direction, start, extent }) => {
        const entries = [...BOXES].map(
          ([id, box], n) => [id, { ...box, [start]: starts[n] ?? 0 }] as const,
        )
        const boxes = new Map(entries)
        const hull = hullOf([...boxes.values()])
        const lengths = [...boxes.values()].map((box) => box[extent])
        const filled = lengths.reduce((sum, length) => sum + length, 0)
        // Stacked, one would have to begin before the other to leave equal gaps.
        fc.pre((hull?.[extent] ?? 0) - filled >= -2 * Math.min(...lengths))
        const topology = edited(drawing(), moveNodes(drawing(), positionsOf(boxes)))

        const edit = distributeNodes(topology, IDS, direction)

        const after = edit ? placed(edited(topology, edit)) : boxes
        expect(hullOf([...after.values()])).toMatchObject({
          [start]: hull?.[start],
        })
        const [first, second, third] = [...after.values()].sort(
          (a, b) => a[start] + a[extent] / 2 - b[start] - b[extent] / 2,
        )
        if (!first || !second || !third) throw new Error('there are three')
        const gaps = [gapBetween(first, second), gapBetween(second, third)] as const
        // Places are whole numbers.
        expect(Math.abs(gaps[0] - gaps[1])).toBeLessThanOrEqual(1)

        function gapBetween(one: Rectangle, next: Rectangle): number {
          return next[start] - one[start] - one[extent]
        }
      }),
    )
  })
})

const AXES = [
  { direction: 'horizontally', start: 'x', extent: 'width' },
  { direction: 'vertically', start: 'y', extent: 'height' },
] as const

function drawing(): Topology {
  return edited(exampleTopology(), moveNodes(exampleTopology(), positionsOf(BOXES)))
}

function positionsOf(boxes: ReadonlyMap<string, Rectangle>) {
  return Object.fromEntries([...boxes].map(([id, { x, y }]) => [id, { x, y }]))
}

function placed({ layout }: Topology): ReadonlyMap<string, Rectangle> {
  return new Map(
    [...BOXES].map(([id, box]) => [id, { ...box, ...(layout.nodes[id] ?? { x: 0, y: 0 }) }]),
  )
}
