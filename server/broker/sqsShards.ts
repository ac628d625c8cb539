// A standard queue is spread over servers, each with an order of its own. A long poll asks all of them,
// a short poll only some: it may bring nothing though messages are there.

import { grownLength } from '../engine/grown.ts'
import type { Random } from '../engine/random.ts'
import type { SimTime } from '../engine/time.ts'
import { LinkedLists, type LinkedListsState, NONE } from './linkedLists.ts'
import type { SqsOrder } from './sqsOrder.ts'

/** Servers of a queue. */
export const SHARDS = 4
/** Of these a short poll asks so many. */
const SHARDS_SAMPLED = 3

export class SqsShards implements SqsOrder {
  readonly #random: Random
  readonly #count: number
  readonly #sampled: number
  readonly #lists: LinkedLists
  #shardOf = new Uint8Array(64)
  #visible = 0
  // Of the receive under way.
  #first = 0
  #asked = 0
  #turn = 0
  #unseen = 0

  constructor(random: Random, count: number) {
    this.#random = random
    this.#count = count
    this.#sampled = Math.min(count, SHARDS_SAMPLED)
    this.#lists = new LinkedLists(count)
  }

  enter(place: number): void {
    while (place >= this.#shardOf.length) this.#grow()
    this.#shardOf[place] = this.#random.below(this.#count)
  }

  show(place: number, end: 'front' | 'back'): void {
    const shard = this.#shardOf[place] as number
    if (end === 'front') this.#lists.pushFront(shard, place)
    else this.#lists.pushBack(shard, place)
    this.#visible += 1
  }

  hide(place: number): void {
    this.#lists.remove(place)
    this.#visible -= 1
  }

  leave(): void {
    // A hidden message is in no list.
  }

  begin(isShort: boolean): void {
    // Each message is looked at once, even if a redrive brings it back to this very queue.
    this.#unseen = this.#visible
    if (this.#unseen === 0) return
    this.#first = this.#random.below(this.#count)
    this.#asked = isShort ? this.#sampled : this.#count
    this.#turn = 0
  }

  /** One of each server in turn. */
  next(): number {
    if (this.#unseen === 0) return NONE
    for (let empty = 0; empty < this.#asked; empty += 1) {
      const shard = (this.#first + this.#turn) % this.#count
      this.#turn = (this.#turn + 1) % this.#asked
      const place = this.#lists.first(shard)
      if (place === NONE) continue
      this.#unseen -= 1
      return place
    }
    return NONE
  }

  end(): void {
    this.#unseen = 0
  }

  /** Of those at the head of the shards: what was received often and sent to the back is passed over. */
  oldestVisibleSince(sinceOf: (place: number) => SimTime): SimTime | null {
    let oldest: SimTime | null = null
    for (let shard = 0; shard < this.#count; shard += 1) {
      const place = this.#lists.first(shard)
      if (place === NONE) continue
      const since = sinceOf(place)
      if (oldest === null || since < oldest) oldest = since
    }
    return oldest
  }

  save(): SqsShardsState {
    return {
      lists: this.#lists.save(),
      shardOf: this.#shardOf,
      visible: this.#visible,
    }
  }

  restore(state: unknown): void {
    const { lists, shardOf, visible } = state as SqsShardsState
    this.#lists.restore(lists)
    while (this.#shardOf.length < shardOf.length) this.#grow()
    this.#shardOf.set(shardOf)
    this.#visible = visible
  }

  #grow(): void {
    const shardOf = new Uint8Array(grownLength(this.#shardOf.length))
    shardOf.set(this.#shardOf)
    this.#shardOf = shardOf
  }
}

export interface SqsShardsState {
  readonly lists: LinkedListsState
  readonly shardOf: Uint8Array
  readonly visible: number
}
