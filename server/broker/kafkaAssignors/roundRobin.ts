// RoundRobinAssignor: all partitions of all topics in a row, one to each member in turn; who does not
// subscribe to a topic is passed over.

import {
  type AssignableMember,
  type Assignment,
  byIdentity,
  nothingAssigned,
  PartitionTable,
  type TopicSizes,
} from './assignment.ts'

export function assignRoundRobin(
  topics: TopicSizes,
  members: readonly AssignableMember[],
): Assignment {
  const assignment = nothingAssigned(members)
  const table = new PartitionTable(topics, members)
  const inOrder = [...members].sort(byIdentity)
  let turn = 0
  for (const topic of [...table.topics].sort()) {
    for (const partition of table.of(topic)) {
      // Somebody subscribes: topics of the table are those of the members.
      while (!inOrder[turn]?.topics.includes(topic)) turn = (turn + 1) % inOrder.length
      assignment.get(inOrder[turn]?.id ?? '')?.push(partition)
      turn = (turn + 1) % inOrder.length
    }
  }
  return assignment
}
