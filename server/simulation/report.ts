// What a run came to, for machines: counts, latencies, levels, and the hash of the history.

/** Milliseconds; null where nothing was measured. */
export interface LatencyReport {
  readonly count: number
  readonly mean: number | null
  readonly p50: number | null
  readonly p95: number | null
  readonly p99: number | null
  readonly max: number | null
}

export interface LatenciesReport {
  readonly waitMs: LatencyReport
  readonly serviceTimeMs: LatencyReport
  readonly handlingMs: LatencyReport
  readonly endToEndMs: LatencyReport
}

export interface Counts {
  readonly published: number
  readonly delivered: number
  readonly acknowledged: number
  readonly retried: number
  readonly deadLettered: number
  readonly dropped: number
  readonly expired: number
  readonly waiting: number
  readonly inFlight: number
}

export interface ServiceReport extends Counts, LatenciesReport {
  readonly name: string
  readonly failed: number
  /** Publications that were not taken, as far as it was told. */
  readonly refused: number
  /** Busy slots / slots, over the time told of. */
  readonly utilisation: number
}

export interface ChannelReport extends Counts {
  readonly name: string
  readonly kind: string
  readonly accepted: number
  readonly unroutable: number
  readonly refused: number
  readonly returned: number
  readonly conflicted: number
  readonly deduplicated: number
  readonly lost: number
  readonly compacted: number
  readonly purged: number
  readonly redriven: number
  readonly retained: number
  readonly depthMean: number
  readonly depthMax: number
}

export interface SubscriptionReport extends Counts, LatenciesReport {
  readonly channelId: string
  readonly serviceId: string
  readonly failed: number
  readonly redelivered: number
  readonly requeued: number
  readonly abandoned: number
  readonly lag: number
}

export interface EventTypeReport extends Counts, LatenciesReport {
  readonly name: string
  readonly failed: number
}

export interface RunReport {
  readonly engineVersion: string
  readonly topology: string
  readonly seed: number
  /** What is told happened after this; 0: since the start. */
  readonly fromMs: number
  readonly untilMs: number
  readonly commands: number
  readonly endedBecause: string | null
  readonly historyHash: string
  readonly journalRecords: number
  readonly services: Readonly<Record<string, ServiceReport>>
  readonly channels: Readonly<Record<string, ChannelReport>>
  readonly subscriptions: Readonly<Record<string, SubscriptionReport>>
  readonly eventTypes: Readonly<Record<string, EventTypeReport>>
}
