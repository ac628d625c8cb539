// What was happening at a breakpoint, in a sentence without its full stop.

import { ownValue } from '#shared/lib/entries.ts'
import { JOURNAL_KINDS, type JournalKind, type JournalRow } from '#shared/lib/journal.ts'
import { formatCount } from '#shared/lib/units.ts'
import { nodeName } from '#shared/topology/naming.ts'
import { isSkipped } from '#shared/topology/skipped.ts'
import type { Topology } from '#shared/topology/topology.ts'
import type { Sight } from '../../simulation/sight.ts'
import type { Met } from './breakpointWatch.ts'

export function metWords(met: Met, topology: Topology, sight: Sight): string {
  const { record, backlog } = met
  const kind = JOURNAL_KINDS[record.kind] ?? 'edited'
  const who = ownerOf(record, topology, sight)
  const [verb, rest] = isSkipped(record, readerOf(record, topology, sight))
    ? SKIPPED
    : (VERBS[kind] ?? [kind])
  const event = eventWords(record, topology, sight)
  const said = [who.name, verb, event, rest].filter(Boolean).join(' ')
  const attempt = record.attempt > 1 && ATTEMPTED.has(kind) ? ` (attempt ${record.attempt})` : ''
  if (backlog === null) return `${said}${attempt}`
  const what = met.breakpoint.condition?.kind === 'lag' ? 'not read yet' : 'waiting there'
  return `${said}, with ${formatCount(backlog)} ${what}`
}

/** The node of the canvas that a record is about; null: the whole run. */
export function nodeIdOf(record: JournalRow, topology: Topology, sight: Sight): string | null {
  return ownerOf(record, topology, sight).nodeId
}

/** Before and after the event. */
const VERBS: Readonly<Partial<Record<JournalKind, readonly [string, string?]>>> = {
  published: ['published'],
  accepted: ['got'],
  delivered: ['was handed'],
  started: ['tried'],
  acknowledged: ['handled'],
  failed: ['failed to handle'],
  deliveryFailed: ['could not pass', 'on'],
  requeued: ['gave back'],
  leaseExpired: ['took back'],
  abandoned: ['let go of'],
  deadLettered: ['sent', 'to the dead letters'],
  parked: ['put', 'aside'],
  dropped: ['dropped'],
  expired: ['let expire'],
  unroutable: ['found no way for'],
  lost: ['lost'],
  refused: ['refused'],
  returned: ['returned'],
  conflicted: ['refused', 'as it had moved on'],
  rebalanced: ['rebalanced'],
  evicted: ['threw out a consumer'],
  crashed: ['crashed'],
  slowed: ['slowed down'],
  paused: ['paused'],
  disconnected: ['was cut off'],
  nodeDown: ['lost a node'],
  stopped: ['stopped a consumer'],
  recovered: ['recovered'],
  nodeUp: ['has a node back'],
}

const SKIPPED = ['reads on behind'] as const

const ATTEMPTED: ReadonlySet<JournalKind> = new Set([
  'delivered',
  'started',
  'failed',
  'deliveryFailed',
])

/** What happens in a subscription is its service's doing, but for what its consumers as a group go through. */
function ownerOf(
  { element }: JournalRow,
  topology: Topology,
  sight: Sight,
): { readonly name: string; readonly nodeId: string | null } {
  const [section, id = ''] = sight.element(element)?.name.split('/') ?? []
  const nodeId = ownerId(section, id, topology)
  return nodeId === null
    ? { name: 'The run', nodeId }
    : { name: nodeName(topology, nodeId), nodeId }
}

/** The subscription that a record is about. */
function readerOf({ element }: JournalRow, { subscriptions }: Topology, sight: Sight) {
  const [section, id = ''] = sight.element(element)?.name.split('/') ?? []
  return section === 'subscriptions' ? ownValue(subscriptions, id) : undefined
}

function ownerId(section: string | undefined, id: string, topology: Topology): string | null {
  switch (section) {
    case 'services':
    case 'channels':
      return id
    case 'subscriptions':
      return ownValue(topology.subscriptions, id)?.serviceId ?? null
    case 'bindings':
      return ownValue(topology.bindings, id)?.fromChannelId ?? null
    default:
      return null
  }
}

function eventWords({ origin, n, key }: JournalRow, topology: Topology, sight: Sight): string {
  if (origin < 0) return ''
  const typeId = sight.element(origin)?.eventTypeId ?? ''
  const name = ownValue(topology.eventTypes, typeId)?.name ?? 'event'
  return `${name} #${n}${key < 0 ? '' : ` of ${sight.keyText(key)}`}`
}
