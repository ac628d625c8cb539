// A queue of numbers that never moves them: a power-of-two ring that doubles when full.

import { assert } from '#shared/lib/assert.ts'

export class Ring {
  #items: Float64Array
  #head = 0
  #size = 0

  constructor(capacity = 8) {
    assert((capacity & (capacity - 1)) === 0, 'the capacity is a power of two')
    this.#items = new Float64Array(capacity)
  }

  get size(): number {
    return this.#size
  }

  push(item: number): void {
    if (this.#size === this.#items.length) this.#grow()
    this.#items[(this.#head + this.#size) & (this.#items.length - 1)] = item
    this.#size += 1
  }

  /** Puts an item before all others. */
  unshift(item: number): void {
    if (this.#size === this.#items.length) this.#grow()
    this.#head = (this.#head - 1) & (this.#items.length - 1)
    this.#items[this.#head] = item
    this.#size += 1
  }

  /** Takes the oldest item; only when there is one. */
  shift(): number {
    assert(this.#size > 0, 'the ring is not empty')
    const item = this.#items[this.#head] as number
    this.#head = (this.#head + 1) & (this.#items.length - 1)
    this.#size -= 1
    return item
  }

  /** Takes the newest item; only when there is one. */
  pop(): number {
    assert(this.#size > 0, 'the ring is not empty')
    this.#size -= 1
    return this.#items[(this.#head + this.#size) & (this.#items.length - 1)] as number
  }

  /** The item `index` places behind the head. */
  at(index: number): number {
    assert(index >= 0 && index < this.#size, 'the index lies in the ring')
    return this.#items[(this.#head + index) & (this.#items.length - 1)] as number
  }

  /** Puts another item in the place of one. */
  set(index: number, item: number): void {
    assert(index >= 0 && index < this.#size, 'the index lies in the ring')
    this.#items[(this.#head + index) & (this.#items.length - 1)] = item
  }

  clear(): void {
    this.#head = 0
    this.#size = 0
  }

  save(): number[] {
    return Array.from(this.#unrolled(this.#size))
  }

  restore(items: ArrayLike<number>): void {
    let capacity = this.#items.length
    while (capacity < items.length) capacity *= 2
    this.#items = new Float64Array(capacity)
    this.#items.set(items)
    this.#head = 0
    this.#size = items.length
  }

  #grow(): void {
    this.#items = this.#unrolled(this.#items.length * 2)
    this.#head = 0
  }

  /** The items in their order, in an array of that length. */
  #unrolled(length: number): Float64Array {
    const items = new Float64Array(length)
    const end = Math.min(this.#head + this.#size, this.#items.length)
    items.set(this.#items.subarray(this.#head, end))
    items.set(this.#items.subarray(0, this.#size - (end - this.#head)), end - this.#head)
    return items
  }
}
