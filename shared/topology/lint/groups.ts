// Consumer groups whose members have less to read than one would think.

import { entriesById, ownValue } from '../../lib/entries.ts'
import { grouped } from '../../lib/grouped.ts'
import { slotsOf } from '../analysis/connections.ts'
import { filledSubscription } from '../channels.ts'
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

/** What members of one group have to agree on, or a member takes it from another subscription. */
const AGREED = [
  ['groupProtocol', 'group.protocol'],
  ['partitionAssignmentStrategy', 'partition.assignment.strategy'],
  ['staticMembership', 'group.instance.id'],
  ['sessionTimeoutMs', 'session.timeout.ms'],
  ['maxPollIntervalMs', 'max.poll.interval.ms'],
  ['maxPollRecords', 'max.poll.records'],
] as const

/** Subscriptions with one group.id are one group, also on different topics; its members are alike. */
export function disagreeingGroups({ topology }: Examined): readonly LintProblem[] {
  const groups = grouped(kafkaConsumersOf(topology), ({ groupId }) => groupId)
  return [...groups.values()].flatMap((members) => {
    const [first] = members
    if (!first || members.length < 2) return []
    const settings = members.map((member) => filledSubscription(member))
    const disputed = AGREED.filter(([key]) => new Set(settings.map((each) => each[key])).size > 1)
    const [main] = disputed
    if (!main) return []
    const names = listed(disputed.map(([, name]) => name))
    return [
      {
        severity: 'warning',
        code: 'disagreeing-group',
        message: `${plural(members.length, 'subscription')} are the one group ${quoted(first.groupId)}, and differ in ${names}. Members of a group are configured alike; give them groups of their own, or the same settings.`,
        elementIds: members.flatMap(({ id }) => shownSubscription(topology, id)),
        path: ['subscriptions', members.at(-1)?.id ?? '', main[0]],
      } as const,
    ]
  })
}

/** A persistent subscription is its group: what two share a name, one service reads with more slots. */
export function rivalPersistentGroups({ topology }: Examined): readonly LintProblem[] {
  const consumers = entriesById(topology.subscriptions).flatMap(([id, subscription]) =>
    subscription.kind === 'persistentConsumer' ? [{ id, ...subscription }] : [],
  )
  const groups = grouped(consumers, ({ channelId, groupName }) => `${channelId}\n${groupName}`)
  return [...groups.values()].flatMap((members) => {
    const [first, second] = members
    if (!first || !second) return []
    const readers = listed(members.map(({ serviceId }) => named(topology, serviceId)))
    return [
      {
        severity: 'error',
        code: 'rival-groups',
        message: `${readers} read ${named(topology, first.channelId)} as the same group ${quoted(first.groupName)}, and a group has one set of settings. Give each a group of its own.`,
        elementIds: members.flatMap(({ id }) => shownSubscription(topology, id)),
        path: ['subscriptions', second.id, 'groupName'],
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

function kafkaConsumersOf({ subscriptions }: Topology) {
  return entriesById(subscriptions).flatMap(([id, subscription]) =>
    subscription.kind === 'kafkaConsumer' ? [{ id, ...subscription }] : [],
  )
}

/** By topic: what members of one group share. */
function kafkaGroupsOf(topology: Topology): readonly KafkaGroup[] {
  const groups = grouped(
    kafkaConsumersOf(topology),
    ({ channelId, groupId }) => `${channelId}\n${groupId}`,
  )
  return [...groups.values()].flatMap((members) => {
    const [first] = members
    if (!first) return []
    const { channelId, groupId } = first
    const subscriptionIds = members.map(({ id }) => id)
    const serviceIds = [...new Set(members.map(({ serviceId }) => serviceId))]
    return [{ channelId, groupId, subscriptionIds, serviceIds }]
  })
}
