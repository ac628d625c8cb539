// The report for people: what each part did, in tables that fit a terminal.

import { textTable } from '#shared/lib/textTable.ts'
import { formatCount, formatDuration } from '#shared/lib/units.ts'
import type { LatencyReport, RunReport } from './report.ts'

/** Ends with a line break. */
export function describeReport(report: RunReport): string {
  const until = formatDuration(report.untilMs)
  const commands = report.commands === 0 ? '' : `, ${report.commands} commands`
  const parts = [
    `${report.topology}: ${until} of virtual time, seed ${report.seed}${commands}`,
    ...(report.endedBecause === null ? [] : [`Ended early: ${report.endedBecause}`]),
    '',
    textTable(SERVICE_HEAD, Object.values(report.services).map(serviceRow)),
    '',
    textTable(CHANNEL_HEAD, Object.values(report.channels).map(channelRow)),
    '',
    textTable(SUBSCRIPTION_HEAD, Object.entries(report.subscriptions).map(subscriptionRow)),
    '',
    textTable(EVENT_TYPE_HEAD, Object.values(report.eventTypes).map(eventTypeRow)),
    '',
    `${formatCount(report.journalRecords)} journal records, history ${report.historyHash}`,
    '',
  ]
  return parts.join('\n')
}

const SERVICE_HEAD = [
  'service',
  'handled',
  'failed',
  'retried',
  'dead-lettered',
  'published',
  'refused',
  'busy',
  'wait p95',
  'handling p95',
  'end to end p95',
]

function serviceRow(service: RunReport['services'][string]): readonly string[] {
  return [
    service.name,
    formatCount(service.acknowledged),
    formatCount(service.failed),
    formatCount(service.retried),
    formatCount(service.deadLettered),
    formatCount(service.published),
    formatCount(service.refused),
    `${Math.round(service.utilisation * 100)} %`,
    p95(service.waitMs),
    p95(service.handlingMs),
    p95(service.endToEndMs),
  ]
}

const CHANNEL_HEAD = [
  'channel',
  'published',
  'accepted',
  'delivered',
  'dead-lettered',
  'dropped',
  'expired',
  'unroutable',
  'refused',
  'lost',
  'waiting',
  'in flight',
  'depth mean',
  'depth max',
]

function channelRow(channel: RunReport['channels'][string]): readonly string[] {
  return [
    channel.name,
    formatCount(channel.published),
    formatCount(channel.accepted),
    formatCount(channel.delivered),
    formatCount(channel.deadLettered),
    formatCount(channel.dropped),
    formatCount(channel.expired),
    formatCount(channel.unroutable),
    formatCount(channel.refused),
    formatCount(channel.lost),
    formatCount(channel.waiting),
    formatCount(channel.inFlight),
    channel.depthMean.toFixed(1),
    formatCount(channel.depthMax),
  ]
}

const SUBSCRIPTION_HEAD = [
  'subscription',
  'delivered',
  'again',
  'acknowledged',
  'waiting',
  'in flight',
  'lag',
  'wait mean',
  'wait p95',
  'wait p99',
]

function subscriptionRow([id, subscription]: readonly [
  string,
  RunReport['subscriptions'][string],
]): readonly string[] {
  return [
    id,
    formatCount(subscription.delivered),
    formatCount(subscription.redelivered),
    formatCount(subscription.acknowledged),
    formatCount(subscription.waiting),
    formatCount(subscription.inFlight),
    formatCount(subscription.lag),
    duration(subscription.waitMs.mean),
    p95(subscription.waitMs),
    duration(subscription.waitMs.p99),
  ]
}

const EVENT_TYPE_HEAD = ['event type', 'published', 'acknowledged', 'dead-lettered', 'dropped']

function eventTypeRow(type: RunReport['eventTypes'][string]): readonly string[] {
  return [
    type.name,
    formatCount(type.published),
    formatCount(type.acknowledged),
    formatCount(type.deadLettered),
    formatCount(type.dropped),
  ]
}

function p95(latency: LatencyReport): string {
  return duration(latency.p95)
}

function duration(ms: number | null): string {
  return ms === null ? '–' : formatDuration(ms)
}
