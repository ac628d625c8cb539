// The only place where services and channels become React Flow's nodes. React Flow compares nodes by
// identity and works through every new object again, so what did not change stays the same object.

import { type Node, Position } from 'reactflow'
import { entriesById, ownValue } from '#shared/lib/entries.ts'
import type { ChannelKind, ChannelOf } from '#shared/topology/channels.ts'
import type { TopologyEdge } from '#shared/topology/edges.ts'
import { channelSize, type Size, serviceSize } from '#shared/topology/nodeSizes.ts'
import type { Service } from '#shared/topology/services.ts'
import type { Position as Place, Topology } from '#shared/topology/topology.ts'
import { nodeKinds } from '../store/nodeKinds.ts'
import {
  annotationDrafts,
  type ContextCanvasNode,
  isInSight,
  type NoteCanvasNode,
  placeOnCanvas,
} from './annotations/annotationDrafts.ts'
import { type BindingRow, bindingRowsOf, deadLetterChannelIds, rowsFrom } from './channelRows.ts'
import { type Box, sameBox } from './geometry.ts'

export type ServiceCanvasNode = Node<{ readonly service: Service }, Service['role']>
export type ChannelCanvasNode<Kind extends ChannelKind = ChannelKind> = Kind extends ChannelKind
  ? Node<ChannelFacts<Kind>, Kind>
  : never
export type CanvasNode = ServiceCanvasNode | ChannelCanvasNode | NoteCanvasNode | ContextCanvasNode

export interface ChannelFacts<Kind extends ChannelKind> extends Record<string, unknown> {
  readonly channel: ChannelOf<Kind>
  readonly rows: readonly BindingRow[]
  readonly holdsDeadLetters: boolean
  /** Of the events that it carries, 1 to 5; 0: it carries none. */
  readonly hue: number
}

export interface NodeSurroundings {
  readonly topology: Topology
  /** Left out: all of them. */
  readonly shownIds?: Iterable<string> | null
  readonly edges: readonly TopologyEdge[]
  /** Where nodes are that are being dragged; the drop is the edit. */
  readonly dragged: ReadonlyMap<string, Place>
  readonly selectedIds: ReadonlySet<string>
  /** The one node that Tab reaches; the arrow keys go on from there. */
  readonly tabStopId: string | null
  /** Nodes that the edge being drawn cannot end at. */
  readonly refusedIds: ReadonlySet<string>
  /** The node that it would end at now. */
  readonly targetId: string | null
}

/** Edges lie on level 0 with the traffic above them; nodes cover both. */
const NODE_LEVEL = 1
const NOTE_LEVEL = 0

const NOWHERE: Place = { x: 0, y: 0 }

/** Brings the nodes on show up to date with the drawing. */
export function reconcileNodes(
  shown: readonly CanvasNode[],
  surroundings: NodeSurroundings,
): CanvasNode[] {
  const shownById = new Map(shown.map((node) => [node.id, node]))
  const drafts = draftsOf(surroundings.topology, surroundings.edges)
  const nodes: CanvasNode[] = []
  for (const id of surroundings.shownIds ?? drafts.keys()) {
    const draft = drafts.get(id)
    if (!draft) continue
    const node = withState(draft, surroundings)
    const previous = shownById.get(id)
    nodes.push(previous && isSame(previous, node) ? previous : node)
  }
  const unchanged = nodes.length === shown.length && nodes.every((node, i) => node === shown[i])
  return unchanged ? (shown as CanvasNode[]) : nodes
}

/** Where every service and channel stands, and how large it is. What did not change keeps its object. */
export function boxesOf(
  { topology, edges }: Pick<NodeSurroundings, 'topology' | 'edges'>,
  previous: ReadonlyMap<string, Box> = new Map(),
): ReadonlyMap<string, Box> {
  const boxes = new Map<string, Box>()
  for (const { id, size } of draftsOf(topology, edges).values()) {
    const { x, y } = placeOnCanvas(topology, id) ?? NOWHERE
    const box = { x, y, width: size.width, height: size.height }
    const known = previous.get(id)
    boxes.set(id, known && sameBox(known, box) ? known : box)
  }
  return boxes
}

export interface Draft {
  readonly id: string
  readonly type: CanvasNode['type']
  readonly data: Record<string, unknown>
  readonly name: string
  readonly size: Size
}

type Drafts = ReadonlyMap<string, Draft>

/** Of a document, by the edges that were derived from it: both never change. */
const knownDrafts = new WeakMap<readonly TopologyEdge[], readonly [Topology, Drafts]>()

export function draftsOf(topology: Topology, edges: readonly TopologyEdge[]): Drafts {
  const [knownTopology, known] = knownDrafts.get(edges) ?? []
  if (known && knownTopology === topology) return known
  const drafts = new Map(draftedFrom(topology, edges).map((draft) => [draft.id, draft]))
  knownDrafts.set(edges, [topology, drafts])
  return drafts
}

function draftedFrom(topology: Topology, edges: readonly TopologyEdge[]): readonly Draft[] {
  const hues = huesOf(topology, edges)
  const rowsByChannel = bindingRowsOf(topology)
  const deadLetterIds = deadLetterChannelIds(topology)
  const services = entriesById(topology.services).map(([id, service]) => ({
    id,
    type: service.role,
    data: { service },
    name: service.name,
    size: serviceSize(service),
  }))
  const channels = entriesById(topology.channels).map(([id, channel]) => {
    const rows = rowsFrom(rowsByChannel, id)
    const holdsDeadLetters = deadLetterIds.has(id)
    return {
      id,
      type: channel.kind,
      data: { channel, rows, holdsDeadLetters, hue: hues.get(id) ?? 0 },
      name: channel.name,
      size: channelSize(channel, { rows: rows.length, holdsDeadLetters }),
    }
  })
  const inSight = isInSight(topology)
  const nodes = [...services, ...channels].filter(({ id }) => inSight(id))
  return [...nodes, ...annotationDrafts(topology)]
}

/** A channel wears the hue of the first event type that comes in. */
function huesOf(
  { eventTypes }: Topology,
  edges: readonly TopologyEdge[],
): ReadonlyMap<string, number> {
  const hues = new Map<string, number>()
  for (const { kind, toId, eventTypeIds } of edges) {
    const [typeId] = eventTypeIds
    const hue = typeId === undefined ? undefined : ownValue(eventTypes, typeId)?.hue
    if (kind !== 'subscription' && hue !== undefined && !hues.has(toId)) hues.set(toId, hue)
  }
  return hues
}

function withState(draft: Draft, surroundings: NodeSurroundings): CanvasNode {
  const { id, type, data, name, size } = draft
  const label = labelOf(type, name)
  const node = {
    id,
    type,
    data,
    position: surroundings.dragged.get(id) ?? placeOnCanvas(surroundings.topology, id) ?? NOWHERE,
    ...size,
    measured: size,
    handles: type === 'note' ? [] : handlesOf(size),
    selected: surroundings.selectedIds.has(id),
    className: connectingClass(id, surroundings),
    zIndex: levelOf(type, surroundings.selectedIds.has(id)),
    ariaLabel: label,
    ariaRole: 'group' as const,
    domAttributes: {
      tabIndex: surroundings.tabStopId === id ? 0 : -1,
      'aria-roledescription': undefined,
    },
  }
  // `type` and `data` were made together in draftsOf, which the compiler cannot see from here.
  return node as unknown as CanvasNode
}

/** A note lies under nodes, except while it is read or written. */
function levelOf(type: Draft['type'], isSelected: boolean): number {
  if (type !== 'note') return NODE_LEVEL
  return isSelected ? NODE_LEVEL + 1 : NOTE_LEVEL
}

/** A context may have the name of a service inside it. */
function labelOf(type: Draft['type'], name: string): string {
  if (type === 'context') return `Context ${name}, collapsed`
  if (type === 'note') return `Note: ${name}`
  return `${name}, ${nodeKinds[type].label}`
}

function connectingClass(id: string, { refusedIds, targetId }: NodeSurroundings): string {
  if (refusedIds.has(id)) return 'node-refused'
  return id === targetId ? 'node-target' : ''
}

/** Handles start connections only; where an edge touches the box is `routes.ts`'s business. */
function handlesOf({ width, height }: Size) {
  const y = height / 2
  return [
    { id: 'in', type: 'target' as const, position: Position.Left, x: 0, y, width: 1, height: 1 },
    {
      id: 'out',
      type: 'source' as const,
      position: Position.Right,
      x: width,
      y,
      width: 1,
      height: 1,
    },
  ]
}

function isSame(previous: CanvasNode, node: CanvasNode): boolean {
  return (
    previous.type === node.type &&
    previous.ariaLabel === node.ariaLabel &&
    previous.selected === node.selected &&
    previous.className === node.className &&
    previous.domAttributes?.tabIndex === node.domAttributes?.tabIndex &&
    previous.width === node.width &&
    previous.height === node.height &&
    previous.position.x === node.position.x &&
    previous.position.y === node.position.y &&
    sameFacts(previous.data, node.data)
  )
}

function sameFacts(
  previous: Readonly<Record<string, unknown>>,
  next: Readonly<Record<string, unknown>>,
): boolean {
  return Object.keys(next).every((key) =>
    key === 'rows'
      ? sameRows(previous[key] as BindingRow[], next[key] as BindingRow[])
      : previous[key] === next[key],
  )
}

function sameRows(previous: readonly BindingRow[], next: readonly BindingRow[]): boolean {
  return (
    previous.length === next.length &&
    previous.every(
      ({ bindingId, text }, i) => bindingId === next[i]?.bindingId && text === next[i]?.text,
    )
  )
}
