// What dropping a node onto an edge does to the document. Where the kinds allow it the node stands
// between from now on; where something else must stand there too, that is offered; otherwise a sentence
// says why not.

import { unreachable } from '../lib/assert.ts'
import { ownValue } from '../lib/entries.ts'
import type { Change, Edit } from './change.ts'
import type { Channel } from './channels.ts'
import { planConnection } from './connect.ts'
import { edgesOf, type TopologyEdge } from './edges.ts'
import { CHANNEL_NOUNS, labelName, nodeName } from './naming.ts'
import { moveHead, passesOn } from './reconnectHead.ts'
import { isReadable, moveReader } from './reconnectReader.ts'
import { addRelay, addStation, feed, relay } from './spliceParts.ts'
import { roomFor } from './spliceRoom.ts'
import { Steps } from './spliceSteps.ts'
import type { Topology } from './topology.ts'

export type Splice =
  | { readonly kind: 'edit'; readonly edit: Edit }
  /** Not alone; with what `label` says it would do. */
  | { readonly kind: 'offer'; readonly reason: string; readonly label: string; readonly edit: Edit }
  | { readonly kind: 'refused'; readonly reason: string }

/** `edgeId` as `edgesOf` names it. */
export function planSplice(topology: Topology, nodeId: string, edgeId: string): Splice {
  const edges = edgesOf(topology)
  const edge = edges.find(({ id }) => id === edgeId)
  if (!edge) return refused('That edge was removed meanwhile.')
  const name = nodeName(topology, nodeId)
  if (edges.some(({ fromId, toId }) => fromId === nodeId || toId === nodeId))
    return refused(`'${name}' has edges already: only a node without any is put into another.`)
  const room = roomFor(topology, nodeId, edge)
  const steps = new Steps(topology)
  steps.take({ changes: room })
  const place: Place = { topology: steps.topology, edge, nodeId }
  const channel = ownValue(topology.channels, nodeId)
  if (channel) return withRoom(spliceChannel(place, channel), room)
  if (Object.hasOwn(topology.services, nodeId)) return withRoom(spliceService(place), room)
  return refused(`'${nodeId}' was removed meanwhile.`)
}

/** The node first moves to where it covers nothing. */
function withRoom(splice: Splice, room: Change[]): Splice {
  if (splice.kind === 'refused' || room.length === 0) return splice
  const { label, changes } = splice.edit
  return { ...splice, edit: { label, changes: [...room, ...changes] } }
}

interface Place {
  readonly topology: Topology
  readonly edge: TopologyEdge
  readonly nodeId: string
}

function spliceChannel(place: Place, channel: Channel): Splice {
  const { kind } = place.edge
  switch (kind) {
    case 'publish':
    case 'binding':
      return channelBehindHead(place, channel)
    case 'deadLetter':
    case 'alternate':
      return channelForDeadLetters(place, channel)
    case 'subscription':
      return channelBeforeService(place, channel)
    default:
      return unreachable(kind)
  }
}

/** A service publishes, or a channel passes on, to the node; the node feeds what was fed before. */
function channelBehindHead(place: Place, channel: Channel): Splice {
  const { topology, edge, nodeId } = place
  const steps = new Steps(topology)
  const move = moveHead(topology, { edge, toId: nodeId })
  if (!move.ok) return refused(move.reason)
  steps.take(move)
  const target = topology.channels[edge.toId]
  if (target && passesOn(channel.kind, target.kind)) {
    feed(steps, nodeId, edge.toId)
    return { kind: 'edit', edit: steps.asEdit(labelOf(place)) }
  }
  if (!isReadable(channel)) return refused(wordsFor(topology, nodeId, edge.toId))
  addRelay(steps, { fromId: nodeId, toId: edge.toId, edge })
  return offered(place, steps, { reason: handsOn(channel), with: 'a service behind it' })
}

/** What a channel gives up, or cannot route, goes to the node and from there on. */
function channelForDeadLetters({ topology, edge, nodeId }: Place, channel: Channel): Splice {
  const steps = new Steps(topology)
  const move = moveHead(topology, { edge, toId: nodeId })
  if (!move.ok) return refused(move.reason)
  steps.take(move)
  const target = topology.channels[edge.toId]
  const onwards = planConnection(steps.topology, nodeId, edge.toId)
  if (onwards.kind !== 'edit') return refused(onwards.reason)
  if (target && passesOn(channel.kind, target.kind)) feed(steps, nodeId, edge.toId)
  else steps.take(onwards.edit)
  return { kind: 'edit', edit: steps.asEdit(labelOf({ topology, edge, nodeId })) }
}

/** A service reads the old channel and publishes to the node, which the old reader reads from now on. */
function channelBeforeService(place: Place, channel: Channel): Splice {
  const { topology, edge, nodeId } = place
  const source = topology.channels[edge.fromId]
  if (!source || !isReadable(source)) return refused(wordsFor(topology, edge.fromId, edge.toId))
  if (!isReadable(channel)) return refused(wordsFor(topology, nodeId, edge.toId))
  const steps = new Steps(topology)
  const subscriptionId = edge.id.slice(edge.id.indexOf(':') + 1)
  steps.take({ changes: moveReader(topology, { subscriptionId, channelId: nodeId }) })
  addRelay(steps, { fromId: edge.fromId, toId: nodeId, edge })
  return offered(place, steps, { reason: handsOn(source), with: 'a service before it' })
}

function spliceService(place: Place): Splice {
  const { kind } = place.edge
  switch (kind) {
    case 'publish':
    case 'binding':
      return serviceBeforeChannel(place)
    case 'subscription':
      return serviceBetween(place)
    case 'deadLetter':
      return refused('Dead letters go from channel to channel: no service stands between.')
    case 'alternate':
      return refused(
        'What an exchange cannot route goes straight to another exchange: no service stands between.',
      )
    default:
      return unreachable(kind)
  }
}

/** A new channel takes what came; the node reads it and publishes where the edge led. */
function serviceBeforeChannel(place: Place): Splice {
  const { topology, edge, nodeId } = place
  const steps = new Steps(topology)
  const station = addStation(steps, {
    besideId: edge.kind === 'binding' ? edge.fromId : edge.toId,
    fromId: edge.fromId,
    toId: nodeId,
  })
  const move = moveHead(steps.topology, { edge, toId: station.id })
  if (!move.ok) return refused(move.reason)
  steps.take(move)
  relay(steps, { serviceId: nodeId, fromId: station.id, toId: edge.toId, edge })
  const reason = wordsFor(topology, edge.fromId, nodeId)
  return offered(place, steps, { reason, with: `${station.noun} before it` })
}

/** The node reads the channel; what it publishes goes through a new one to who read before. */
function serviceBetween(place: Place): Splice {
  const { topology, edge, nodeId } = place
  const source = topology.channels[edge.fromId]
  if (!source || !isReadable(source)) return refused(wordsFor(topology, edge.fromId, edge.toId))
  const steps = new Steps(topology)
  const station = addStation(steps, { besideId: edge.fromId, fromId: nodeId, toId: edge.toId })
  const subscriptionId = edge.id.slice(edge.id.indexOf(':') + 1)
  steps.take({ changes: moveReader(steps.topology, { subscriptionId, channelId: station.id }) })
  relay(steps, { serviceId: nodeId, fromId: edge.fromId, toId: station.id, edge })
  const reason = wordsFor(topology, nodeId, edge.toId)
  return offered(place, steps, { reason, with: `${station.noun} behind it` })
}

interface Offered {
  readonly reason: string
  readonly with: string
}

function offered(place: Place, steps: Steps, { reason, with: company }: Offered): Splice {
  const edit = steps.asEdit(labelOf(place))
  return { kind: 'offer', reason, label: `Add ${company}`, edit }
}

/** Why the one does not simply lead to the other. */
function wordsFor(topology: Topology, fromId: string, toId: string): string {
  const plan = planConnection(topology, fromId, toId)
  return plan.kind === 'edit' ? 'Something else has to stand between.' : plan.reason
}

function handsOn({ kind }: Channel): string {
  const noun = CHANNEL_NOUNS[kind]
  return `${noun.charAt(0).toUpperCase()}${noun.slice(1)} passes nothing on by itself: a service reads it and publishes again.`
}

function labelOf({ topology, edge, nodeId }: Place): string {
  const [name, from, to] = [nodeId, edge.fromId, edge.toId].map((id) =>
    labelName(nodeName(topology, id)),
  )
  return `Put ${name} between ${from} and ${to}`
}

function refused(reason: string): Splice {
  return { kind: 'refused', reason }
}
