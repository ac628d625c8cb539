// A conversation as Apache Kafka carries it: one topic, and a consumer group for each group of readers.

import type { ReaderGroup } from './conversation.ts'
import type { Plan } from './plan.ts'

const PARTITIONS_LEAST = 3
const PARTITIONS_MAX = 1000

export function asKafka(plan: Plan): void {
  const { root, rootId, groups, keptMs } = plan.conversation
  const partitions = Math.min(
    PARTITIONS_MAX,
    Math.max(PARTITIONS_LEAST, ...groups.map((group) => slotsOf(plan, group))),
  )
  plan.setProducers('kafkaProducer')
  plan.putRoot({
    kind: 'kafkaTopic',
    name: root.name,
    ...(root.notes === undefined ? {} : { notes: root.notes }),
    partitions,
    ...(keptMs === null ? {} : { retentionMs: keptMs }),
  })
  for (const group of groups) {
    plan.chooseTypes(group)
    const deadLetterChannelId = group.deadLetterId === null ? null : deadLetterTopic(plan, group)
    for (const [id, subscription] of group.subscriptions)
      plan.resubscribe(id, subscription, {
        kind: 'kafkaConsumer',
        channelId: rootId,
        groupId: group.id,
        autoOffsetReset: 'earliest',
        ...(deadLetterChannelId === null ? {} : { deadLetterChannelId }),
      })
  }
  plan.notes.push(
    `${root.name} has ${partitions} partitions, so that each slot of its largest group has one.`,
  )
}

/** Slots of all services that share the messages. */
function slotsOf({ topology }: Plan, { subscriptions }: ReaderGroup): number {
  const serviceIds = new Set(subscriptions.map(([, { serviceId }]) => serviceId))
  return [...serviceIds].reduce((sum, id) => {
    const service = topology.services[id]
    return sum + (service ? service.replicas * service.concurrency : 0)
  }, 0)
}

function deadLetterTopic(plan: Plan, group: ReaderGroup): string {
  const { rootId, root } = plan.conversation
  return plan.putBelow(rootId, `${group.id}-dead`, {
    kind: 'kafkaTopic',
    name: `${root.name} dead letters`.slice(0, 120),
    partitions: 1,
  })
}
