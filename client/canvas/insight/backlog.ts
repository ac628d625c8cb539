// What waits before a service, and how fast it grows: by the channels that it reads.

import { elementNames } from '#shared/topology/elements.ts'
import { isGrowing } from '../live/status.ts'
import { slopeOf } from '../live/trend.ts'
import type { InsightContext } from './insight.ts'

export interface Backlog {
  readonly channelId: string
  readonly name: string
  readonly isKafka: boolean
  readonly waiting: number
  /** Per virtual second. */
  readonly growth: number
  readonly growing: boolean
}

/** The channel with the longest backlog before a service; null where it reads none. */
export function backlogBefore(
  { topology, figures }: InsightContext,
  serviceId: string,
): Backlog | null {
  const backlogs = Object.values(topology.subscriptions)
    .filter((subscription) => subscription.serviceId === serviceId)
    .flatMap(({ channelId }) => {
      const channel = topology.channels[channelId]
      if (!channel) return []
      const element = elementNames.channel(channelId)
      return [
        {
          channelId,
          name: channel.name,
          isKafka: channel.kind === 'kafkaTopic',
          waiting: figures.figure(element, 'waiting') || 0,
          growth: slopeOf(figures.history(element, 'waiting')),
          growing: isGrowing(figures, channelId),
        },
      ]
    })
  return backlogs.sort((a, b) => b.waiting - a.waiting)[0] ?? null
}
