// A drawing with frames is broken into rows or columns by its blocks: a frame with what it holds, or a node
// that stands in none. What is in a frame keeps together, whatever stands beside it.

import type { GraphNode } from '#shared/topology/arrangeGraph.ts'
import { frameRound } from '#shared/topology/contextMembers.ts'
import { GRID, type Size } from '#shared/topology/nodeSizes.ts'
import type { Position } from '#shared/topology/topology.ts'
import { fitOf } from './strain.ts'

type Places = ReadonlyMap<string, Position>

/** `places`: by the keys of the graph, from the corner of the block on. */
interface Block extends Size {
  readonly places: Places
}

/** Blocks in lines, one after the other. */
interface Packing {
  readonly lines: readonly (readonly Block[])[]
  readonly direction: 'rows' | 'columns'
}

/** Where a block stands in its line, and a line among the others, where there is more room than it takes. */
type Side = 'start' | 'middle'

/** Room between two blocks, where edges run. */
const GAP = 4 * GRID
/** Of so many blocks, every way to break them is measured: each block more doubles their number. */
const BROKEN_ANYHOW_MAX = 8
/** Lines that more blocks are broken into. */
const LINES_MAX = 12
const MEASURED_MAX = 10_000

/**
 * Places for all in the `count` packings that can be shown largest in the view. `graphs`: the same drawing, laid
 * out in several ways, of which each frame may take another; the last one gives the order of the blocks.
 */
export function packedPlaces(
  graphs: readonly GraphNode[],
  count: number,
  view: Size,
): readonly Places[] {
  const zoom = ({ extent }: { readonly extent: Size }) => fitOf(extent, view)
  const order = [...(graphs.at(-1)?.children ?? [])]
    .sort((a, b) => (a.x ?? 0) - (b.x ?? 0) || (a.y ?? 0) - (b.y ?? 0))
    .map(({ id }) => id)
  const shapes = order.map((id) => shapesOf(graphs, id))
  return choicesAmong(shapes)
    .flatMap((blocks) => brokenUp(blocks))
    .flatMap((lines) => [
      { lines, direction: 'rows' } as const,
      { lines, direction: 'columns' } as const,
    ])
    .map((packing) => ({ packing, extent: extentOf(packing) }))
    .sort((a, b) => zoom(b) - zoom(a) || areaOf(a.extent) - areaOf(b.extent))
    .slice(0, count)
    .flatMap(({ packing }) => [placed(packing, 'start'), placed(packing, 'middle')])
}

/** How one block looks in each of the graphs; what looks the same is there once. */
function shapesOf(graphs: readonly GraphNode[], id: string): readonly Block[] {
  const shapes = new Map<string, Block>()
  for (const { children = [] } of graphs) {
    const child = children.find((one) => one.id === id)
    if (!child) continue
    const block = blockOf(child)
    shapes.set(JSON.stringify([...block.places]), block)
  }
  return [...shapes.values()]
}

/** A frame lies as tightly round what it holds as it will in the drawing. */
function blockOf({ id, width = 0, height = 0, children = [] }: GraphNode): Block {
  const members = children.map((child) => ({
    key: child.id,
    box: {
      x: onGrid(child.x ?? 0),
      y: onGrid(child.y ?? 0),
      width: child.width ?? 0,
      height: child.height ?? 0,
    },
  }))
  const frame = frameRound(members.map(({ box }) => box))
  if (frame === null) return { width, height, places: new Map([[id, { x: 0, y: 0 }]]) }
  const inside = members.map(({ key, box }): [string, Position] => [
    key,
    { x: box.x - frame.x, y: box.y - frame.y },
  ])
  return {
    width: frame.width,
    height: frame.height,
    places: new Map([[id, { x: 0, y: 0 }], ...inside]),
  }
}

/** Each shape of a block with each of the others, where these are not too many: else all of a graph. */
function choicesAmong(shapes: readonly (readonly Block[])[]): readonly (readonly Block[])[] {
  const breaks = 2 ** (Math.min(shapes.length, BROKEN_ANYHOW_MAX) - 1)
  const choices = shapes.reduce((product, { length }) => product * length, 1)
  if (choices * breaks * 2 <= MEASURED_MAX)
    return shapes.reduce<readonly (readonly Block[])[]>(
      (begun, next) => begun.flatMap((blocks) => next.map((block) => [...blocks, block])),
      [[]],
    )
  const ways = Math.max(...shapes.map(({ length }) => length))
  return Array.from({ length: ways }, (_, way) =>
    shapes.flatMap((some) => some[Math.min(way, some.length - 1)] ?? []),
  )
}

/** The blocks in their order, broken into lines: a few in all ways, many into lines of about one length. */
function brokenUp(blocks: readonly Block[]): readonly (readonly (readonly Block[])[])[] {
  if (blocks.length > BROKEN_ANYHOW_MAX)
    return Array.from({ length: LINES_MAX }, (_, index) => evenLines(blocks, index + 1))
  return Array.from({ length: 2 ** (blocks.length - 1) }, (_, breaks) =>
    linesOf(blocks, (index) => ((breaks >> (index - 1)) & 1) === 1),
  )
}

function evenLines(blocks: readonly Block[], count: number): readonly (readonly Block[])[] {
  const ends: number[] = []
  for (const { width, height } of blocks) ends.push((ends.at(-1) ?? 0) + width + height)
  const line = (ends.at(-1) ?? 0) / count
  const lineAt = (index: number) => Math.floor(((ends[index] ?? 0) - 1) / line)
  return linesOf(blocks, (index) => lineAt(index) > lineAt(index - 1))
}

function linesOf(
  blocks: readonly Block[],
  begins: (index: number) => boolean,
): readonly (readonly Block[])[] {
  const lines: Block[][] = [[]]
  blocks.forEach((block, index) => {
    if (index > 0 && begins(index)) lines.push([])
    lines.at(-1)?.push(block)
  })
  return lines
}

function extentOf({ lines, direction }: Packing): Size {
  const [along, across] = AXES[direction]
  const long = Math.max(...lines.map((line) => lengthOf(line, along)))
  const wide = lines.reduce((sum, line) => sum + breadthOf(line, across) + GAP, -GAP)
  return direction === 'rows' ? { width: long, height: wide } : { width: wide, height: long }
}

const AXES = { rows: ['width', 'height'], columns: ['height', 'width'] } as const

function areaOf({ width, height }: Size): number {
  return width * height
}

function lengthOf(line: readonly Block[], along: keyof Size): number {
  return line.reduce((sum, block) => sum + block[along] + GAP, -GAP)
}

function breadthOf(line: readonly Block[], across: keyof Size): number {
  return Math.max(...line.map((block) => block[across]))
}

function placed(packing: Packing, side: Side): Places {
  const { lines, direction } = packing
  const [along, across] = AXES[direction]
  const longest = Math.max(...lines.map((line) => lengthOf(line, along)))
  const places = new Map<string, Position>()
  let lineAt = 0
  for (const line of lines) {
    const breadth = breadthOf(line, across)
    let at = aside(longest - lengthOf(line, along), side)
    for (const block of line) {
      const off = lineAt + aside(breadth - block[across], side)
      const corner = direction === 'rows' ? { x: at, y: off } : { x: off, y: at }
      for (const [key, { x, y }] of block.places)
        places.set(key, { x: onGrid(corner.x + x), y: onGrid(corner.y + y) })
      at += block[along] + GAP
    }
    lineAt += breadth + GAP
  }
  return places
}

function aside(room: number, side: Side): number {
  return side === 'middle' ? onGrid(room / 2) : 0
}

function onGrid(coordinate: number): number {
  return Math.round(coordinate / GRID) * GRID
}
