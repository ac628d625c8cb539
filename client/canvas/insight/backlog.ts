// What waits before a service, and how fast it grows: by the subscriptions through which it reads.

import { elementNames } from '#shared/topology/elements.ts'
import { isGrowing } from '../live/status.ts'
import { trendOf } from '../live/trend.ts'
import type { InsightContext } from './insightTypes.ts'

export interface Backlog {
  readonly channelId: string
  readonly name: string
  readonly isKafka: boolean
  /** Of a Kafka topic the lag: what is read and not committed counts too. */
  readonly waiting: number
  /** Per virtual second. */
  readonly growth: number
  readonly growing: boolean
}

/** The longest backlog before a service; null where it reads nothing. */
export function backlogBefore(
  { topology, figures }: InsightContext,
  serviceId: string,
): Backlog | null {
  const backlogs = Object.entries(topology.subscriptions)
    .filter(([, subscription]) => subscription.serviceId === serviceId)
    .flatMap(([id, { channelId }]) => {
      const channel = topology.channels[channelId]
      if (!channel) return []
      // Its own: another group of the same topic may be far behind, or not at all.
      const element = elementNames.subscription(id)
      const isKafka = channel.kind === 'kafkaTopic'
      return [
        {
          channelId,
          name: channel.name,
          isKafka,
          waiting: figures.figure(element, isKafka ? 'lag' : 'waiting') || 0,
          growth: trendOf(figures.history(element, 'waiting')),
          growing: isGrowing(figures, element, 'delivered'),
        },
      ]
    })
  return backlogs.sort((a, b) => b.waiting - a.waiting)[0] ?? null
}
