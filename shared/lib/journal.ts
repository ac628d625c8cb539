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
  /** channel, subscription, binding: moved on to the dead-letter channel */
  'deadLettered',
  /** channel, subscription, binding: gone for good */
  'dropped',
  /** channel: older than its time to live or retention */
  'expired',
  /** channel: a lease (visibility timeout) ran out before the settlement */
  'leaseExpired',
  /** channel, binding: ended because an edit removed it */
  'removed',
  /** subscription: detail: the new generation */
  'rebalanced',
  /** service; detail: the replica that broke down or was repaired, counted from 1; 0: all of it */
  'crashed',
  'slowed',
  'paused',
  'recovered',
  /** run: an edit was applied; detail: number of elements changed */
  'edited',
  /** channel: a publication was not taken, and its publisher told so or not; detail: see REFUSALS */
  'refused',
  /** channel: nothing was bound for a mandatory message: returned to its publisher */
  'returned',
  /** channel: the stream was not at the version that the publisher expected; detail: where it was */
  'conflicted',
  /** channel: a copy that the channel has had within its window; not stored again */
  'deduplicated',
  /** binding: an attempt to pass a message on failed; attempt: how often so far */
  'deliveryFailed',
  /** channel: a newer record of its key made it superfluous */
  'compacted',
  /** channel: was stored, and went with the node that had it */
  'lost',
  /** channel: its transaction was aborted: read-committed consumers never see it */
  'aborted',
  /** channel: its transaction was committed */
  'committed',
  /** channel: another node leads; attempt: partition; detail: the node, -1: none */
  'elected',
  /** channel: a node went down or came back; detail: the node */
  'nodeDown',
  'nodeUp',
  /** channel: moved back to where it came from, by an operator */
  'redriven',
  /** channel: thrown away by an operator */
  'purged',
  /** subscription: a consumer asked for more time; attempt: as delivered */
  'leaseExtended',
  /** subscription: a consumer was thrown out; detail: its number */
  'evicted',
  /** subscription: a member got or lost a partition; attempt: the partition; detail: the member */
  'assigned',
  'revoked',
  /** subscription: a position was stored; attempt: the partition; detail: the offset of the next record */
  'positioned',
  /** subscription: put aside for an operator, out of the way of the rest */
  'parked',
  /** service: cut off from its brokers, and running on */
  'disconnected',
  /** exchange: no binding matched, its alternate exchange took it on */
  'diverted',
  /** subscription: a consumer ended with an error; detail: its number */
  'stopped',
] as const

export type JournalKind = (typeof JOURNAL_KINDS)[number]

/** Why a publication was not taken: the detail of `refused` is an index of these. Append only. */
export const REFUSALS = [
  'unsaid',
  /** a length limit of the queue */
  'full',
  /** fewer in-sync replicas than a write needs */
  'tooFewReplicas',
  /** no node that could take it is up */
  'unavailable',
  /** the publisher is cut off from the broker */
  'unreachable',
  /** what the broker demands of a message is missing or wrong */
  'invalid',
  /** more calls a second than the broker takes */
  'throttled',
  /** the publisher crashed before it had sent it */
  'crashed',
] as const

export type Refusal = (typeof REFUSALS)[number]

export function refusalIndex(refusal: Refusal): number {
  return REFUSALS.indexOf(refusal)
}

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
  'refused',
  'returned',
  'conflicted',
  'deliveryFailed',
  'lost',
  'aborted',
  'nodeDown',
  'evicted',
  'parked',
  'disconnected',
  'stopped',
])

/** Kinds that come with every poll and belong to no event: for checkers, not for people who watch. */
export const BOOKKEEPING_KINDS: ReadonlySet<JournalKind> = new Set(['positioned'])

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
