// Sticky assignment where members subscribe to different topics: each keeps what it had, the rest goes to
// whoever has least, and then partitions move from members with more to subscribers with fewer until
// no move makes it more even.

import {
  type AssignableMember,
  type Assignment,
  compared,
  type PartitionTable,
  type TopicPartition,
} from './assignment.ts'
import type { Claims } from './claims.ts'
import { Movements } from './movements.ts'

export function assignDifferentlySubscribed(
  table: PartitionTable,
  members: readonly AssignableMember[],
  claims: Claims,
): Assignment {
  const balancing = new Balancing(table, members, claims)
  balancing.dealRest()
  balancing.balance()
  return balancing.assignment
}

class Balancing {
  readonly assignment: Assignment = new Map()
  readonly #table: PartitionTable
  readonly #claims: Claims
  readonly #subscribers = new Map<string, readonly string[]>()
  readonly #topicsOf = new Map<string, ReadonlySet<string>>()
  readonly #owner = new Map<TopicPartition, string>()
  /** Those that few members can have come first. */
  readonly #all: readonly TopicPartition[]
  readonly #movements = new Movements()
  #unassigned: readonly TopicPartition[] = []
  /** Nobody had anything: there is nothing to keep. */
  #wasEmpty = false
  /** Members that take part in the balancing. */
  #movable: readonly string[] = []
  /** Somebody had what it does not subscribe to any more. */
  readonly #mustRevoke: boolean

  constructor(table: PartitionTable, members: readonly AssignableMember[], claims: Claims) {
    this.#table = table
    this.#claims = claims
    for (const topic of table.topics)
      this.#subscribers.set(
        topic,
        members.filter((member) => member.topics.includes(topic)).map(({ id }) => id),
      )
    for (const { id, topics } of members) {
      const known = new Set(topics.filter((topic) => table.sizes.has(topic)))
      this.#topicsOf.set(id, known)
      const claimed = claims.ownedBy.get(id) ?? []
      const kept = claimed.filter(([topic]) => known.has(topic))
      this.assignment.set(id, kept)
      for (const partition of kept) this.#owner.set(partition, id)
    }
    const claimed = [...claims.ownedBy.values()].reduce((sum, owned) => sum + owned.length, 0)
    this.#mustRevoke = claimed > this.#owner.size
    this.#all = [...table.topics]
      .sort((a, b) => this.#reach(a) - this.#reach(b) || compared(a, b))
      .flatMap((topic) => table.of(topic))
  }

  /** What nobody had, to the subscriber who has least. */
  dealRest(): void {
    this.#unassigned = this.#all.filter((partition) => !this.#owner.has(partition))
    this.#wasEmpty = this.#owner.size === 0
    for (const partition of this.#unassigned) {
      const member = this.#leastLoaded(partition[0], [...this.#topicsOf.keys()])
      if (member === undefined) continue
      this.assignment.get(member)?.push(partition)
      this.#owner.set(partition, member)
    }
  }

  balance(): void {
    this.#movable = [...this.#topicsOf.keys()].filter((member) => this.#canTakePart(member))
    const before: Assignment = new Map([...this.assignment].map(([id, owned]) => [id, [...owned]]))
    const isOpen = ([topic]: TopicPartition) => this.#reach(topic) > 1
    if (!this.#mustRevoke) this.#reassign(this.#unassigned.filter(isOpen))
    const hasMoved = this.#reassign(this.#all.filter(isOpen))
    if (this.#wasEmpty || !hasMoved || this.#unevenness(this.assignment) < this.#unevenness(before))
      return
    for (const [id, owned] of before) this.assignment.set(id, owned)
  }

  #reassign(partitions: readonly TopicPartition[]): boolean {
    let hasMoved = false
    let isModified = true
    while (isModified) {
      isModified = false
      for (const partition of partitions) {
        if (this.#isBalanced()) break
        const receiver = this.#receiverOf(partition)
        if (receiver === undefined) continue
        this.#move(partition, receiver)
        isModified = true
      }
      hasMoved ||= isModified
    }
    return hasMoved
  }

  /** Who had it before, or whoever has least, where its owner has at least two more. */
  #receiverOf(partition: TopicPartition): string | undefined {
    const owner = this.#owner.get(partition) ?? ''
    const previous = this.#claims.previousOwner.get(partition)
    const canReturn =
      previous !== undefined && this.#topicsOf.get(previous)?.has(partition[0]) === true
    if (canReturn && this.#load(owner) > this.#load(previous) + 1) return previous
    const subscribers = this.#subscribers.get(partition[0]) ?? []
    if (!subscribers.some((other) => this.#load(owner) > this.#load(other) + 1)) return undefined
    return this.#leastLoaded(partition[0], this.#movable)
  }

  #move(partition: TopicPartition, to: string): void {
    const from = this.#owner.get(partition) ?? ''
    const moved = this.#movements.bestMove(partition, from, to)
    const owner = this.#owner.get(moved) ?? ''
    this.#movements.note(moved, owner, to)
    const owned = this.assignment.get(owner) ?? []
    owned.splice(owned.indexOf(moved), 1)
    this.assignment.get(to)?.push(moved)
    this.#owner.set(moved, to)
  }

  #isBalanced(): boolean {
    const loads = this.#movable.map((member) => this.#load(member))
    if (Math.min(...loads) >= Math.max(...loads) - 1) return true
    return this.#movable.every((member) => !this.#couldTake(member))
  }

  /** Somebody has at least two more, one of which this member may have. */
  #couldTake(member: string): boolean {
    const load = this.#load(member)
    for (const topic of this.#topicsOf.get(member) ?? [])
      for (const partition of this.#table.of(topic)) {
        const owner = this.#owner.get(partition) ?? member
        if (owner !== member && load + 1 < this.#load(owner)) return true
      }
    return false
  }

  /** It may have more, or has something that others may have. */
  #canTakePart(member: string): boolean {
    const topics = [...(this.#topicsOf.get(member) ?? [])]
    const most = topics.reduce((sum, topic) => sum + this.#table.of(topic).length, 0)
    const owned = this.assignment.get(member) ?? []
    return owned.length < most || owned.some(([topic]) => this.#reach(topic) > 1)
  }

  #leastLoaded(topic: string, members: readonly string[]): string | undefined {
    let least: string | undefined
    for (const member of members) {
      if (!this.#topicsOf.get(member)?.has(topic)) continue
      const isLess =
        least === undefined ||
        this.#load(member) < this.#load(least) ||
        (this.#load(member) === this.#load(least) && member < least)
      if (isLess) least = member
    }
    return least
  }

  #load(member: string): number {
    return this.assignment.get(member)?.length ?? 0
  }

  #reach(topic: string): number {
    return this.#subscribers.get(topic)?.length ?? 0
  }

  /** Sum of the differences of all pairs of members that take part. */
  #unevenness(assignment: ReadonlyMap<string, readonly TopicPartition[]>): number {
    const loads = this.#movable.map((member) => assignment.get(member)?.length ?? 0)
    return loads.reduce(
      (sum, load, index) =>
        sum + loads.slice(index + 1).reduce((part, other) => part + Math.abs(load - other), 0),
      0,
    )
  }
}
