/** The newest values of a series, oldest first, readable as one array without copying. */
export class NumberRing {
  /** Each value is written twice, `capacity` apart, so that the newest always lie side by side. */
  readonly #values: Float64Array
  readonly #capacity: number
  #written = 0

  constructor(capacity: number) {
    this.#capacity = capacity
    this.#values = new Float64Array(capacity * 2)
  }

  push(value: number): void {
    const slot = this.#written % this.#capacity
    this.#values[slot] = value
    this.#values[slot + this.#capacity] = value
    this.#written += 1
  }

  /** A view that the next `push` may change. */
  get values(): Float64Array {
    const length = Math.min(this.#written, this.#capacity)
    const end = this.#written % this.#capacity
    const from = this.#written <= this.#capacity ? 0 : end
    return this.#values.subarray(from, from + length)
  }

  clear(): void {
    this.#written = 0
  }
}

/** The newest items, oldest first. */
export class ItemRing<Item> {
  readonly #items: Item[] = []
  readonly #capacity: number
  #next = 0

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  push(item: Item): void {
    this.#items[this.#next] = item
    this.#next = (this.#next + 1) % this.#capacity
  }

  toArray(): Item[] {
    if (this.#items.length < this.#capacity) return [...this.#items]
    return [...this.#items.slice(this.#next), ...this.#items.slice(0, this.#next)]
  }

  clear(): void {
    this.#items.length = 0
    this.#next = 0
  }
}
