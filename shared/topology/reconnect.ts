// Takes nodes out of a drawing and lets what led to them lead to what they led to, as far as brokers and
// services allow.

import { ownValue } from '../lib/entries.ts'
import type { Edit } from './change.ts'
import { planConnection } from './connect.ts'
import { edgesOf, type TopologyEdge } from './edges.ts'
import { CHANNEL_NOUNS, manyLabel, nodeName } from './naming.ts'
import { moveHead } from './reconnectHead.ts'
import { isConsumable, moveReader } from './reconnectReader.ts'
import { removeNodes } from './removal.ts'
import { Steps } from './spliceSteps.ts'
import type { Topology } from './topology.ts'

export interface Reconnection {
  readonly edit: Edit
  /** What could not be connected again, and why: sentences. */
  readonly lost: readonly string[]
}

/** More ways through what is removed than anybody draws. */
const LINKS_MAX = 2000

export function removeAndReconnect(topology: Topology, ids: readonly string[]): Reconnection {
  const steps = new Steps(topology)
  const lost = new Set<string>()
  const moved = new Set<string>()
  for (const link of linksThrough(edgesOf(topology), new Set(ids)).slice(0, LINKS_MAX)) {
    const reason = relink(steps, link, moved)
    if (reason !== null) lost.add(lossOf(topology, link, reason))
  }
  steps.take(removeNodes(steps.topology, ids))
  return { edit: steps.asEdit(`Remove ${manyLabel(topology, ids)} and reconnect`), lost: [...lost] }
}

/** A way through what is removed: in by one edge, out by another. */
interface Link {
  readonly into: TopologyEdge
  readonly outOf: TopologyEdge
}

function linksThrough(edges: readonly TopologyEdge[], gone: ReadonlySet<string>): readonly Link[] {
  const leaving = new Map<string, TopologyEdge[]>()
  for (const edge of edges) {
    if (!gone.has(edge.fromId)) continue
    leaving.set(edge.fromId, [...(leaving.get(edge.fromId) ?? []), edge])
  }
  return edges
    .filter(({ fromId, toId }) => !gone.has(fromId) && gone.has(toId))
    .flatMap((into) =>
      exitsFrom(into, { leaving, gone })
        .filter(({ toId }) => toId !== into.fromId)
        .map((outOf) => ({ into, outOf })),
    )
}

interface Removed {
  readonly leaving: ReadonlyMap<string, readonly TopologyEdge[]>
  readonly gone: ReadonlySet<string>
}

/** What a removed node gave up on is not what it passed on. */
function exitsFrom(into: TopologyEdge, { leaving, gone }: Removed): readonly TopologyEdge[] {
  const seen = new Set([into.toId])
  const exits = new Map<string, TopologyEdge>()
  const open = [into.toId]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const edge of leaving.get(id) ?? []) {
      if (isAside(edge) && !isAside(into)) continue
      if (!gone.has(edge.toId)) exits.set(edge.toId, exits.get(edge.toId) ?? edge)
      else if (!seen.has(edge.toId)) {
        seen.add(edge.toId)
        open.push(edge.toId)
      }
    }
  }
  return [...exits.values()]
}

function isAside({ kind }: TopologyEdge): boolean {
  return kind === 'deadLetter' || kind === 'alternate'
}

/** Null: done. Otherwise why not. An edge is moved the first time, and from then on copied. */
function relink(steps: Steps, { into, outOf }: Link, moved: Set<string>): string | null {
  const { topology } = steps
  if (Object.hasOwn(topology.channels, outOf.toId)) {
    if (into.kind === 'subscription') return gapReason(topology, { into, outOf })
    const move = moveHead(topology, { edge: into, toId: outOf.toId, keepsOld: moved.has(into.id) })
    if (!move.ok) return move.reason
    moved.add(into.id)
    steps.take(move)
    return null
  }
  const source = ownValue(topology.channels, into.fromId)
  if (into.kind !== 'subscription' || !source || !isConsumable(source.kind))
    return gapReason(topology, { into, outOf })
  const subscriptionId = outOf.id.slice(outOf.id.indexOf(':') + 1)
  const wish = { subscriptionId, channelId: into.fromId, keepsOld: moved.has(outOf.id) }
  moved.add(outOf.id)
  steps.take({ changes: moveReader(topology, wish) })
  return null
}

function gapReason(topology: Topology, { into, outOf }: Link): string {
  const from = ownValue(topology.channels, into.fromId)
  if (isAside(into) && !Object.hasOwn(topology.channels, outOf.toId))
    return 'Dead letters go to a channel.'
  const plan = planConnection(topology, into.fromId, outOf.toId)
  if (plan.kind !== 'edit') return plan.reason
  return from
    ? `${capital(CHANNEL_NOUNS[from.kind])} passes on only dead letters by itself.`
    : 'Only dead letters went that way.'
}

function lossOf(topology: Topology, { into, outOf }: Link, reason: string): string {
  const from = nodeName(topology, into.fromId)
  const to = nodeName(topology, outOf.toId)
  return `'${from}' no longer leads to '${to}'. ${reason}`
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
