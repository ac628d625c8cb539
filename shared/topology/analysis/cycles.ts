// Traffic that comes back to where it was. One that comes back as more than it was grows without end.

import { assert } from '../../lib/assert.ts'
import type { Vertex } from './traffic.ts'

/** A part of the traffic equations in which every stream leads to every other. */
export interface Loop {
  readonly vertices: readonly Vertex[]
  readonly members: ReadonlySet<number>
}

export interface Cycle {
  /** The streams that it leads through, from one back to it. */
  readonly indices: readonly number[]
  /** How many events one event comes back as; infinite where that has no end. */
  readonly gain: number
}

/** Enough for amounts that fall by 1 % a round to become nothing. */
const ROUNDS_MAX = 3000
/** Links followed, over all rounds; a bound for drawings that were made to be slow. */
const STEPS_MAX = 10_000_000
const NOTHING = 1e-12
const WITHOUT_END = 1e9
/** Rounds until the heaviest cycle outweighs the others. */
const WEIGHING_ROUNDS = 60

/** The cycle that weighs most, and what one event on it comes back as. */
export function heaviestCycle(loop: Loop): Cycle {
  const indices = cycleAlong(loop, weightsOf(loop))
  const [start] = indices
  assert(start !== undefined, 'a loop has a cycle')
  return { indices, gain: returnGain(loop, start) }
}

/** What one event at `start` leads to before it comes back, counted where it comes back. */
function returnGain(loop: Loop, start: number): number {
  let gain = 0
  let amounts: ReadonlyMap<number, number> = new Map([[start, 1]])
  for (let round = roundsOf(loop); round > 0; round -= 1) {
    const next = step(loop, amounts)
    gain += next.get(start) ?? 0
    next.delete(start)
    const left = sumOf(next)
    if (left < NOTHING) return gain
    if (left + gain > WITHOUT_END) return Infinity
    amounts = next
  }
  // What neither ends nor grows goes round elsewhere in the loop, for ever.
  return sumOf(amounts) < 1e-3 ? gain : Infinity
}

/** What the loop carries in all, where every lap is smaller than the one before. */
export function settledRates(
  loop: Loop,
  inflows: ReadonlyMap<number, number>,
): ReadonlyMap<number, number> {
  const rates = new Map(inflows)
  let amounts = inflows
  for (let round = roundsOf(loop); round > 0 && sumOf(amounts) > NOTHING; round -= 1) {
    const next = step(loop, amounts)
    for (const [index, amount] of next) rates.set(index, (rates.get(index) ?? 0) + amount)
    amounts = next
  }
  return rates
}

function step(
  { vertices, members }: Loop,
  amounts: ReadonlyMap<number, number>,
): Map<number, number> {
  const next = new Map<number, number>()
  for (const [index, amount] of amounts)
    for (const { to, gain } of vertices[index]?.links ?? [])
      if (members.has(to)) next.set(to, (next.get(to) ?? 0) + amount * gain)
  return next
}

/** How much an event at each stream leads to in the long run: the dominant eigenvector. */
function weightsOf(loop: Loop): ReadonlyMap<number, number> {
  let weights: ReadonlyMap<number, number> = new Map([...loop.members].map((index) => [index, 1]))
  for (let round = Math.min(WEIGHING_ROUNDS, roundsOf(loop)); round > 0; round -= 1) {
    const next = new Map<number, number>()
    let largest = 0
    for (const index of loop.members) {
      // With its own weight added, a cycle of two does not swing for ever.
      const weight = (weights.get(index) ?? 0) + offspring(loop, index, weights)
      next.set(index, weight)
      largest = Math.max(largest, weight)
    }
    weights = new Map([...next].map(([index, weight]) => [index, weight / largest]))
  }
  return weights
}

function offspring(
  { vertices, members }: Loop,
  index: number,
  weights: ReadonlyMap<number, number>,
): number {
  let sum = 0
  for (const { to, gain } of vertices[index]?.links ?? [])
    if (members.has(to)) sum += gain * (weights.get(to) ?? 0)
  return sum
}

/** From stream to stream, each time along the link that weighs most, until one comes again. */
function cycleAlong(loop: Loop, weights: ReadonlyMap<number, number>): readonly number[] {
  const [first = 0] = [...weights].sort((a, b) => b[1] - a[1]).map(([index]) => index)
  const way: number[] = []
  let index = first
  while (!way.includes(index)) {
    way.push(index)
    const onward = (loop.vertices[index]?.links ?? [])
      .filter(({ to }) => loop.members.has(to))
      .map(({ to, gain }) => ({ to, weight: gain * (weights.get(to) ?? 0) }))
      .sort((a, b) => b.weight - a.weight)
    const [heaviest] = onward
    assert(heaviest, 'a stream of a loop leads on in it')
    index = heaviest.to
  }
  return way.slice(way.indexOf(index))
}

function roundsOf({ vertices, members }: Loop): number {
  let links = 0
  for (const index of members) links += vertices[index]?.links.length ?? 0
  return Math.max(1, Math.min(ROUNDS_MAX, Math.floor(STEPS_MAX / Math.max(1, links))))
}

function sumOf(amounts: ReadonlyMap<number, number>): number {
  let sum = 0
  for (const amount of amounts.values()) sum += amount
  return sum
}
