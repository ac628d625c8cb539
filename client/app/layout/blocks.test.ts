import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { GraphNode } from '#shared/topology/arrangeGraph.ts'
import { frameRound } from '#shared/topology/contextMembers.ts'
import type { Rectangle } from '#shared/topology/rectangles.ts'
import { packedPlaces } from './blocks.ts'

describe('packedPlaces', () => {
  it('puts every block somewhere, clear of all others, and its members where they were in it', () => {
    fc.assert(
      fc.property(anyGraphs(), (graphs) => {
        const packings = packedPlaces(graphs, 20, VIEW)

        expect(packings.length).toBeGreaterThan(0)
        for (const places of packings) {
          expect([...places.keys()].sort()).toEqual(keysOf(graphs).sort())
          const blocks = (graphs[0]?.children ?? []).map(({ id, width = 0, height = 0 }) =>
            boxOf(places, graphs, { id, width, height }),
          )
          expect(pairs(blocks).filter(([a, b]) => distance(a, b) < 80)).toEqual([])
        }
      }),
      { numRuns: 60 },
    )
  })

  it('breaks a row of frames into lines that can be shown larger', () => {
    const frames = ['a', 'b', 'c', 'd'].map((id, index) => frame(id, 900 * index))

    const [largest = new Map()] = packedPlaces([{ id: 'drawing', children: frames }], 1, VIEW)

    expect(frames.map(({ id }) => largest.get(id))).toEqual([
      { x: 0, y: 0 },
      { x: 840, y: 0 },
      { x: 0, y: 320 },
      { x: 840, y: 320 },
    ])
  })

  it('breaks it otherwise where the page is narrow', () => {
    const frames = ['a', 'b', 'c', 'd'].map((id, index) => frame(id, 900 * index))
    const narrow = { width: 390, height: 700 }

    const [largest = new Map()] = packedPlaces([{ id: 'drawing', children: frames }], 1, narrow)

    expect(frames.map(({ id }) => largest.get(id)?.x)).toEqual([0, 0, 0, 0])
  })

  it('takes a frame from the graph in which it fits better', () => {
    const row = frame('a', 0, [0, 1, 2, 3, 4, 5, 6, 7])
    const halves = row.children?.map((child, index) =>
      index < 4 ? child : { ...child, x: (child.x ?? 0) - 4 * 186, y: 300 },
    )
    const rows = { ...row, height: 500, ...(halves ? { children: halves } : {}) }
    const graphs = [row, rows, row].map((child) => ({ id: 'drawing', children: [child] }))

    const [largest] = packedPlaces(graphs, 1, VIEW)

    expect(largest?.get('a4')).toEqual({ x: 20, y: 300 })
  })

  it('looks at many blocks in a few ways', () => {
    const children = Array.from({ length: 40 }, (_, index) => frame(`f${index}-`, 900 * index))

    const packings = packedPlaces([{ id: 'drawing', children }], 1000, VIEW)

    expect(packings.length).toBeLessThan(60)
    expect(packings.every((places) => places.size === 40 * 5)).toBe(true)
  })
})

/** What a usual window shows between its panels. */
const VIEW = { width: 1100, height: 620 }

/** Four nodes in a row, as ELK leaves them: 760 × 240 with the room that a frame takes. */
function frame(id: string, x: number, columns: readonly number[] = [0, 1, 2, 3]): GraphNode {
  const children = columns.map((column) => ({
    id: `${id}${column}`,
    x: 40 + 186 * column,
    y: 60,
    width: 160,
    height: 160,
  }))
  return { id, x, y: 0, width: 900, height: 260, children }
}

/** The same blocks in one or two ways, loose nodes among them. */
function anyGraphs(): fc.Arbitrary<readonly GraphNode[]> {
  const size = { width: fc.integer({ min: 2, max: 30 }), height: fc.integer({ min: 2, max: 20 }) }
  const block = fc.record({ ...size, members: fc.array(fc.record(size), { maxLength: 5 }) })
  const graph = (blocks: readonly Sketched[], isUpright: boolean): GraphNode => ({
    id: 'drawing',
    children: blocks.map(({ width, height, members }, index) => {
      const box = { id: `b${index}`, x: 997 * index, y: 13, width: 20 * width, height: 20 * height }
      return members.length === 0 ? box : { ...box, children: inARow(box.id, members, isUpright) }
    }),
  })
  return fc
    .tuple(fc.array(block, { minLength: 1, maxLength: 11 }), fc.boolean())
    .map(([blocks, isTwice]) =>
      isTwice ? [graph(blocks, false), graph(blocks, true)] : [graph(blocks, false)],
    )
}

interface Extent {
  readonly width: number
  readonly height: number
}

interface Sketched extends Extent {
  readonly members: readonly Extent[]
}

function inARow(id: string, members: readonly Extent[], isUpright: boolean): readonly GraphNode[] {
  let [x, y] = [40, 60]
  return members.map(({ width, height }, index) => {
    const node = { id: `${id}m${index}`, x, y, width: 20 * width, height: 20 * height }
    if (isUpright) y += node.height + 60.4
    else x += node.width + 60.4
    return node
  })
}

function keysOf([graph]: readonly GraphNode[]): string[] {
  return (graph?.children ?? []).flatMap(({ id, children = [] }) => [
    id,
    ...children.map((child) => child.id),
  ])
}

/** A frame as the drawing will put it round its members: its corner is where the packing has put it. */
function boxOf(
  places: ReadonlyMap<string, { readonly x: number; readonly y: number }>,
  [graph]: readonly GraphNode[],
  { id, width, height }: Extent & { readonly id: string },
): Rectangle {
  const at = (key: string) => places.get(key) ?? { x: Number.NaN, y: Number.NaN }
  const members = graph?.children?.find((child) => child.id === id)?.children ?? []
  const boxes = members.map((member) => ({
    ...at(member.id),
    width: member.width ?? 0,
    height: member.height ?? 0,
  }))
  const round = frameRound(boxes) ?? { ...at(id), width, height }
  expect({ x: round.x, y: round.y }).toEqual(at(id))
  expect(pairs(boxes).filter(([a, b]) => distance(a, b) < 20)).toEqual([])
  return round
}

/** The larger of both distances: what is apart along one axis does not overlap. */
function distance(a: Rectangle, b: Rectangle): number {
  const across = Math.max(a.x - (b.x + b.width), b.x - (a.x + a.width))
  const down = Math.max(a.y - (b.y + b.height), b.y - (a.y + a.height))
  return Math.max(across, down)
}

function pairs<Value>(values: readonly Value[]): readonly (readonly [Value, Value])[] {
  return values.flatMap((a, index) => values.slice(index + 1).map((b) => [a, b] as const))
}
