// A queue of whole numbers of 32 bits, which name something in columns: `Ring` takes any numbers, and
// twice the room.

import { assert } from '#shared/lib/assert.ts'

export class HandleRing {
  /** The length is a power of two. */
  #items = new Int32Array(16)
  #head = 0
  #size = 0

  get size(): number {
    return this.#size
  }

  push(item: number): void {
    if (this.#size === this.#items.length) this.#makeRoom(this.#size * 2)
    this.#items[(this.#head + this.#size) & (this.#items.length - 1)] = item
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

  /** The item `index` places behind the head. */
  at(index: number): number {
    assert(index >= 0 && index < this.#size, 'the index lies in the ring')
    return this.#items[(this.#head + index) & (this.#items.length - 1)] as number
  }

  save(): Int32Array {
    return this.#unrolled(this.#size)
  }

  restore(items: Int32Array): void {
    let length = this.#items.length
    while (length < items.length) length *= 2
    this.#items = new Int32Array(length)
    this.#items.set(items)
    this.#head = 0
    this.#size = items.length
  }

  #makeRoom(length: number): void {
    this.#items = this.#unrolled(length)
    this.#head = 0
  }

  /** The items in their order, in an array of that length. */
  #unrolled(length: number): Int32Array<ArrayBuffer> {
    const items = new Int32Array(length)
    const end = Math.min(this.#head + this.#size, this.#items.length)
    items.set(this.#items.subarray(this.#head, end))
    items.set(this.#items.subarray(0, this.#size - (end - this.#head)), end - this.#head)
    return items
  }
}
