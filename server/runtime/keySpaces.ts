// Keys as whole numbers: each key space has a range of them, in the order in which the spaces came.

import { assert } from '#shared/lib/assert.ts'
import type { KeySpace } from '#shared/topology/fields.ts'
import { WeightedIndex } from '../engine/distributions.ts'
import { power } from '../engine/elementary.ts'
import type { Random } from '../engine/random.ts'

export interface KeyRange {
  readonly base: number
  readonly size: number
  readonly prefix: string
}

/** Keys of a run, all spaces together. Keeps their tables within some tens of megabytes. */
const KEYS_MAX = 8_000_000

export class KeySpaces {
  readonly #ranges: KeyRange[] = []

  get ranges(): readonly KeyRange[] {
    return this.#ranges
  }

  /** Spaces with the same prefix and size are the same keys. Null: no more keys fit into a run. */
  register({ prefix, size }: KeySpace): KeyRange | null {
    const known = this.#ranges.find((range) => range.prefix === prefix && range.size === size)
    if (known) return known
    const last = this.#ranges.at(-1)
    const range = { base: last ? last.base + last.size : 0, size, prefix }
    if (range.base + size > KEYS_MAX) return null
    this.#ranges.push(range)
    return range
  }

  text(key: number): string {
    const range = this.#ranges.findLast(({ base }) => base <= key)
    assert(range && key < range.base + range.size, 'a key lies in a key space')
    return `${range.prefix}${key - range.base}`
  }

  save(): readonly KeyRange[] {
    return [...this.#ranges]
  }

  restore(ranges: readonly KeyRange[]): void {
    this.#ranges.splice(0, this.#ranges.length, ...ranges)
  }
}

/** What a key space is drawn from needs. */
interface KeyWorld {
  readonly keys: KeySpaces
  halt(reason: string): void
}

/** Null without a key space. Ends the run when it has no room for the keys. */
export function samplerOf(world: KeyWorld, space: KeySpace | undefined): KeySampler | null {
  if (!space) return null
  const range = world.keys.register(space)
  if (range) return new KeySampler(space, range)
  world.halt(
    `The key spaces of the drawing have too many keys together; '${space.prefix}' does not fit.`,
  )
  return null
}

/** Draws keys of one space. */
export class KeySampler {
  readonly #base: number
  readonly #size: number
  /** Null: all keys are equally likely. */
  readonly #weighted: WeightedIndex | null
  /** Weighted: how many keys have a weight of their own. */
  readonly #namedKeys: number

  constructor(space: KeySpace, range: KeyRange) {
    this.#base = range.base
    this.#size = space.size
    const { distribution } = space
    this.#weighted = weightsOf(space)
    this.#namedKeys =
      distribution.kind === 'weighted'
        ? Math.min(distribution.weights.length, space.size)
        : space.size
  }

  sample(random: Random): number {
    if (!this.#weighted) return this.#base + random.below(this.#size)
    const index = this.#weighted.sample(random)
    if (index < this.#namedKeys) return this.#base + index
    return this.#base + index + random.below(this.#size - this.#namedKeys)
  }
}

function weightsOf({ size, distribution }: KeySpace): WeightedIndex | null {
  if (distribution.kind === 'uniform') return null
  if (distribution.kind === 'zipf') {
    const weights = Float64Array.from({ length: size }, (_, index) =>
      power(index + 1, -distribution.exponent),
    )
    return new WeightedIndex(weights)
  }
  const named = distribution.weights.slice(0, size)
  // One more index stands for all keys without a weight of their own.
  return new WeightedIndex(size > named.length ? [...named, distribution.restWeight] : named)
}
