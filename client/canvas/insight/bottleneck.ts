// A service that cannot keep up: busy all the time, while what waits for it grows.

import { formatCount, formatDuration, formatRate } from '#shared/lib/units.ts'
import { elementNames } from '#shared/topology/elements.ts'
import { partitionLags } from '../../store/live/kafkaLag.ts'
import { hotPartition } from '../live/hotPartition.ts'
import { type Backlog, backlogBefore } from './backlog.ts'
import { capacityAdvice } from './capacity.ts'
import type { Insight, InsightContext } from './insightTypes.ts'

const BUSY = 0.95

export function bottleneck(context: InsightContext): Insight | null {
  const found = Object.keys(context.topology.services)
    .flatMap((serviceId) => {
      const backlog = backlogBefore(context, serviceId)
      return backlog?.growing ? [{ serviceId, backlog }] : []
    })
    .sort((a, b) => b.backlog.growth - a.backlog.growth)
  for (const { serviceId, backlog } of found) {
    const insight = busyService(context, serviceId, backlog) ?? hotKey(context, serviceId, backlog)
    if (insight) return insight
  }
  return null
}

function busyService(context: InsightContext, serviceId: string, backlog: Backlog): Insight | null {
  const utilisation = context.figures.figure(elementNames.service(serviceId), 'utilisation')
  const service = context.topology.services[serviceId]
  if (!service || !(utilisation >= BUSY)) return null
  const { sentence, remedy } = capacityAdvice(context, serviceId)
  return {
    key: `bottleneck ${serviceId}`,
    severity: 'error',
    cause: `${service.name} is the bottleneck: busy ${Math.round(Math.min(1, utilisation) * 100)} %.`,
    consequence: `${growthOf(backlog)} ${sentence}`.trim(),
    nodeIds: [serviceId, backlog.channelId],
    remedy,
  }
}

/** One key, or a few, fill one partition: more replicas would not help. */
function hotKey(context: InsightContext, serviceId: string, backlog: Backlog): Insight | null {
  const channel = context.topology.channels[backlog.channelId]
  if (channel?.kind !== 'kafkaTopic') return null
  const hot = hotPartition(partitionLags(context.figures, backlog.channelId, channel.partitions))
  if (hot < 0) return null
  const name = context.topology.services[serviceId]?.name ?? serviceId
  return {
    key: `hot ${backlog.channelId}`,
    severity: 'warning',
    cause: `Partition ${hot} of ${backlog.name} is hot.`,
    consequence: `${growthOf(backlog)} One slot of ${name} reads it; more replicas would not help, other keys would.`,
    nodeIds: [backlog.channelId, serviceId],
    remedy: null,
  }
}

/** "Lag of orders grows 52/s: 4,810 now, twice as much in 1 min 32 s." */
function growthOf({ name, isKafka, waiting, growth }: Backlog): string {
  const what = isKafka ? `Lag of ${name}` : `What waits in ${name}`
  const doubling = formatDuration((1000 * waiting) / growth)
  return `${what} grows ${formatRate(growth)}: ${formatCount(waiting)} now, twice as much in ${doubling}.`
}
