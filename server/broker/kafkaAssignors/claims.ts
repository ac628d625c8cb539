// What the members of a sticky group say they had, and whom to believe: the newest generation that claims
// a partition has it, and if two members of that generation claim it, none of them.

import type { AssignableMember, PartitionTable, TopicPartition } from './assignment.ts'

/** A member that names no generation is older than all. */
const NO_GENERATION = -1

export interface Claims {
  readonly ownedBy: Map<string, TopicPartition[]>
  /** Claimed twice in the newest generation: to be handed out as if it changed hands. */
  readonly disputed: ReadonlySet<TopicPartition>
  /** Who had a partition before its present owner. */
  readonly previousOwner: ReadonlyMap<TopicPartition, string>
}

interface Claim {
  readonly member: string
  readonly generation: number
  /** Somebody else of the same generation claims it too. */
  isDisputed: boolean
}

export function claimsOf(members: readonly AssignableMember[], table: PartitionTable): Claims {
  const newest = newestClaims(members, table)
  const ownedBy = new Map(
    members.map(({ id, owned }) => {
      const known = owned.map((named) => table.find(named)).filter((found) => found !== undefined)
      const valid = known.filter((partition) => {
        const claim = newest.get(partition)
        return claim?.member === id && !claim.isDisputed
      })
      return [id, valid]
    }),
  )
  const disputed = [...newest].filter(([, { isDisputed }]) => isDisputed)
  const group = Math.max(...members.map(generationOf))
  const older = members.filter((member) => generationOf(member) < group)
  const previous = newestClaims(older, table)
  return {
    ownedBy,
    disputed: new Set(disputed.map(([partition]) => partition)),
    previousOwner: new Map([...previous].map(([partition, { member }]) => [partition, member])),
  }
}

function newestClaims(
  members: readonly AssignableMember[],
  table: PartitionTable,
): ReadonlyMap<TopicPartition, Claim> {
  const newest = new Map<TopicPartition, Claim>()
  for (const member of members)
    for (const named of member.owned) {
      const partition = table.find(named)
      if (partition) claim(newest, partition, member)
    }
  return newest
}

function claim(
  newest: Map<TopicPartition, Claim>,
  partition: TopicPartition,
  member: AssignableMember,
): void {
  const generation = generationOf(member)
  const known = newest.get(partition)
  if (!known || known.generation < generation)
    newest.set(partition, { member: member.id, generation, isDisputed: false })
  else if (known.generation === generation && known.member !== member.id) known.isDisputed = true
}

function generationOf({ generation }: AssignableMember): number {
  return generation ?? NO_GENERATION
}
