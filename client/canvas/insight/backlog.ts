// What waits before a service, and how fast it grows: by the subscriptions through which it reads.

import type { Subscription } from '#shared/topology/channels.ts'
import { elementNames } from '#shared/topology/elements.ts'
import type { Topology } from '#shared/topology/topology.ts'
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
  const backlogs = (subscriptionsByService(topology).get(serviceId) ?? []).flatMap(
    ([id, { channelId }]) => {
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
    },
  )
  return backlogs.sort((a, b) => b.waiting - a.waiting)[0] ?? null
}

type Entry = readonly [id: string, subscription: Subscription]

const known = new WeakMap<Topology['subscriptions'], ReadonlyMap<string, readonly Entry[]>>()

/** Asked for every service several times a second. */
function subscriptionsByService({
  subscriptions,
}: Topology): ReadonlyMap<string, readonly Entry[]> {
  const made = known.get(subscriptions)
  if (made) return made
  const byService = new Map<string, Entry[]>()
  for (const entry of Object.entries(subscriptions)) {
    const { serviceId } = entry[1]
    byService.set(serviceId, [...(byService.get(serviceId) ?? []), entry])
  }
  known.set(subscriptions, byService)
  return byService
}
