// A graph can be laid out in several ways, and only the drawing shows which of them is the best to look at:
// its edges are curves, which run otherwise than those that were laid out.

import type { GraphEdge, GraphNode } from '#shared/topology/arrangeGraph.ts'
import { placesIn } from '#shared/topology/arrangeGraph.ts'
import type { Size } from '#shared/topology/nodeSizes.ts'
import { packedPlaces } from './blocks.ts'
import type { Candidate } from './choose.ts'

type Options = Readonly<Record<string, string>>

export interface Way {
  /**
   * `straight`: from left to right. `wrapped`: in rows below each other, as a text is broken into lines.
   * `blocks`: frames do not know what is in the others, so that they can be put anywhere.
   */
  readonly kind: 'straight' | 'wrapped' | 'blocks'
  readonly options: Options
}

const WRAPPING = {
  'elk.layered.wrapping.strategy': 'MULTI_EDGE',
  // The canvas between its panels.
  'elk.aspectRatio': '2',
}
const WRAPPED: Way = { kind: 'wrapped', options: WRAPPING }

/** The first is as good as any for a drawing that is too large to try others. */
const FIRST: Way = { kind: 'straight', options: {} }
const OTHERS: readonly Way[] = [
  { kind: 'straight', options: { 'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX' } },
  { kind: 'straight', options: { 'elk.layered.nodePlacement.bk.fixedAlignment': 'RIGHTUP' } },
  { kind: 'straight', options: { 'elk.layered.nodePlacement.bk.fixedAlignment': 'LEFTUP' } },
]
const BLOCKS: readonly Way[] = [
  { kind: 'blocks', options: {} },
  { kind: 'blocks', options: { ...WRAPPING, 'elk.aspectRatio': '1.4' } },
]

/** ELK breaks no line where frames hold its parts together. */
export function waysFor({ children = [] }: GraphNode): readonly Way[] {
  const isFramed = children.some((child) => child.children)
  return isFramed ? [FIRST, ...BLOCKS, ...OTHERS] : [FIRST, ...OTHERS, WRAPPED]
}

/** The same graph to be laid out like that, in its frames too. */
export function inWay(graph: GraphNode, { kind, options }: Way): GraphNode {
  return kind === 'blocks' ? inBlocks(graph, options) : withOptions(graph, options)
}

function withOptions(graph: GraphNode, options: Options): GraphNode {
  const { children, layoutOptions } = graph
  if (!children) return graph
  return {
    ...graph,
    layoutOptions: { ...layoutOptions, ...options },
    children: children.map((child) => withOptions(child, options)),
  }
}

/** Each frame by itself, and all of them as if they were nodes. */
function inBlocks(graph: GraphNode, options: Options): GraphNode {
  const { children = [], edges = [] } = graph
  const blockOf = new Map(
    children.flatMap(({ id, children: inside = [] }) =>
      [id, ...inside.map((child) => child.id)].map((key): [string, string] => [key, id]),
    ),
  )
  const within = new Map<string, GraphEdge[]>()
  const between = new Map<string, GraphEdge>()
  for (const edge of edges) {
    const [from = '', to = ''] = [...edge.sources, ...edge.targets].map((key) => blockOf.get(key))
    const id = `${from} → ${to}`
    if (from === to) within.set(from, [...(within.get(from) ?? []), edge])
    else if (!between.has(id)) between.set(id, { ...edge, id, sources: [from], targets: [to] })
  }
  const alone = { ...graph.layoutOptions, 'elk.hierarchyHandling': 'SEPARATE_CHILDREN' }
  return {
    ...graph,
    layoutOptions: alone,
    edges: [...between.values()],
    children: children.map((child) => {
      if (!child.children) return child
      const layoutOptions = { ...alone, ...child.layoutOptions, ...options }
      return { ...child, layoutOptions, edges: within.get(child.id) ?? [] }
    }),
  }
}

/** Packings that are looked at: fewer of a large drawing, of which each takes longer. */
const PACKINGS_MAX = 240
const PACKED_NODES_MAX = 5000

/** What came of the ways, in their order (null: nothing), for somebody who sees so much at 100 %. */
export function candidatesOf(
  ways: readonly Way[],
  graphs: readonly (GraphNode | null)[],
  view: Size,
): readonly Candidate[] {
  const laid = ways.flatMap(({ kind }, index) => {
    const graph = graphs[index]
    return graph ? [{ kind, graph }] : []
  })
  const blocks = laid.filter(({ kind }) => kind === 'blocks').map(({ graph }) => graph)
  const whole = laid
    .filter(({ kind }) => kind !== 'blocks')
    .map(({ kind, graph }) => ({ places: placesIn(graph), isWrapped: kind === 'wrapped' }))
  if (blocks.length === 0) return whole
  // In a drawing that is laid out as a whole, frames know what leads to their neighbours.
  const [first] = laid.map(({ graph }) => graph)
  const count = Math.min(PACKINGS_MAX, Math.ceil(PACKED_NODES_MAX / sizeOf(first)))
  const packed = packedPlaces(first ? [first, ...blocks] : blocks, count, view)
  return [...whole, ...packed.map((places) => ({ places, isWrapped: true }))]
}

function sizeOf(graph: GraphNode | undefined): number {
  return (graph?.children ?? []).reduce((sum, child) => sum + sizeOf(child), 1)
}
