// A report counts from the start of the run. What happened after a moment is the difference of two.

import { ownValue } from '#shared/lib/entries.ts'
import type {
  ChannelReport,
  EventTypeReport,
  RunReport,
  ServiceReport,
  SubscriptionReport,
} from './report.ts'

type AnyReport = ServiceReport | ChannelReport | SubscriptionReport | EventTypeReport

/** The figures that only ever grow. */
export const COUNTS: ReadonlySet<string> = new Set([
  'published',
  'delivered',
  'acknowledged',
  'retried',
  'failed',
  'refused',
  'deadLettered',
  'dropped',
  'expired',
  'accepted',
  'unroutable',
  'returned',
  'conflicted',
  'deduplicated',
  'lost',
  'compacted',
  'purged',
  'redriven',
  'redelivered',
  'requeued',
  'abandoned',
])

/** `after` with what `before` had counted already taken off. */
export function withoutCountsOf(before: RunReport, after: RunReport): RunReport {
  return {
    ...after,
    services: eachLess(before.services, after.services),
    channels: eachLess(before.channels, after.channels),
    subscriptions: eachLess(before.subscriptions, after.subscriptions),
    eventTypes: eachLess(before.eventTypes, after.eventTypes),
  }
}

function eachLess<Report extends AnyReport>(
  before: Readonly<Record<string, Report>>,
  after: Readonly<Record<string, Report>>,
): Readonly<Record<string, Report>> {
  const entries = Object.entries(after).map(([id, report]) => {
    const earlier = ownValue(before, id)
    return [id, earlier ? less(earlier, report) : report] as const
  })
  return Object.fromEntries(entries)
}

function less<Report extends AnyReport>(before: Report, after: Report): Report {
  const earlier: Readonly<Record<string, unknown>> = { ...before }
  const entries = Object.entries(after).map(([key, value]: [string, unknown]) => {
    const counted = earlier[key]
    if (!COUNTS.has(key) || typeof value !== 'number' || typeof counted !== 'number')
      return [key, value] as const
    // An element that an edit removed and brought back has begun anew.
    return [key, value < counted ? value : value - counted] as const
  })
  // The same keys, and numbers where numbers were.
  return Object.fromEntries(entries) as unknown as Report
}
