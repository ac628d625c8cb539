// Sticky assignment where all members subscribe to the same topics: each keeps what it had up to its fair
// share, and what is left is dealt out to those who have less, in the order of their ids.

import {
  type AssignableMember,
  type Assignment,
  compared,
  type PartitionTable,
  type TopicPartition,
} from './assignment.ts'
import type { Claims } from './claims.ts'

export function assignEquallySubscribed(
  table: PartitionTable,
  members: readonly AssignableMember[],
  claims: Claims,
): Assignment {
  const dealing = new Dealing(table, members)
  for (const { id } of members) dealing.keep(id, claims.ownedBy.get(id) ?? [])
  dealing.dealRest()
  return dealing.assignment
}

class Dealing {
  readonly assignment: Assignment = new Map()
  readonly #all: readonly TopicPartition[]
  readonly #least: number
  readonly #most: number
  /** How many more members may have one partition more than the least share. */
  #largerLeft: number
  /** Below the least share, and exactly at it while they may still get one more. */
  readonly #below: string[] = []
  #atLeast: string[] = []

  constructor(table: PartitionTable, members: readonly AssignableMember[]) {
    this.#all = [...table.topics].sort().flatMap((topic) => table.of(topic))
    this.#least = Math.floor(this.#all.length / members.length)
    this.#most = Math.ceil(this.#all.length / members.length)
    this.#largerLeft = this.#all.length % members.length
  }

  keep(member: string, owned: readonly TopicPartition[]): void {
    const inOrder = [...owned].sort(byNumber)
    if (inOrder.length < this.#least) {
      this.#below.push(member)
      this.assignment.set(member, inOrder)
    } else if (inOrder.length >= this.#most && this.#largerLeft > 0) {
      this.#largerLeft -= 1
      if (this.#largerLeft === 0) this.#atLeast = []
      this.assignment.set(member, inOrder.slice(0, this.#most))
    } else {
      if (this.#largerLeft > 0) this.#atLeast.push(member)
      this.assignment.set(member, inOrder.slice(0, this.#least))
    }
  }

  dealRest(): void {
    const kept = new Set([...this.assignment.values()].flat())
    this.#below.sort()
    this.#atLeast.sort()
    let turn = 0
    for (const partition of this.#all) {
      if (kept.has(partition)) continue
      if (turn >= this.#below.length) turn = 0
      const isFirstRound = this.#below.length > 0
      const member = isFirstRound ? this.#below[turn] : this.#atLeast.shift()
      const assigned = this.assignment.get(member ?? '')
      if (member === undefined || !assigned) continue
      assigned.push(partition)
      if (isFirstRound && assigned.length === this.#least) {
        this.#below.splice(turn, 1)
        this.#atLeast.push(member)
      } else {
        turn += 1
      }
    }
  }
}

/** By number, then by topic: so a member keeps the low partitions of all topics. */
function byNumber([topicA, a]: TopicPartition, [topicB, b]: TopicPartition): number {
  return a - b || compared(topicA, topicB)
}
