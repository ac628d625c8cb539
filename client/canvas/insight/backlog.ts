// What waits before a service, and how fast it grows: by the subscriptions through which it reads.

import type { Subscription } from '#shared/topology/channels.ts'
import { type ElementName, elementNames } from '#shared/topology/elements.ts'
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
  /** Per virtual second; 0 where it does not grow. */
  readonly growth: number
  readonly growing: boolean
}

/** The longest backlog before a service; null where it reads nothing. */
export function backlogBefore(
  { topology, figures }: InsightContext,
  serviceId: string,
): Backlog | null {
  let longest: Pick<Backlog, 'channelId' | 'name' | 'isKafka' | 'waiting'> | null = null
  let element: ElementName = ''
  for (const [id, { channelId }] of subscriptionsByService(topology).get(serviceId) ?? []) {
    const channel = topology.channels[channelId]
    if (!channel) continue
    // Its own: another group of the same topic may be far behind, or not at all.
    const own = elementNames.subscription(id)
    const isKafka = channel.kind === 'kafkaTopic'
    const waiting = figures.figure(own, isKafka ? 'lag' : 'waiting') || 0
    if (longest !== null && waiting <= longest.waiting) continue
    longest = { channelId, name: channel.name, isKafka, waiting }
    element = own
  }
  if (longest === null) return null
  const growing = isGrowing(figures, element, 'delivered')
  // Of thousands of services, few are worth a look at the last seconds.
  const growth = growing ? trendOf(figures.history(element, 'waiting')) : 0
  return { ...longest, growth, growing }
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
