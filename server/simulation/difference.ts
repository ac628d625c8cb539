import type { Subscription } from '#shared/topology/channels.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { isAnotherChannel } from './families/families.ts'

export interface Removed {
  readonly subscriptionIds: readonly string[]
  readonly serviceIds: readonly string[]
  readonly channelIds: readonly string[]
}

/** What of `before` ends when `next` takes its place, in the order of ids. */
export function removedFrom(before: Topology, next: Topology): Removed {
  const channelIds = sortedIds(before.channels).filter((id) => {
    const channel = before.channels[id]
    const after = next.channels[id]
    return !channel || !after || isAnotherChannel(channel, after)
  })
  const serviceIds = sortedIds(before.services).filter((id) => !Object.hasOwn(next.services, id))
  const subscriptionIds = sortedIds(before.subscriptions).filter((id) => {
    const subscription = before.subscriptions[id]
    const after = next.subscriptions[id]
    return (
      !subscription ||
      subscription.kind !== after?.kind ||
      subscription.channelId !== after.channelId ||
      subscription.serviceId !== after.serviceId ||
      isAnotherGroup(subscription, after) ||
      channelIds.includes(subscription.channelId) ||
      serviceIds.includes(subscription.serviceId)
    )
  })
  return { subscriptionIds, serviceIds, channelIds }
}

/** A consumer with another group.id is in another group, which has offsets of its own. */
function isAnotherGroup(before: Subscription, after: Subscription): boolean {
  return (
    before.kind === 'kafkaConsumer' &&
    after.kind === 'kafkaConsumer' &&
    before.groupId !== after.groupId
  )
}

function sortedIds(map: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.keys(map).sort()
}
