// A row of the journal, in words.

import { ownValue } from '#shared/lib/entries.ts'
import { JOURNAL_KINDS, type JournalKind } from '#shared/lib/journal.ts'
import { formatClock } from '#shared/lib/units.ts'
import type { JournalRow } from '#shared/protocol/frame.ts'
import type { EventType } from '#shared/schemas/eventType.ts'
import type { ElementName } from '#shared/topology/elements.ts'
import { isSkipped } from '#shared/topology/skipped.ts'
import type { Topology } from '#shared/topology/topology.ts'
import type { LiveStore } from '../../store/live/liveStore.ts'
import type { Tone } from '../../ui/Chip.tsx'
import { elementWords } from '../elementWords.ts'

export interface RowWords {
  readonly time: string
  /** What the row is about: an event, or what happened to a service or to the run. */
  readonly event: string
  /** null: the row is about no event. */
  readonly mark: Pick<EventType, 'hue' | 'shape'> | null
  readonly isTrouble: boolean
  readonly path: string
  readonly key: string
  readonly outcome: string
  readonly tone: Tone
  /** Everything above in lower case, for the filter. */
  readonly searched: string
}

export type Names = Pick<LiveStore, 'elementName' | 'eventTypeIdOf' | 'keyText'>

export function rowWords(row: JournalRow, topology: Topology, names: Names): RowWords {
  const kind = JOURNAL_KINDS[row.kind] ?? 'edited'
  const outcome = outcomes[kind]
  const eventType = eventTypeOf(row, topology, names)
  const element = names.elementName(row.element)
  const special = brokerWords(row, element, topology)
  const words = {
    time: formatClock(row.atNs),
    event:
      eventType?.name ?? (row.origin < 0 ? (special?.subject ?? subjects[kind] ?? 'Run') : 'Event'),
    mark: eventType ? { hue: eventType.hue, shape: eventType.shape } : null,
    isTrouble: outcome.tone === 'error',
    path: storedPlace(row, element, topology) ?? elementWords(topology, element).path,
    key: names.keyText(row.key),
    outcome: special?.outcome ?? outcome.text(row),
    tone: outcome.tone,
  }
  const searched = `${words.event} ${words.path} ${words.key} ${words.outcome}`.toLowerCase()
  return { ...words, searched }
}

/** Every word that is typed must occur. */
export function matchesFilter({ searched }: RowWords, filter: string): boolean {
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => searched.includes(word))
}

function eventTypeOf(row: JournalRow, topology: Topology, names: Names): EventType | undefined {
  if (row.origin < 0) return undefined
  const id = names.eventTypeIdOf(row.origin)
  return id === null ? undefined : ownValue(topology.eventTypes, id)
}

/** A Kafka topic stores a message in one of its partitions. Null for everything else. */
export function storedPlace(
  { kind, detail }: JournalRow,
  element: ElementName,
  topology: Topology,
): string | null {
  if (JOURNAL_KINDS[kind] !== 'accepted') return null
  const [, channelId = ''] = element.split('/')
  const channel = ownValue(topology.channels, channelId)
  return channel?.kind === 'kafkaTopic' ? `${channel.name} P${detail}` : null
}

/** What a broker calls otherwise than others: checkpoints of subscriptions, timeouts of messages. */
function brokerWords(
  row: JournalRow,
  element: ElementName,
  { channels, subscriptions }: Topology,
): { readonly subject: string; readonly outcome: string } | null {
  const { kind, detail } = row
  const [, id = ''] = element.split('/')
  switch (JOURNAL_KINDS[kind]) {
    case 'positioned': {
      const reader = ownValue(subscriptions, id)?.kind
      if (reader !== 'catchUpConsumer' && reader !== 'persistentConsumer') return null
      return { subject: 'Subscription', outcome: `checkpoint at ${detail}` }
    }
    case 'dropped':
      if (!isSkipped(row, ownValue(subscriptions, id))) return null
      return { subject: 'Event', outcome: 'skipped, the group reads on behind it' }
    case 'leaseExpired':
      if (ownValue(channels, id)?.kind !== 'eventStore') return null
      return { subject: 'Event', outcome: 'timed out' }
    default:
      return null
  }
}

interface Outcome {
  readonly tone: Tone
  readonly text: (row: JournalRow) => string
}

const outcomes: Readonly<Record<JournalKind, Outcome>> = {
  published: plain('published'),
  accepted: plain('stored'),
  routed: plain('routed'),
  filtered: plain('filtered out'),
  unroutable: trouble('unroutable, lost'),
  delivered: {
    tone: 'plain',
    text: ({ attempt }) => (attempt > 1 ? `delivered again, ${nth(attempt)} time` : 'delivered'),
  },
  started: {
    tone: 'plain',
    text: ({ attempt }) => (attempt > 1 ? `handling, try ${attempt}` : 'handling'),
  },
  failed: {
    tone: 'error',
    text: ({ attempt }) => (attempt > 1 ? `failed, try ${attempt}` : 'failed'),
  },
  acknowledged: { tone: 'ok', text: () => 'acked' },
  requeued: warning('requeued'),
  ignored: plain('ignored, no handler'),
  abandoned: warning('abandoned'),
  deadLettered: trouble('dead-lettered'),
  dropped: trouble('dropped'),
  expired: warning('expired'),
  leaseExpired: warning('visibility ran out'),
  removed: plain('removed'),
  rebalanced: { tone: 'accent', text: ({ detail }) => `rebalanced, generation ${detail}` },
  crashed: { tone: 'error', text: ({ detail }) => ofReplica('crashed', detail) },
  slowed: warning('slowed'),
  paused: { tone: 'warning', text: ({ detail }) => ofReplica('paused', detail) },
  recovered: { tone: 'ok', text: ({ detail }) => ofReplica('recovered', detail) },
  edited: {
    tone: 'accent',
    text: ({ detail }) => `${detail} ${detail === 1 ? 'part' : 'parts'} changed`,
  },
  refused: trouble('refused'),
  returned: warning('returned, unroutable'),
  conflicted: { tone: 'warning', text: ({ detail }) => `conflict, stream is at ${detail}` },
  deduplicated: plain('duplicate, not stored'),
  deliveryFailed: {
    tone: 'warning',
    text: ({ attempt }) => `not delivered, ${nth(attempt)} attempt`,
  },
  compacted: plain('compacted'),
  lost: trouble('lost with its node'),
  aborted: warning('transaction aborted'),
  committed: { tone: 'ok', text: () => 'transaction committed' },
  elected: {
    tone: 'accent',
    text: ({ detail }) => (detail < 0 ? 'no node can lead' : `node ${detail} leads`),
  },
  nodeDown: { tone: 'error', text: ({ detail }) => `node ${detail} down` },
  nodeUp: { tone: 'ok', text: ({ detail }) => `node ${detail} up` },
  redriven: { tone: 'accent', text: () => 'redriven' },
  purged: warning('purged'),
  leaseExtended: plain('lease extended'),
  evicted: { tone: 'error', text: ({ detail }) => `member ${detail} thrown out` },
  assigned: { tone: 'plain', text: ({ attempt, detail }) => `P${attempt} to member ${detail}` },
  revoked: { tone: 'plain', text: ({ attempt, detail }) => `P${attempt} from member ${detail}` },
  positioned: {
    tone: 'plain',
    text: ({ attempt, detail }) => `P${attempt} committed at ${detail}`,
  },
  parked: warning('parked'),
  disconnected: warning('cut off from its brokers'),
  diverted: plain('to the alternate exchange'),
  stopped: { tone: 'error', text: ({ detail }) => `member ${detail} stopped, no valid offset` },
}

/** What stands in the place of an event where there is none. */
const subjects: Readonly<Partial<Record<JournalKind, string>>> = {
  rebalanced: 'Consumer group',
  crashed: 'Fault',
  slowed: 'Fault',
  paused: 'Fault',
  recovered: 'Fault ended',
  edited: 'Edit',
  elected: 'Replicas',
  nodeDown: 'Fault',
  nodeUp: 'Fault ended',
  evicted: 'Consumer group',
  assigned: 'Consumer group',
  revoked: 'Consumer group',
  positioned: 'Consumer group',
  stopped: 'Consumer group',
  disconnected: 'Fault',
}

function plain(text: string): Outcome {
  return { tone: 'plain', text: () => text }
}

function warning(text: string): Outcome {
  return { tone: 'warning', text: () => text }
}

function trouble(text: string): Outcome {
  return { tone: 'error', text: () => text }
}

/** Replicas are counted from 1; 0: all of the service. */
function ofReplica(word: string, replica: number): string {
  return replica > 0 ? `replica ${replica} ${word}` : word
}

function nth(count: number): string {
  if (count === 2) return '2nd'
  return count === 3 ? '3rd' : `${count}th`
}
