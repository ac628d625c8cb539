// One value, or a weighted choice between several.

import { WeightedIndex } from '../engine/distributions.ts'
import type { Random } from '../engine/random.ts'

interface Weighted<Value> {
  readonly value: Value
  readonly weight: number
}

/** Values that are lists stand in a choice only. */
export class Chooser<Value> {
  readonly #values: readonly Value[]
  readonly #weights: WeightedIndex | null

  constructor(choice: Value | readonly Weighted<Value>[]) {
    const weighted: readonly Weighted<Value>[] | null = Array.isArray(choice) ? choice : null
    this.#values = weighted ? weighted.map(({ value }) => value) : [choice as Value]
    this.#weights = weighted ? new WeightedIndex(weighted.map(({ weight }) => weight)) : null
  }

  /** Null where there is a choice. */
  get only(): Value | null {
    return this.#weights ? null : (this.#values[0] as Value)
  }

  /** Of values. */
  get count(): number {
    return this.#values.length
  }

  choose(random: Random): Value {
    return this.valueAt(this.draw(random))
  }

  /** The index of a value. A single one draws nothing. */
  draw(random: Random): number {
    return this.#weights === null ? 0 : this.#weights.sample(random)
  }

  valueAt(index: number): Value {
    return this.#values[index] as Value
  }
}
