// The live figures of each sort of element. Counts run from the start of the run; percentiles and
// utilisation are of the last seconds of virtual time (`RECENT_MS`).

export const RECENT_MS = 10_000

export const METRICS = {
  service: [
    'replicasUp',
    'slots',
    'busy',
    'utilisation',
    'started',
    'completed',
    'failed',
    'retried',
    'deadLettered',
    'dropped',
    'published',
    'handlingP50Ms',
    'handlingP95Ms',
    'handlingP99Ms',
    'waitP50Ms',
    'waitP95Ms',
    'waitP99Ms',
    'endToEndP50Ms',
    'endToEndP95Ms',
    'endToEndP99Ms',
    /** 0: none, otherwise bits: 1 crash, 2 slow, 4 pause, 8 disconnect. */
    'faults',
    /** Publications that were not taken, as far as the service was told. */
    'refused',
  ],
  channel: [
    /** Messages that wait to be handed out; for a Kafka topic, for its slowest group. */
    'waiting',
    'inFlight',
    /** Messages kept, read or not. */
    'retained',
    'accepted',
    'delivered',
    'acknowledged',
    'deadLettered',
    'dropped',
    'expired',
    'unroutable',
    /** An exchange's, by its alternate exchange. */
    'diverted',
    'oldestWaitingMs',
    'consumers',
    /** Publications not taken: refused, returned as unroutable, in conflict with the stream's version. */
    'refused',
    'returned',
    'conflicted',
    'deduplicated',
    /** Gone with the node that had them. */
    'lost',
    'compacted',
    'purged',
    'redriven',
    'nodesDown',
    /** Nodes that hold it, and how many of them are up; nothing where its broker tells nobody. */
    'nodes',
    'nodesUp',
    /** Stored and not to be handed out yet. */
    'delayed',
    /** Put aside for an operator. */
    'parked',
    /** Event store: streams that were ever appended to. */
    'streams',
  ],
  /** Kafka: `lag` is the end offset less the committed offset, of the group that is farthest behind. */
  partition: [
    'endOffset',
    'startOffset',
    'committedOffset',
    'lag',
    /** The node that leads; -1: none can. */
    'leader',
    /** Replicas in sync. */
    'isr',
  ],
  subscription: [
    'waiting',
    'inFlight',
    'members',
    'delivered',
    'redelivered',
    'acknowledged',
    'failed',
    'retried',
    'deadLettered',
    'dropped',
    'waitP50Ms',
    'waitP95Ms',
    'waitP99Ms',
    'endToEndP50Ms',
    'endToEndP95Ms',
    'endToEndP99Ms',
    /** Kafka: end offset less committed offset, over all partitions. */
    'lag',
    'rebalances',
    /** Kafka: of the group; grows with each rebalance. */
    'generation',
    /** Consumers thrown out. */
    'evicted',
    'leaseExtended',
    'parked',
  ],
  binding: ['routed', 'filtered', 'deliveryFailed'],
  source: ['published', 'refused'],
  output: ['published', 'refused'],
  eventType: [
    'published',
    'delivered',
    'acknowledged',
    'failed',
    'deadLettered',
    'dropped',
    'refused',
    'deduplicated',
    'lost',
  ],
} as const

export type ElementSort = keyof typeof METRICS
export type MetricOf<Sort extends ElementSort> = (typeof METRICS)[Sort][number]
