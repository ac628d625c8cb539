// UniformAssignor, the broker's own assignor of the consumer protocol (KIP-848), where all members
// subscribe to the same topics: who has more than its share gives up the rest, which fills the others up.

import {
  type AssignableMember,
  type Assignment,
  nothingAssigned,
  PartitionTable,
  type TopicPartition,
  type TopicSizes,
} from './assignment.ts'
import { assignSticky, isEquallySubscribed } from './sticky.ts'

export function assignUniform(
  topics: TopicSizes,
  members: readonly AssignableMember[],
): Assignment {
  if (members.length === 0) return nothingAssigned(members)
  return isEquallySubscribed(members)
    ? assignShares(topics, members)
    : assignSticky(topics, members)
}

function assignShares(topics: TopicSizes, members: readonly AssignableMember[]): Assignment {
  const table = new PartitionTable(topics, members)
  const all = table.topics.flatMap((topic) => table.of(topic))
  const rest = new Set<TopicPartition>(all)
  const least = Math.floor(all.length / members.length)
  const larger = all.length % members.length
  const assignment: Assignment = new Map()
  members.forEach(({ id, owned }, index) => {
    const share = least + (index < larger ? 1 : 0)
    const kept = owned
      .map((each) => table.find(each))
      .filter((each) => each !== undefined && rest.has(each))
      .slice(0, share) as TopicPartition[]
    for (const partition of kept) rest.delete(partition)
    assignment.set(id, kept)
  })
  const waiting = [...rest]
  members.forEach(({ id }, index) => {
    const assigned = assignment.get(id) ?? []
    const share = least + (index < larger ? 1 : 0)
    assigned.push(...waiting.splice(0, share - assigned.length))
  })
  return assignment
}
