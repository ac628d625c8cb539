// Solves the equations of a loop by taking its streams out, one after the other: what came to one of
// them goes straight on to where that leads. Nothing is subtracted but from 1, so nothing cancels.

import type { Vertex } from './traffic.ts'

/** A part of the traffic equations in which every stream leads to every other. */
export interface Loop {
  readonly vertices: readonly Vertex[]
  readonly members: ReadonlySet<number>
}

export interface Reduction {
  /** How many events one event at the start comes back as; infinite where that has no end. */
  readonly gain: number
  /** Events per second, by stream; null where they have no end. */
  readonly rates: ReadonlyMap<number, number> | null
}

/** Figures have rounding errors, and what comes back as exactly 1 never settles either. */
const ENDLESS_FROM = 1 - 1e-9
/** A loop made by hand takes some hundreds. */
const STEPS_MAX = 300_000

export function isEndless(gain: number): boolean {
  return gain >= ENDLESS_FROM
}

interface ReductionOptions {
  readonly start: number
  readonly inflowOf: (index: number) => number
  readonly stepsMax?: number
}

/** Null where the loop is too large to be solved. */
export function reduced(
  loop: Loop,
  { start, inflowOf, stepsMax = STEPS_MAX }: ReductionOptions,
): Reduction | null {
  const reducer = new Reducer(loop, inflowOf)
  for (const index of fewestLinksFirst(loop)) {
    if (index === start) continue
    if (!reducer.takeOut(index)) return { gain: Infinity, rates: null }
    if (reducer.steps > stepsMax) return null
  }
  const gain = reducer.returning(start)
  return { gain, rates: isEndless(gain) ? null : reducer.ratesFrom(start) }
}

/** Each stream that is taken out ties those before it to those after it: first those with few. */
function fewestLinksFirst({ vertices, members }: Loop): readonly number[] {
  const ties = new Map([...members].map((index) => [index, { from: 0, to: 0 }]))
  for (const index of members)
    for (const { to } of vertices[index]?.links ?? []) {
      const [ahead, behind] = [ties.get(index), ties.get(to)]
      if (!ahead || !behind) continue
      ahead.to += 1
      behind.from += 1
    }
  const byTies = [...ties].sort(([, a], [, b]) => a.from * a.to - b.from * b.to)
  return byTies.map(([index]) => index)
}

interface TakenOut {
  readonly index: number
  /** Of what comes to it, all that goes round on the spot included. */
  readonly scale: number
  readonly gainsFrom: readonly (readonly [from: number, gain: number])[]
}

class Reducer {
  steps = 0
  readonly #gains = new Map<number, Map<number, number>>()
  readonly #sources = new Map<number, Set<number>>()
  readonly #rates = new Map<number, number>()
  readonly #takenOut: TakenOut[] = []
  readonly #left: Set<number>

  constructor({ vertices, members }: Loop, inflowOf: (index: number) => number) {
    this.#left = new Set(members)
    for (const index of members) {
      this.#rates.set(index, inflowOf(index))
      this.#gains.set(index, new Map())
    }
    for (const index of members)
      for (const { to, gain } of vertices[index]?.links ?? [])
        if (members.has(to)) this.#lead(index, to, gain)
  }

  /** What comes straight back from a stream to itself. */
  returning(index: number): number {
    return this.#gains.get(index)?.get(index) ?? 0
  }

  /** False where what comes to the stream goes round for ever. */
  takeOut(index: number): boolean {
    const own = this.returning(index)
    if (isEndless(own)) return false
    const scale = 1 / (1 - own)
    this.#left.delete(index)
    const gainsTo = [...(this.#gains.get(index) ?? [])].filter(([to]) => this.#left.has(to))
    const gainsFrom = [...(this.#sources.get(index) ?? [])]
      .filter((from) => this.#left.has(from))
      .map((from) => [from, this.#gains.get(from)?.get(index) ?? 0] as const)
    this.#takenOut.push({ index, scale, gainsFrom })
    const rate = this.#rates.get(index) ?? 0
    for (const [to, gain] of gainsTo) {
      this.#rates.set(to, (this.#rates.get(to) ?? 0) + rate * scale * gain)
      for (const [from, gainFrom] of gainsFrom) this.#lead(from, to, gainFrom * scale * gain)
    }
    this.steps += 1 + gainsTo.length * gainsFrom.length
    return true
  }

  /** With everything but the start taken out, everything is put back in turn. */
  ratesFrom(start: number): ReadonlyMap<number, number> {
    const rates = this.#rates
    rates.set(start, (rates.get(start) ?? 0) / (1 - this.returning(start)))
    for (const { index, scale, gainsFrom } of this.#takenOut.toReversed()) {
      const arriving = gainsFrom.reduce(
        (sum, [from, gain]) => sum + gain * (rates.get(from) ?? 0),
        rates.get(index) ?? 0,
      )
      rates.set(index, arriving * scale)
    }
    return rates
  }

  #lead(from: number, to: number, gain: number): void {
    const gains = this.#gains.get(from)
    gains?.set(to, (gains.get(to) ?? 0) + gain)
    const sources = this.#sources.get(to)
    if (sources) sources.add(from)
    else this.#sources.set(to, new Set([from]))
  }
}
