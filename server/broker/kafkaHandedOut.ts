// The deliveries that a consumer has, in the order in which they were handed out: a power-of-two ring
// that doubles when full. Mostly the oldest is settled first.

import type { DeliveryHandle } from './deliveries.ts'

export class KafkaHandedOut {
  #deliveries = new Int32Array(8)
  #head = 0
  #size = 0

  get size(): number {
    return this.#size
  }

  get all(): DeliveryHandle[] {
    return Array.from({ length: this.#size }, (_, index) => this.#at(index) as DeliveryHandle)
  }

  push(delivery: DeliveryHandle): void {
    if (this.#size === this.#deliveries.length) this.#grow()
    this.#deliveries[(this.#head + this.#size) & (this.#deliveries.length - 1)] = delivery
    this.#size += 1
  }

  /** Whether it was there. */
  take(delivery: DeliveryHandle): boolean {
    if (this.#size === 0) return false
    if (this.#deliveries[this.#head] !== delivery && !this.#moveToHead(delivery)) return false
    this.#head = (this.#head + 1) & (this.#deliveries.length - 1)
    this.#size -= 1
    return true
  }

  clear(): void {
    this.#size = 0
  }

  #at(index: number): number {
    return this.#deliveries[(this.#head + index) & (this.#deliveries.length - 1)] as number
  }

  /** The others keep their order. */
  #moveToHead(delivery: DeliveryHandle): boolean {
    let index = 1
    while (index < this.#size && this.#at(index) !== delivery) index += 1
    if (index >= this.#size) return false
    for (; index > 0; index -= 1)
      this.#deliveries[(this.#head + index) & (this.#deliveries.length - 1)] = this.#at(index - 1)
    this.#deliveries[this.#head] = delivery
    return true
  }

  #grow(): void {
    const { all } = this
    this.#deliveries = new Int32Array(this.#deliveries.length * 2)
    this.#deliveries.set(all)
    this.#head = 0
  }
}
