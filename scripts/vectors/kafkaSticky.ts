// What holds for every sticky assignment, whether or not it is the one that the Java client finds.

import type {
  AssignableMember,
  Assignment,
  TopicPartition,
  TopicSizes,
} from '../../server/broker/kafkaAssignors/assignment.ts'

interface StickyAnswer {
  readonly name: 'sticky' | 'cooperative-sticky'
  readonly sizes: TopicSizes
  readonly members: readonly AssignableMember[]
  readonly target: Assignment
  /** For the cooperative assignor: without what moves. */
  readonly assigned: Assignment
  /** Kafka's own. */
  readonly expect: Readonly<Record<string, readonly TopicPartition[]>>
}

/** What is wrong with the answer; null: nothing. */
export function brokenInvariant(answer: StickyAnswer): string | null {
  const { members, target, sizes, expect, assigned, name } = answer
  const ownerOf = ownersIn(target)
  const owners = validOwners(members)
  const problem = unassigned(members, sizes, target) ?? uneven(members, sizes, ownerOf)
  if (problem !== null) return problem
  const [moved, movedByKafka] = [
    movedAway(owners, ownerOf),
    movedAway(owners, ownersIn(new Map(Object.entries(expect)))),
  ]
  if (name === 'sticky' && moved > movedByKafka)
    return `${moved} partitions move away from their owners, ${movedByKafka} in Kafka's answer`
  return name === 'sticky' ? null : withheldWrongly({ members, owners, target, assigned })
}

const NOBODY = null

/** Of the newest generation that claims a partition; nobody where two claim it. */
function validOwners(members: readonly AssignableMember[]): ReadonlyMap<string, string | null> {
  const newest = new Map<string, { generation: number; owner: string | null }>()
  for (const { id, owned, generation: said } of members) {
    const generation = said ?? -1
    for (const partition of owned.map(spelled)) {
      const known = newest.get(partition)
      if (!known || known.generation < generation) newest.set(partition, { generation, owner: id })
      else if (known.generation === generation) known.owner = NOBODY
    }
  }
  return new Map([...newest].map(([partition, { owner }]) => [partition, owner]))
}

function unassigned(
  members: readonly AssignableMember[],
  sizes: TopicSizes,
  target: Assignment,
): string | null {
  const times = new Map<string, number>()
  for (const { id, topics } of members)
    for (const [topic, partition] of target.get(id) ?? []) {
      if (!topics.includes(topic)) return `${id} does not subscribe to ${topic}`
      const key = spelled([topic, partition])
      times.set(key, (times.get(key) ?? 0) + 1)
    }
  const wanted = partitionsOf(
    members.flatMap(({ topics }) => topics),
    sizes,
  )
  const wrong = wanted.find((partition) => times.get(partition) !== 1)
  return wrong === undefined ? null : `${wrong} is assigned ${times.get(wrong) ?? 0} times`
}

function partitionsOf(topics: readonly string[], sizes: TopicSizes): readonly string[] {
  return [...new Set(topics)].flatMap((topic) =>
    Array.from({ length: sizes.get(topic) ?? 0 }, (_, partition) => spelled([topic, partition])),
  )
}

function uneven(
  members: readonly AssignableMember[],
  sizes: TopicSizes,
  ownerOf: ReadonlyMap<string, string>,
): string | null {
  const loads = new Map(members.map(({ id }) => [id, 0]))
  for (const owner of ownerOf.values()) loads.set(owner, (loads.get(owner) ?? 0) + 1)
  for (const { id, topics } of members)
    for (const partition of partitionsOf(topics, sizes)) {
      const owner = ownerOf.get(partition) ?? id
      if ((loads.get(owner) ?? 0) > (loads.get(id) ?? 0) + 1)
        return `${partition} could move from ${owner} to ${id}`
    }
  return null
}

function movedAway(
  owners: ReadonlyMap<string, string | null>,
  ownerOf: ReadonlyMap<string, string>,
): number {
  let moved = 0
  for (const [partition, owner] of owners)
    if (owner !== NOBODY && ownerOf.has(partition) && ownerOf.get(partition) !== owner) moved += 1
  return moved
}

function withheldWrongly({
  members,
  owners,
  target,
  assigned,
}: Pick<StickyAnswer, 'members' | 'target' | 'assigned'> & {
  readonly owners: ReadonlyMap<string, string | null>
}): string | null {
  for (const { id } of members) {
    const handedOut = new Set((assigned.get(id) ?? []).map(spelled))
    for (const partition of (target.get(id) ?? []).map(spelled)) {
      const mustWait = owners.has(partition) && owners.get(partition) !== id
      if (handedOut.delete(partition) === mustWait)
        return `${partition} is ${mustWait ? 'handed out while another has it' : 'withheld'}`
    }
    if (handedOut.size > 0) return `${id} gets ${[...handedOut].join(', ')} beyond the target`
  }
  return null
}

function ownersIn(
  assignment: ReadonlyMap<string, readonly TopicPartition[]>,
): ReadonlyMap<string, string> {
  return new Map(
    [...assignment].flatMap(([id, assigned]) =>
      assigned.map((partition) => [spelled(partition), id] as const),
    ),
  )
}

function spelled([topic, partition]: TopicPartition): string {
  return `${topic}-${partition}`
}
