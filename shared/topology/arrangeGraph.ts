// The drawing as a graph for a program that lays graphs out, and what comes back as places.
// It depends on what is connected, not on where things stand, so tidying twice changes nothing more.

import { entriesById, ownValue } from '../lib/entries.ts'
import type { TopologyEdge } from './edges.ts'
import { GRID, type Size } from './nodeSizes.ts'
import type { Position, Topology } from './topology.ts'

/** In the words of ELK, whose JSON it is. */
export interface GraphNode {
  readonly id: string
  readonly width?: number
  readonly height?: number
  /** Of the upper left corner, within what holds it. */
  readonly x?: number
  readonly y?: number
  readonly children?: readonly GraphNode[]
  readonly edges?: readonly GraphEdge[]
  readonly layoutOptions?: Readonly<Record<string, string>>
}

export interface GraphEdge {
  readonly id: string
  readonly sources: readonly string[]
  readonly targets: readonly string[]
  readonly layoutOptions?: Readonly<Record<string, string>>
}

export interface GraphParts {
  readonly nodeIds: readonly string[]
  /** Contexts whose members stay together; notes in them come along. */
  readonly contextIds: readonly string[]
  /** How large a service, a channel or a collapsed context is drawn. */
  readonly sizeOf: (canvasId: string) => Size
  readonly edges: readonly TopologyEdge[]
}

export const contextKey = (contextId: string): string => `context:${contextId}`
export const noteKey = (noteId: string): string => `note:${noteId}`

/** Frames do not take these over from what they stand in. */
const COMMON = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.spacing.nodeNode': String(3 * GRID),
  // Edges that pass a node bend less than ELK would have them.
  'elk.spacing.edgeNode': String(2 * GRID),
  'elk.layered.spacing.nodeNodeBetweenLayers': String(4 * GRID),
  'elk.layered.spacing.edgeNodeBetweenLayers': String(GRID),
} as const

const OPTIONS = {
  ...COMMON,
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.randomSeed': '1',
  'elk.spacing.componentComponent': String(5 * GRID),
  'elk.layered.cycleBreaking.strategy': 'DEPTH_FIRST',
  'elk.layered.nodePlacement.strategy': 'BRANDES_KOEPF',
  'elk.layered.nodePlacement.bk.fixedAlignment': 'BALANCED',
  'elk.edgeRouting': 'POLYLINE',
} as const

const FRAME_OPTIONS = {
  ...COMMON,
  'elk.padding': `[top=${3 * GRID},left=${2 * GRID},bottom=${2 * GRID},right=${2 * GRID}]`,
} as const

/** Edges leave a side round its middle, as far apart as the canvas draws them. */
const NODE_OPTIONS = {
  'elk.portAlignment.default': 'CENTER',
  'elk.spacing.portPort': '22',
} as const

/** Dead letters may go round; what usually happens goes straight. */
const ASIDE = { 'elk.layered.priority.straightness': '0', 'elk.layered.priority.direction': '0' }
const STRAIGHT = {
  'elk.layered.priority.straightness': '10',
  'elk.layered.priority.direction': '5',
}

export function layoutGraph(topology: Topology, parts: GraphParts): GraphNode {
  const framed = new Set(parts.contextIds)
  const homes = new Map<string, GraphNode[]>()
  const keyOf = new Map<string, string>()
  for (const id of [...parts.nodeIds].sort()) {
    const contextId = ownValue(topology.layout.nodes, id)?.contextId ?? ''
    const home = framed.has(contextId) ? contextId : ''
    if (isCollapsed(topology, home)) keyOf.set(id, contextKey(home))
    else {
      keyOf.set(id, id)
      const node = { id, ...parts.sizeOf(id), layoutOptions: NODE_OPTIONS }
      homes.set(home, [...(homes.get(home) ?? []), node])
    }
  }
  for (const [id, { contextId = '', width, height }] of entriesById(topology.layout.notes)) {
    if (!framed.has(contextId) || isCollapsed(topology, contextId)) continue
    homes.set(contextId, [...(homes.get(contextId) ?? []), { id: noteKey(id), width, height }])
  }
  const frames = [...framed].sort().map((id): GraphNode => {
    const key = contextKey(id)
    if (isCollapsed(topology, id)) return { id: key, ...parts.sizeOf(key) }
    const { width, height } = ownValue(topology.layout.contexts, id) ?? { width: 0, height: 0 }
    const children = homes.get(id)
    // An empty frame stays as large as somebody drew it.
    return children
      ? { id: key, children, layoutOptions: FRAME_OPTIONS }
      : { id: key, width, height }
  })
  const children = [...frames, ...(homes.get('') ?? [])]
  return { id: 'drawing', layoutOptions: OPTIONS, children, edges: edgesIn(parts.edges, keyOf) }
}

function isCollapsed({ layout }: Topology, contextId: string): boolean {
  return ownValue(layout.contexts, contextId)?.collapsed === true
}

/** Each way once: edges side by side would push their ends apart. */
function edgesIn(
  edges: readonly TopologyEdge[],
  keyOf: ReadonlyMap<string, string>,
): readonly GraphEdge[] {
  const ways = new Map<string, GraphEdge>()
  for (const { kind, fromId, toId } of edges) {
    const from = keyOf.get(fromId)
    const to = keyOf.get(toId)
    if (from === undefined || to === undefined || from === to) continue
    const isAside = kind === 'deadLetter' || kind === 'alternate'
    const id = `${from} → ${to}`
    if (ways.has(id) && isAside) continue
    ways.set(id, {
      id,
      sources: [from],
      targets: [to],
      layoutOptions: isAside ? ASIDE : STRAIGHT,
    })
  }
  return [...ways.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** Where the graph has put everything, by its keys, on the grid and from (0, 0) on. */
export function placesIn(graph: GraphNode): ReadonlyMap<string, Position> {
  const places = new Map<string, Position>()
  collect(graph.children ?? [], { x: 0, y: 0 }, places)
  return places
}

function collect(
  nodes: readonly GraphNode[],
  corner: Position,
  places: Map<string, Position>,
): void {
  for (const { id, x = 0, y = 0, children = [] } of nodes) {
    const place = { x: corner.x + x, y: corner.y + y }
    places.set(id, { x: onGrid(place.x), y: onGrid(place.y) })
    collect(children, place, places)
  }
}

function onGrid(coordinate: number): number {
  return Math.round(coordinate / GRID) * GRID
}
