// What is handed over within an instant, first in, first out: a power-of-two ring that doubles when full.

export class HandOffs {
  #entity = new Int32Array(64)
  #kind = new Int32Array(64)
  #argument = new Float64Array(64)
  #head = 0
  #size = 0

  get size(): number {
    return this.#size
  }

  push(entity: number, kind: number, argument: number): void {
    if (this.#size === this.#entity.length) this.#grow()
    const at = (this.#head + this.#size) & (this.#entity.length - 1)
    this.#entity[at] = entity
    this.#kind[at] = kind
    this.#argument[at] = argument
    this.#size += 1
  }

  /**
   * Takes the oldest and answers the place that it was in: until the next is pushed, `entity`, `kind` and
   * `argument` tell of it. Only when there is one.
   */
  shift(): number {
    const place = this.#head
    this.#head = (place + 1) & (this.#entity.length - 1)
    this.#size -= 1
    return place
  }

  entity(place: number): number {
    return this.#entity[place] as number
  }

  kind(place: number): number {
    return this.#kind[place] as number
  }

  argument(place: number): number {
    return this.#argument[place] as number
  }

  #grow(): void {
    const { length } = this.#entity
    const order = Array.from({ length }, (_, index) => (this.#head + index) & (length - 1))
    const entity = new Int32Array(2 * length)
    const kind = new Int32Array(2 * length)
    const argument = new Float64Array(2 * length)
    order.forEach((from, to) => {
      entity[to] = this.#entity[from] as number
      kind[to] = this.#kind[from] as number
      argument[to] = this.#argument[from] as number
    })
    this.#entity = entity
    this.#kind = kind
    this.#argument = argument
    this.#head = 0
  }
}
