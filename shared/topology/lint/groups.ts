// Kafka consumer groups whose members have less to read than one would think.

import { entriesById, ownValue } from '../../lib/entries.ts'
import { grouped } from '../../lib/grouped.ts'
import { slotsOf } from '../analysis/connections.ts'
import { quoted } from '../describe.ts'
import type { Topology } from '../topology.ts'
import { replicasFix } from './capacity.ts'
import type { Examined } from './examined.ts'
import type { LintProblem } from './problem.ts'
import { shownSubscription } from './shown.ts'
import { listed, named, plural } from './words.ts'

/** One partition is read by one member of a group: what is more has nothing to do. */
export function idleMembers({ topology }: Examined): readonly LintProblem[] {
  return kafkaGroupsOf(topology).flatMap(({ channelId, groupId, subscriptionIds, serviceIds }) => {
    const topic = ownValue(topology.channels, channelId)
    if (topic?.kind !== 'kafkaTopic') return []
    const members = serviceIds.reduce((sum, id) => sum + slotsOf(topology, id), 0)
    const idle = members - topic.partitions
    if (idle <= 0) return []
    const [serviceId = ''] = serviceIds
    const service = ownValue(topology.services, serviceId)
    const replicas = service ? Math.floor(topic.partitions / service.concurrency) : 0
    const isFixable = serviceIds.length === 1 && replicas > 0 && replicas < (service?.replicas ?? 0)
    return [
      {
        severity: 'warning',
        code: 'idle-members',
        message: `${plural(members, 'member')} of the group ${quoted(groupId)} read the ${plural(topic.partitions, 'partition')} of ${named(topology, channelId)}: ${plural(idle, 'member')} will be idle, as one partition is read by one member.`,
        elementIds: subscriptionIds.flatMap((id) => shownSubscription(topology, id)),
        path: ['channels', channelId, 'partitions'],
        ...(isFixable && { fix: replicasFix(serviceId, replicas) }),
      } as const,
    ]
  })
}

/** In Kafka the members of one group share a topic, whatever service they belong to. */
export function sharedGroups({ topology }: Examined): readonly LintProblem[] {
  return kafkaGroupsOf(topology).flatMap(({ channelId, groupId, subscriptionIds, serviceIds }) => {
    if (subscriptionIds.length < 2) return []
    const readers = listed(serviceIds.map((id) => named(topology, id)))
    const who =
      serviceIds.length > 1
        ? readers
        : `${plural(subscriptionIds.length, 'subscription')} of ${readers}`
    return [
      {
        severity: 'warning',
        code: 'shared-group',
        message: `${who} read ${named(topology, channelId)} as the same group ${quoted(groupId)}: each gets a part of the records only. Give each a group of its own to let it read them all.`,
        elementIds: subscriptionIds.flatMap((id) => shownSubscription(topology, id)),
        path: ['subscriptions', subscriptionIds.at(-1) ?? '', 'groupId'],
      } as const,
    ]
  })
}

interface KafkaGroup {
  readonly channelId: string
  readonly groupId: string
  readonly subscriptionIds: readonly string[]
  /** Each once. */
  readonly serviceIds: readonly string[]
}

function kafkaGroupsOf({ subscriptions }: Topology): readonly KafkaGroup[] {
  const consumers = entriesById(subscriptions).flatMap(([id, subscription]) =>
    subscription.kind === 'kafkaConsumer' ? [{ id, ...subscription }] : [],
  )
  const groups = grouped(consumers, ({ channelId, groupId }) => `${channelId}\n${groupId}`)
  return [...groups.values()].flatMap((members) => {
    const [first] = members
    if (!first) return []
    const { channelId, groupId } = first
    const subscriptionIds = members.map(({ id }) => id)
    const serviceIds = [...new Set(members.map(({ serviceId }) => serviceId))]
    return [{ channelId, groupId, subscriptionIds, serviceIds }]
  })
}
