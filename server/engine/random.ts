// Chance, repeatably: one small stream of numbers for each element and purpose, derived from the seed
// and their names alone, so that adding an element does not disturb the others.

import { exp, log } from './elementary.ts'
import { DENSITIES, TAIL_FROM, WIDTHS } from './ziggurat.ts'

/** A layer has 2^24 places. */
const PER_PLACE = 1 / 16_777_216

/** sfc32 (Chris Doty-Humphrey, PractRand): 128 bits of state, passes PractRand and BigCrush. */
export class Random {
  #a: number
  #b: number
  #c: number
  #counter: number

  constructor(state: readonly [number, number, number, number]) {
    ;[this.#a, this.#b, this.#c, this.#counter] = state
  }

  /** A whole number from 0 to 2^32 - 1. */
  next(): number {
    return this.#word() >>> 0
  }

  /** The same 32 bits as a number with a sign: those above 2^31 would be copied to memory each time. */
  #word(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0
    this.#counter = (this.#counter + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0
    return sum
  }

  /** Between 0 and 1, neither of them. */
  fraction(): number {
    return (this.next() + 0.5) / 4_294_967_296
  }

  /** True with this probability; draws nothing when there is no doubt. */
  chance(probability: number): boolean {
    if (probability <= 0) return false
    if (probability >= 1) return true
    return this.fraction() < probability
  }

  /** A whole number from 0 to `count` - 1. */
  below(count: number): number {
    return Math.floor(this.fraction() * count)
  }

  /** Exponential with mean 1. */
  exponential(): number {
    const word = this.#word()
    const layer = word & 255
    const x = ((word >>> 8) + 0.5) * PER_PLACE * (WIDTHS[layer] as number)
    return x < (WIDTHS[layer + 1] as number) ? x : this.#exponentialAtTheEdge(layer, x)
  }

  /** In the part of a layer that is not wholly below the density. */
  #exponentialAtTheEdge(layer: number, x: number): number {
    // What lies beyond a place is spread as the whole is.
    if (layer === 0) return TAIL_FROM + this.exponential()
    const low = DENSITIES[layer] as number
    const high = DENSITIES[layer + 1] as number
    return low + this.fraction() * (high - low) < exp(-x) ? x : this.exponential()
  }

  /** Standard normal, by Marsaglia's polar method; its second number is not kept, to have no state. */
  normal(): number {
    for (;;) {
      const x = 2 * this.fraction() - 1
      const y = 2 * this.fraction() - 1
      const square = x * x + y * y
      if (square > 0 && square < 1) return x * Math.sqrt((-2 * log(square)) / square)
    }
  }

  save(): [number, number, number, number] {
    return [this.#a, this.#b, this.#c, this.#counter]
  }
}

export type StreamsState = readonly (readonly [
  element: string,
  purpose: string,
  state: readonly [number, number, number, number],
])[]

/** All streams of a run. */
export class Streams {
  /** By element, then by purpose: a name is spelled only for a stream that is new. */
  readonly #streams = new Map<string, Map<string, Random>>()
  readonly #seed: number

  constructor(seed: number) {
    this.#seed = seed
  }

  /** The stream of an element for one purpose; the same one whenever it is asked for. */
  of(element: string, purpose: string): Random {
    const known = this.#streams.get(element)?.get(purpose)
    if (known) return known
    const stream = new Random(seeded(this.#seed, `${element} ${purpose}`))
    for (let draw = 0; draw < 16; draw += 1) stream.next()
    this.#put(element, purpose, stream)
    return stream
  }

  save(): StreamsState {
    return [...this.#streams].flatMap(([element, streams]) =>
      [...streams].map(([purpose, stream]) => [element, purpose, stream.save()] as const),
    )
  }

  restore(state: StreamsState): void {
    for (const [element, purpose, words] of state) this.#put(element, purpose, new Random(words))
  }

  #put(element: string, purpose: string, stream: Random): void {
    const streams = this.#streams.get(element) ?? new Map<string, Random>()
    streams.set(purpose, stream)
    this.#streams.set(element, streams)
  }
}

/** Four words from a seed and a name: every letter stirs all of them. */
function seeded(seed: number, name: string): [number, number, number, number] {
  const words: [number, number, number, number] = [
    seed | 0,
    ~seed | 0,
    Math.imul(seed | 0, 0x9e37_79b1),
    1,
  ]
  for (let index = 0; index < name.length; index += 1) {
    const letter = name.charCodeAt(index)
    for (let lane = 0; lane < 4; lane += 1) {
      const other = words[(lane + 1) & 3] as number
      const mixed = Math.imul((words[lane] as number) ^ letter, 0x85eb_ca6b + 2 * lane) + other
      words[lane] = (mixed ^ (mixed >>> 15)) | 0
    }
  }
  return words
}
