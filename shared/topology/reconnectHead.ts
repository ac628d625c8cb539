// Puts the end of an edge elsewhere. What stands behind the edge keeps its settings: event types, keys,
// routing keys, filters.

import { unreachable } from '../lib/assert.ts'
import { ownValue } from '../lib/entries.ts'
import type { Change } from './change.ts'
import { type Channel, producerKindFor } from './channels.ts'
import { planConnection } from './connect.ts'
import type { TopologyEdge } from './edges.ts'
import { CHANNEL_NOUNS, freshIdIn, nodeName } from './naming.ts'
import { publicationsOf } from './publications.ts'
import { valueAt } from './schemaWalk.ts'
import type { Output, Source } from './services.ts'
import type { Topology } from './topology.ts'

export type HeadMove =
  | { readonly ok: true; readonly changes: Change[] }
  /** A sentence for the person. */
  | { readonly ok: false; readonly reason: string }

export interface HeadWish {
  readonly edge: TopologyEdge
  /** The channel where it should end. */
  readonly toId: string
  /** It ends at the old place as well. */
  readonly keepsOld?: boolean
}

export function moveHead(topology: Topology, wish: HeadWish): HeadMove {
  const { edge, toId } = wish
  const channel = ownValue(topology.channels, toId)
  if (!channel) return { ok: false, reason: `'${nodeName(topology, toId)}' is no channel.` }
  const reason = headProblem(topology, edge, toId)
  if (reason !== null) return { ok: false, reason }
  switch (edge.kind) {
    case 'publish':
      return { ok: true, changes: publicationChanges(topology, wish, channel) }
    case 'binding':
      return { ok: true, changes: bindingChanges(topology, wish) }
    case 'deadLetter':
      return deadLetterMove(topology, wish)
    case 'alternate':
      return placed(['channels', edge.fromId, 'alternateExchangeId'], wish)
    case 'subscription':
      return { ok: false, reason: 'A subscription ends at a service.' }
    default:
      return unreachable(edge.kind)
  }
}

/** Why an edge of that kind, from where it begins, cannot end at the channel; null where it can. */
function headProblem(topology: Topology, edge: TopologyEdge, toId: string): string | null {
  const to = ownValue(topology.channels, toId)
  const from = ownValue(topology.channels, edge.fromId)
  if (!to || !from || takesFrom(from.kind, to.kind, edge.kind)) return null
  if (edge.kind === 'alternate')
    return `What an exchange cannot route goes to another exchange; '${to.name}' is ${CHANNEL_NOUNS[to.kind]}.`
  const plan = planConnection(topology, edge.fromId, toId)
  if (plan.kind !== 'edit') return plan.reason
  return `'${from.name}' sends its dead letters to ${NOUN_FOR_DEAD[from.kind] ?? 'a channel'}; '${to.name}' is ${CHANNEL_NOUNS[to.kind]}.`
}

const NOUN_FOR_DEAD: { readonly [Kind in Channel['kind']]?: string } = {
  rabbitQueue: 'an exchange',
  sqsQueue: 'an SQS queue',
  snsTopic: 'an SQS queue',
}

function takesFrom(
  from: Channel['kind'],
  to: Channel['kind'],
  kind: TopologyEdge['kind'],
): boolean {
  if (kind === 'alternate') return to === 'rabbitExchange'
  if (kind === 'deadLetter')
    return from === 'rabbitQueue' ? to === 'rabbitExchange' : to === 'sqsQueue'
  return passesOn(from, to)
}

/** Whether a channel hands events to another by itself. */
export function passesOn(from: Channel['kind'], to: Channel['kind']): boolean {
  if (from === 'snsTopic') return to === 'sqsQueue'
  return from === 'rabbitExchange' && (to === 'rabbitQueue' || to === 'rabbitExchange')
}

function publicationChanges(
  topology: Topology,
  { edge, toId, keepsOld = false }: HeadWish,
  channel: Channel,
): Change[] {
  const behind = new Set(edge.elements)
  const publications = publicationsOf(topology)
  const known = new Set(
    publications
      .filter(({ publishes }) => publishes.channelId === toId)
      .map(({ path, publishes }) => signatureOf(path, publishes)),
  )
  const taken = new Map<string, Record<string, unknown>>()
  return publications.flatMap(({ element, path, publishes }): Change[] => {
    // It goes there already.
    if (!behind.has(element) || known.has(signatureOf(path, publishes))) return []
    const value = retargeted(publishes, toId, channel)
    if (!keepsOld) return [{ path: [...path], value }]
    const listPath = path.slice(0, -1)
    const key = listPath.join('/')
    const ids = taken.get(key) ?? { ...Object(valueAt(topology, listPath)) }
    const id = freshIdIn(ids, toId, 'output')
    taken.set(key, { ...ids, [id]: value })
    return [{ path: [...listPath, id], value }]
  })
}

/** Two publications of one handler or service are the same where they say the same event type. */
function signatureOf(path: readonly (string | number)[], { eventTypeId }: Source | Output): string {
  return [...path.slice(0, -1), eventTypeId].join('/')
}

/** Another broker's producer settings mean nothing here. */
function retargeted(publishes: Source | Output, channelId: string, { kind }: Channel): object {
  const { producer, ...others } = publishes
  const keeps = producer?.kind === producerKindFor(kind)
  return keeps ? { ...publishes, channelId } : { ...others, channelId }
}

function bindingChanges(topology: Topology, { edge, toId, keepsOld }: HeadWish): Change[] {
  const id = edge.id.slice(edge.id.indexOf(':') + 1)
  const binding = ownValue(topology.bindings, id)
  if (!binding) return []
  const isThere = Object.values(topology.bindings).some(
    ({ fromChannelId, toChannelId }) => fromChannelId === edge.fromId && toChannelId === toId,
  )
  if (isThere) return []
  if (!keepsOld) return [{ path: ['bindings', id, 'toChannelId'], value: toId }]
  const copyId = freshIdIn(topology.bindings, `${edge.fromId}-${toId}`, 'binding')
  return [{ path: ['bindings', copyId], value: { ...binding, toChannelId: toId } }]
}

function deadLetterMove(topology: Topology, wish: HeadWish): HeadMove {
  const { fromId } = wish.edge
  const from = ownValue(topology.channels, fromId)
  if (from?.kind === 'rabbitQueue')
    return placed(['channels', fromId, 'deadLetterExchangeId'], wish)
  if (from?.kind === 'sqsQueue')
    return placed(['channels', fromId, 'redrivePolicy', 'deadLetterQueueId'], wish)
  if (wish.keepsOld) return { ok: false, reason: ONE_PLACE }
  return { ok: true, changes: consumersDeadLetters(topology, wish) }
}

/** Of a service's Kafka consumers, or of an SNS topic's subscriptions. */
function consumersDeadLetters(topology: Topology, { edge, toId }: HeadWish): Change[] {
  return edge.elements.flatMap((element) => {
    const [section = '', id = ''] = element.split('/')
    const key = section === 'bindings' ? 'deadLetterQueueId' : 'deadLetterChannelId'
    const isThere = valueAt(topology, [section, id]) !== undefined
    return isThere ? [{ path: [section, id, key], value: toId }] : []
  })
}

const ONE_PLACE = 'Dead letters have one place to go to.'

function placed(path: string[], { toId, keepsOld }: HeadWish): HeadMove {
  if (keepsOld) return { ok: false, reason: ONE_PLACE }
  return { ok: true, changes: [{ path, value: toId }] }
}
