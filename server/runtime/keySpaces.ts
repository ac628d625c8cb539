// Keys as whole numbers: each key space has a range of them, in the order in which the spaces came.

import { assert, unreachable } from '#shared/lib/assert.ts'
import type { KeyDistribution, KeySpace } from '#shared/topology/keySpaces.ts'
import { WeightedIndex } from '../engine/distributions.ts'
import { power } from '../engine/elementary.ts'
import type { Random } from '../engine/random.ts'
import { type Duration, milliseconds, type SimTime } from '../engine/time.ts'

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
  readonly scheduler: { readonly now: SimTime }
  halt(reason: string): void
}

/** Null without a key space. Ends the run when it has no room for the keys. */
export function samplerOf(world: KeyWorld, space: KeySpace | undefined): KeySampler | null {
  if (!space) return null
  const range = world.keys.register(space)
  if (range) return new KeySampler(space, range, world.scheduler)
  world.halt(
    `The key spaces of the drawing have too many keys together; '${space.prefix}' does not fit.`,
  )
  return null
}

/** Draws keys of one space. What holds at a time follows from the time alone: there is no state to save. */
export class KeySampler {
  readonly #base: number
  readonly #space: KeySpace
  readonly #clock: KeyWorld['scheduler']
  /** The tables of one phase, made when it begins. */
  #draw: DrawKey
  /** When they are out of date; never before. */
  #until: number
  readonly #rotateEvery: Duration

  constructor(space: KeySpace, range: KeyRange, clock: KeyWorld['scheduler']) {
    this.#base = range.base
    this.#space = space
    this.#clock = clock
    this.#rotateEvery = milliseconds(space.rotation?.everyMs ?? 0)
    this.#until = this.#changesAfter(clock.now)
    this.#draw = drawOf(space.size, this.#distributionAt(clock.now))
  }

  sample(random: Random): number {
    const { now } = this.#clock
    if (now >= this.#until) {
      this.#until = this.#changesAfter(now)
      this.#draw = drawOf(this.#space.size, this.#distributionAt(now))
    }
    const key = this.#draw(random)
    return this.#base + (this.#rotateEvery > 0 ? this.#rotated(key, now) : key)
  }

  #changesAfter(now: SimTime): number {
    const next = this.#space.phases?.find(({ fromMs }) => milliseconds(fromMs) > now)
    return next ? milliseconds(next.fromMs) : Infinity
  }

  #distributionAt(now: SimTime): KeyDistribution {
    const phase = this.#space.phases?.findLast(({ fromMs }) => milliseconds(fromMs) <= now)
    return phase?.distribution ?? this.#space.distribution
  }

  #rotated(key: number, now: SimTime): number {
    const { size, rotation } = this.#space
    const turns = Math.floor(now / this.#rotateEvery)
    // Both below a million: their product is exact.
    return (key + (turns % size) * ((rotation?.by ?? 0) % size)) % size
  }
}

/** From 0. */
type DrawKey = (random: Random) => number

function drawOf(size: number, distribution: KeyDistribution): DrawKey {
  switch (distribution.kind) {
    case 'uniform':
      return (random) => random.below(size)
    case 'zipf': {
      const weights = Float64Array.from({ length: size }, (_, index) =>
        power(index + 1, -distribution.exponent),
      )
      const index = new WeightedIndex(weights)
      return (random) => index.sample(random)
    }
    case 'weighted':
      return weightedDraw(size, distribution)
    default:
      return unreachable(distribution)
  }
}

function weightedDraw(
  size: number,
  { weights, restWeight }: Extract<KeyDistribution, { kind: 'weighted' }>,
): DrawKey {
  const named = weights.slice(0, size)
  const others = size - named.length
  // One more index stands for all keys without a weight of their own.
  const indexes = new WeightedIndex(others > 0 ? [...named, restWeight] : named)
  return (random) => {
    const index = indexes.sample(random)
    return index < named.length ? index : index + random.below(others)
  }
}
