// StickyAssignor and CooperativeStickyAssignor (KIP-54, KIP-341, KIP-429): balanced first, and then as few
// moves as possible.

import {
  type AssignableMember,
  type Assignment,
  nothingAssigned,
  PartitionTable,
  type TopicPartition,
  type TopicSizes,
} from './assignment.ts'
import { type Claims, claimsOf } from './claims.ts'
import { assignEquallySubscribed } from './equalSticky.ts'
import { assignDifferentlySubscribed } from './generalSticky.ts'

export function assignSticky(topics: TopicSizes, members: readonly AssignableMember[]): Assignment {
  return stickyTarget(topics, members).target
}

/** What moves is withheld: its owner gives it up first, and the next rebalance hands it out. */
export function assignCooperativeSticky(
  topics: TopicSizes,
  members: readonly AssignableMember[],
): Assignment {
  const { target, claims } = stickyTarget(topics, members)
  const isHeld = holdersOf(members, claims)
  return new Map(
    [...target].map(([id, assigned]) => [id, assigned.filter((each) => !isHeld(each, id))]),
  )
}

function stickyTarget(topics: TopicSizes, members: readonly AssignableMember[]) {
  const table = new PartitionTable(topics, members)
  const claims = claimsOf(members, table)
  if (members.length === 0) return { target: nothingAssigned(members), claims }
  const assign = isEquallySubscribed(members)
    ? assignEquallySubscribed
    : assignDifferentlySubscribed
  return { target: assign(table, members, claims), claims }
}

export function isEquallySubscribed(members: readonly AssignableMember[]): boolean {
  const [first] = members
  const topics = new Set(first?.topics)
  return members.every(
    (member) =>
      new Set(member.topics).size === topics.size &&
      member.topics.every((topic) => topics.has(topic)),
  )
}

/** Whether somebody else than this member still has the partition. */
function holdersOf(
  members: readonly AssignableMember[],
  { ownedBy, disputed }: Claims,
): (partition: TopicPartition, member: string) => boolean {
  const holder = new Map<TopicPartition, string>()
  for (const { id } of members)
    for (const partition of ownedBy.get(id) ?? []) holder.set(partition, id)
  return (partition, member) =>
    disputed.has(partition) || (holder.has(partition) && holder.get(partition) !== member)
}
