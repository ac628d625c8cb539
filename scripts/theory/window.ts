// Which part of a run is measured: so many publications after the first so many.

export class Window {
  readonly #warmUp: number
  readonly #messages: number
  #published = 0
  #from = Infinity
  #to = Infinity

  constructor({ warmUp, messages }: { readonly warmUp: number; readonly messages: number }) {
    this.#warmUp = warmUp
    this.#messages = messages
  }

  get isOpen(): boolean {
    return this.#published > this.#warmUp && !this.isOver
  }

  get isOver(): boolean {
    return this.#published > this.#warmUp + this.#messages
  }

  get length(): number {
    return this.#to - this.#from
  }

  publish(atNs: number): void {
    this.#published += 1
    if (this.#published === this.#warmUp + 1) this.#from = atNs
    if (this.#published === this.#warmUp + this.#messages + 1) this.#to = atNs
  }

  /** How much of a stretch of time that is over lies within. */
  overlap(fromNs: number, toNs: number): number {
    return Math.max(0, Math.min(toNs, this.#to) - Math.max(fromNs, this.#from))
  }
}

/** The value that this share does not exceed. */
export function quantileOf(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort()
  return sorted[Math.max(1, Math.ceil(share * sorted.length)) - 1] ?? Number.NaN
}
