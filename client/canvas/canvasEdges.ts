// The only place where the document's edges become React Flow's; see canvasNodes.ts about identity.

import type { Edge } from 'reactflow'
import type { TopologyEdge } from '#shared/topology/edges.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { nameOnCanvas } from '../store/selectors.ts'

export type CanvasEdge = Edge<EdgeFacts, 'event'>

interface EdgeFacts extends Record<string, unknown> {
  readonly edge: TopologyEdge
  /** Said on the edge where there is room; empty: nothing. */
  readonly chip: string
}

export interface EdgeSurroundings {
  readonly topology: Topology
  readonly edges: readonly TopologyEdge[]
  readonly selectedIds: ReadonlySet<string>
}

export function reconcileEdges(
  shown: readonly CanvasEdge[],
  { topology, edges, selectedIds }: EdgeSurroundings,
): CanvasEdge[] {
  const shownById = new Map(shown.map((edge) => [edge.id, edge]))
  const next = edges.map((edge) => {
    const fresh = toCanvasEdge(edge, topology, selectedIds.has(edge.id))
    const previous = shownById.get(edge.id)
    return previous && isSame(previous, fresh) ? previous : fresh
  })
  const unchanged = next.length === shown.length && next.every((edge, i) => edge === shown[i])
  return unchanged ? (shown as CanvasEdge[]) : next
}

function toCanvasEdge(edge: TopologyEdge, topology: Topology, selected: boolean): CanvasEdge {
  return {
    id: edge.id,
    type: 'event',
    source: edge.fromId,
    target: edge.toId,
    sourceHandle: 'out',
    targetHandle: 'in',
    data: { edge, chip: chipOf(edge, topology) },
    selected,
    zIndex: 0,
    ariaLabel: edgeLabel(edge, topology),
    domAttributes: { 'aria-roledescription': undefined },
  }
}

function edgeLabel({ kind, fromId, toId }: TopologyEdge, topology: Topology): string {
  const from = nameOnCanvas(topology, fromId)
  const to = nameOnCanvas(topology, toId)
  return `${from} ${EDGE_VERBS[kind]} ${to}`
}

const EDGE_VERBS = {
  publish: 'publishes to',
  subscription: 'is read by',
  binding: 'passes on to',
  deadLetter: 'sends dead letters to',
  alternate: 'sends what it cannot route to',
} as const satisfies { [Kind in TopologyEdge['kind']]: string }

/** Dead letters: after how many tries. Everything else is said by the boxes. */
function chipOf({ kind, fromId, toId }: TopologyEdge, topology: Topology): string {
  if (kind !== 'deadLetter') return ''
  const from = Object.hasOwn(topology.channels, fromId) ? topology.channels[fromId] : undefined
  if (from?.kind === 'sqsQueue') return afterTries(from.redrivePolicy?.maxReceiveCount ?? 1)
  const attempts = Object.values(topology.subscriptions).flatMap((subscription) =>
    subscription.kind === 'kafkaConsumer' &&
    subscription.deadLetterChannelId === toId &&
    (subscription.serviceId === fromId || subscription.channelId === fromId)
      ? [subscription.retry.attempts]
      : [],
  )
  return attempts.length === 0 ? '' : afterTries(Math.max(...attempts))
}

function afterTries(tries: number): string {
  return tries === 1 ? 'after 1 try' : `after ${tries} tries`
}

function isSame(previous: CanvasEdge, fresh: CanvasEdge): boolean {
  return (
    previous.source === fresh.source &&
    previous.target === fresh.target &&
    previous.selected === fresh.selected &&
    previous.ariaLabel === fresh.ariaLabel &&
    previous.data?.chip === fresh.data?.chip &&
    sameIds(previous.data?.edge.elements, fresh.data?.edge.elements) &&
    sameIds(previous.data?.edge.eventTypeIds, fresh.data?.edge.eventTypeIds)
  )
}

function sameIds(previous: readonly string[] = [], fresh: readonly string[] = []): boolean {
  return previous.length === fresh.length && previous.every((id, index) => id === fresh[index])
}
