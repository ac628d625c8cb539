// RangeAssignor: topic by topic, neighbouring partitions to each subscriber; the first ones get one more
// when it does not come out even.

import {
  type AssignableMember,
  type Assignment,
  byIdentity,
  nothingAssigned,
  PartitionTable,
  type TopicSizes,
} from './assignment.ts'

export function assignRange(topics: TopicSizes, members: readonly AssignableMember[]): Assignment {
  const assignment = nothingAssigned(members)
  const table = new PartitionTable(topics, members)
  const inOrder = [...members].sort(byIdentity)
  for (const topic of table.topics) {
    const partitions = table.of(topic)
    const subscribers = inOrder.filter((member) => member.topics.includes(topic))
    const each = Math.floor(partitions.length / subscribers.length)
    const larger = partitions.length % subscribers.length
    let from = 0
    subscribers.forEach(({ id }, index) => {
      const until = from + each + (index < larger ? 1 : 0)
      assignment.get(id)?.push(...partitions.slice(from, until))
      from = until
    })
  }
  return assignment
}
