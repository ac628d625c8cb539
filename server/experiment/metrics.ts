// What an experiment measures, each under a stable path: `services.payments.utilisation`. All of it counts
// what came after the warm-up.

import type { Topology } from '#shared/topology/topology.ts'
import type { LatencyReport, RunReport } from '../simulation/report.ts'
import { COUNTS } from '../simulation/reportCounts.ts'

export const SECTIONS = ['services', 'channels', 'subscriptions', 'eventTypes'] as const
export type Section = (typeof SECTIONS)[number]

export type Unit = 'duration' | 'rate' | 'share' | 'number'

export interface Metric {
  readonly name: string
  readonly unit: Unit
  readonly meaning: string
}

const LATENCIES = {
  wait: 'from being stored in the channel to the start of the first attempt',
  serviceTime: 'of one attempt',
  handling: 'from the start of the first attempt to the settlement',
  endToEnd: 'from the publishing of the event that began it all to the acknowledgement',
} as const

/** As they end a name, and where they stand in a report. */
const STATISTICS = [
  { ending: 'MeanMs', key: 'mean', words: 'mean' },
  { ending: 'P50Ms', key: 'p50', words: 'half are no longer' },
  { ending: 'P95Ms', key: 'p95', words: '95 % are no longer' },
  { ending: 'P99Ms', key: 'p99', words: '99 % are no longer' },
  { ending: 'MaxMs', key: 'max', words: 'longest, to the 3 % of its bucket' },
] as const satisfies readonly { ending: string; key: keyof LatencyReport; words: string }[]

const LATENCY_METRICS = Object.entries(LATENCIES).flatMap(([latency, meaning]) =>
  STATISTICS.map(
    ({ ending, words }): Metric => ({
      name: `${latency}${ending}`,
      unit: 'duration',
      meaning: `${words}: ${meaning}`,
    }),
  ),
)

const THROUGHPUT: readonly Metric[] = [
  { name: 'throughputPerSecond', unit: 'rate', meaning: 'deliveries acknowledged, a second' },
]
const PUBLISHED: readonly Metric[] = [
  { name: 'publishedPerSecond', unit: 'rate', meaning: 'events published, a second' },
]
const AT_END: readonly Metric[] = [
  { name: 'waiting', unit: 'number', meaning: 'messages that wait at the end' },
  { name: 'inFlight', unit: 'number', meaning: 'deliveries not settled at the end' },
]

function counts(...names: readonly string[]): readonly Metric[] {
  return names.map((name) => ({ name, unit: 'number', meaning: COUNT_MEANINGS[name] ?? '' }))
}

const COUNT_MEANINGS: Readonly<Record<string, string>> = {
  published: 'events published',
  delivered: 'deliveries begun',
  acknowledged: 'deliveries acknowledged',
  failed: 'attempts that failed',
  retried: 'attempts after the first',
  refused: 'publications that were not taken',
  deadLettered: 'messages that went to a dead letter queue or topic',
  dropped: 'messages given up for good',
  expired: 'messages too old to be delivered',
  accepted: 'messages stored',
  unroutable: 'publications that no binding takes',
  returned: 'publications given back as unroutable',
  conflicted: 'appends that expected another version',
  deduplicated: 'publications known already',
  lost: 'messages gone with their node',
  redelivered: 'deliveries after the first',
}

/** By section, in the order in which they are listed. */
export const METRICS_OF: Readonly<Record<Section, readonly Metric[]>> = {
  services: [
    ...THROUGHPUT,
    ...PUBLISHED,
    { name: 'utilisation', unit: 'share', meaning: 'busy slots / slots' },
    ...LATENCY_METRICS,
    ...counts('published', 'delivered', 'acknowledged', 'failed', 'retried', 'refused'),
    ...counts('deadLettered', 'dropped'),
    ...AT_END,
  ],
  channels: [
    ...THROUGHPUT,
    ...PUBLISHED,
    { name: 'depthMean', unit: 'number', meaning: 'messages waiting, on average over time' },
    { name: 'depthMax', unit: 'number', meaning: 'messages waiting, at most' },
    ...counts('published', 'accepted', 'delivered', 'acknowledged', 'deadLettered', 'dropped'),
    ...counts('expired', 'unroutable', 'refused', 'returned', 'conflicted', 'deduplicated', 'lost'),
    ...AT_END,
  ],
  subscriptions: [
    ...THROUGHPUT,
    ...LATENCY_METRICS,
    { name: 'lag', unit: 'number', meaning: 'end offset less committed offset, at the end' },
    ...counts('delivered', 'acknowledged', 'failed', 'retried', 'redelivered'),
    ...counts('deadLettered', 'dropped'),
    ...AT_END,
  ],
  eventTypes: [
    ...THROUGHPUT,
    ...PUBLISHED,
    ...LATENCY_METRICS,
    ...counts('published', 'delivered', 'acknowledged', 'failed', 'retried', 'deadLettered'),
    ...counts('dropped', 'expired'),
  ],
}

/** Every path that a run of this drawing measures. */
export function metricPaths(topology: Topology): readonly string[] {
  return SECTIONS.flatMap((section) =>
    Object.keys(topology[section])
      .sort()
      .flatMap((id) => METRICS_OF[section].map(({ name }) => `${section}.${id}.${name}`)),
  )
}

export function unitOf(path: string): Unit {
  const [section = '', , name = ''] = path.split('.')
  const known = SECTIONS.find((each) => each === section)
  return METRICS_OF[known ?? 'services'].find((metric) => metric.name === name)?.unit ?? 'number'
}

/** True for what grows with the time measured, and says little about a rate or a limit. */
export function isCount(path: string): boolean {
  return COUNTS.has(path.split('.')[2] ?? '')
}

/** Null where nothing was measured. */
export function measure(report: RunReport, path: string): number | null {
  const [section = '', id = '', name = ''] = path.split('.')
  const known = SECTIONS.find((each) => each === section)
  const part: unknown = known === undefined ? undefined : report[known][id]
  if (typeof part !== 'object' || part === null) return null
  const figures = part as Readonly<Record<string, unknown>>
  const seconds = (report.untilMs - report.fromMs) / 1000
  if (name === 'throughputPerSecond') return numberIn(figures.acknowledged, seconds)
  if (name === 'publishedPerSecond') return numberIn(figures.published, seconds)
  return latencyIn(figures, name) ?? numberIn(figures[name], 1)
}

function latencyIn(figures: Readonly<Record<string, unknown>>, name: string): number | null {
  const statistic = STATISTICS.find(({ ending }) => name.endsWith(ending))
  if (statistic === undefined) return null
  const latency = figures[`${name.slice(0, -statistic.ending.length)}Ms`]
  // A report has all statistics of each of its latencies.
  return (latency as LatencyReport | undefined)?.[statistic.key] ?? null
}

function numberIn(value: unknown, divisor: number): number | null {
  if (typeof value !== 'number' || divisor <= 0) return null
  const number = value / divisor
  return Number.isFinite(number) ? number : null
}
