// Members and assignments in few words, for the tests of assignors.

import {
  type AssignableMember,
  type Assignment,
  compared,
  type TopicPartition,
} from './assignment.ts'

export function member(
  id: string,
  topics: readonly string[],
  owned = '',
  generation: number | null = owned === '' ? null : 1,
): AssignableMember {
  return { id, instanceId: null, topics, owned: partitions(owned), generation }
}

/** `t0 t1` for two partitions of the topic `t`. */
function partitions(words: string): readonly TopicPartition[] {
  const named = words.split(' ').filter((word) => word !== '')
  return named.map((word) => [word.slice(0, 1), Number(word.slice(1))] as const)
}

/** By member, the partitions in their order. */
export function spelled(assignment: Assignment): Readonly<Record<string, string>> {
  const words = [...assignment].map(([id, assigned]) => [
    id,
    assigned
      .toSorted(([a, i], [b, j]) => compared(a, b) || i - j)
      .map(([topic, partition]) => `${topic}${partition}`)
      .join(' '),
  ])
  return Object.fromEntries(words)
}
