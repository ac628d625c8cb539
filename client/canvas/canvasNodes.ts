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
import { type BindingRow, bindingRowsOf, deadLetterChannelIds, rowsFrom } from './channelRows.ts'

export type ServiceCanvasNode = Node<{ readonly service: Service }, Service['role']>
export type ChannelCanvasNode<Kind extends ChannelKind = ChannelKind> = Kind extends ChannelKind
  ? Node<ChannelFacts<Kind>, Kind>
  : never
export type CanvasNode = ServiceCanvasNode | ChannelCanvasNode

export interface ChannelFacts<Kind extends ChannelKind> extends Record<string, unknown> {
  readonly channel: ChannelOf<Kind>
  readonly rows: readonly BindingRow[]
  readonly holdsDeadLetters: boolean
  /** Of the events that it carries, 1 to 5; 0: it carries none. */
  readonly hue: number
}

export interface NodeSurroundings {
  readonly topology: Topology
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

const NOWHERE: Place = { x: 0, y: 0 }

/** Brings the nodes on show up to date with the drawing. */
export function reconcileNodes(
  shown: readonly CanvasNode[],
  surroundings: NodeSurroundings,
): CanvasNode[] {
  const shownById = new Map(shown.map((node) => [node.id, node]))
  const wanted = draftsOf(surroundings)
  const nodes = wanted.map((draft) => {
    const node = withState(draft, surroundings)
    const previous = shownById.get(draft.id)
    return previous && isSame(previous, node) ? previous : node
  })
  const unchanged = nodes.length === shown.length && nodes.every((node, i) => node === shown[i])
  return unchanged ? (shown as CanvasNode[]) : nodes
}

interface Draft {
  readonly id: string
  readonly type: CanvasNode['type']
  readonly data: Record<string, unknown>
  readonly name: string
  readonly size: Size
}

function draftsOf({ topology, edges }: NodeSurroundings): readonly Draft[] {
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
  return [...services, ...channels]
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
  const label = `${name}, ${nodeKinds[type].label}`
  const node = {
    id,
    type,
    data,
    position:
      surroundings.dragged.get(id) ?? ownValue(surroundings.topology.layout.nodes, id) ?? NOWHERE,
    ...size,
    measured: size,
    handles: handlesOf(size),
    selected: surroundings.selectedIds.has(id),
    className: connectingClass(id, surroundings),
    zIndex: NODE_LEVEL,
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
