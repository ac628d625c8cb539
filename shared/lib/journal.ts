// What can happen in a run, as the journal writes it down. The order is part of the hash: append only.

/** Each kind with the element that its record names. */
export const JOURNAL_KINDS = [
  /** source, output: an event came into being and was handed to its channel; detail: its attributes */
  'published',
  /** channel: a message was stored; detail: the partition, or 0 */
  'accepted',
  /** binding: matched and passed on */
  'routed',
  /** binding: the filter policy did not match */
  'filtered',
  /** channel: no binding matched, the message is gone */
  'unroutable',
  /** subscription: handed to a slot; attempt: how often the broker has handed it out */
  'delivered',
  /** subscription: a slot began an attempt; attempt: within this delivery */
  'started',
  /** subscription: the attempt failed */
  'failed',
  /** subscription: settled as done */
  'acknowledged',
  /** subscription: given back to the channel */
  'requeued',
  /** subscription: no handler takes it; acknowledged unhandled */
  'ignored',
  /** subscription: the slot was lost before it settled */
  'abandoned',
  /** channel, subscription: moved on to the dead-letter channel */
  'deadLettered',
  /** channel, subscription: gone for good */
  'dropped',
  /** channel: older than its time to live or retention */
  'expired',
  /** channel: a lease (visibility timeout) ran out before the settlement */
  'leaseExpired',
  /** channel: ended because an edit removed the channel */
  'removed',
  /** subscription: detail: the new generation */
  'rebalanced',
  /** service */
  'crashed',
  'slowed',
  'paused',
  'recovered',
  /** run: an edit was applied; detail: number of elements changed */
  'edited',
] as const

export type JournalKind = (typeof JOURNAL_KINDS)[number]

export const journalKindIndex: Readonly<Record<JournalKind, number>> = Object.fromEntries(
  JOURNAL_KINDS.map((kind, index) => [kind, index]),
) as Record<JournalKind, number>

/** Kinds that tell of something gone wrong: never sampled away. */
export const TROUBLE_KINDS: ReadonlySet<JournalKind> = new Set([
  'failed',
  'unroutable',
  'abandoned',
  'deadLettered',
  'dropped',
  'expired',
  'leaseExpired',
  'requeued',
  'crashed',
])

/** One record of the journal. Elements and origins are numbers of the run's dictionary. */
export interface JournalRow {
  readonly atNs: number
  /** Index of JOURNAL_KINDS. */
  readonly kind: number
  readonly attempt: number
  readonly element: number
  /** The source or output that published the event; with `n` this is the event's id. -1: no event. */
  readonly origin: number
  readonly n: number
  /** -1: no key. */
  readonly key: number
  /** The event at the beginning of the story (the correlation id). */
  readonly rootOrigin: number
  readonly rootN: number
  readonly detail: number
}
