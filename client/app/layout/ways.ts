// A graph can be laid out in several ways, and only the drawing shows which of them is the best to look at:
// its edges are curves, which run otherwise than those that were laid out.

import type { GraphNode } from '#shared/topology/arrangeGraph.ts'

export interface Way {
  readonly options: Readonly<Record<string, string>>
  /** In rows below each other, as a text is broken into lines. */
  readonly isWrapped: boolean
}

const WRAPPING = {
  'elk.layered.wrapping.strategy': 'MULTI_EDGE',
  // The canvas between its panels.
  'elk.aspectRatio': '2',
}

/** The first is as good as any for a drawing that is too large to try others. */
const STRAIGHT: readonly Way[] = [
  { isWrapped: false, options: {} },
  { isWrapped: false, options: { 'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX' } },
  { isWrapped: false, options: { 'elk.layered.nodePlacement.bk.fixedAlignment': 'RIGHTUP' } },
  { isWrapped: false, options: { 'elk.layered.nodePlacement.bk.fixedAlignment': 'LEFTUP' } },
]

const WRAPPED: Way = { isWrapped: true, options: WRAPPING }

/** ELK breaks no line where frames hold its parts together. */
export function waysFor({ children = [] }: GraphNode): readonly Way[] {
  return children.some((child) => child.children) ? STRAIGHT : [...STRAIGHT, WRAPPED]
}

/** The same graph to be laid out like that, in its frames too. */
export function inWay(graph: GraphNode, { options }: Pick<Way, 'options'>): GraphNode {
  const { children, layoutOptions } = graph
  if (!children) return graph
  return {
    ...graph,
    layoutOptions: { ...layoutOptions, ...options },
    children: children.map((child) => inWay(child, { options })),
  }
}
