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
    /** 0: none, otherwise bits: 1 crash, 2 slow, 4 pause. */
    'faults',
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
    'oldestWaitingMs',
    'consumers',
  ],
  /** Kafka: `lag` is the end offset less the committed offset, of the group that is farthest behind. */
  partition: ['endOffset', 'startOffset', 'committedOffset', 'lag'],
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
  ],
  binding: ['routed', 'filtered'],
  source: ['published'],
  output: ['published'],
  eventType: ['published', 'delivered', 'acknowledged', 'failed', 'deadLettered', 'dropped'],
} as const

export type ElementSort = keyof typeof METRICS
export type MetricOf<Sort extends ElementSort> = (typeof METRICS)[Sort][number]
