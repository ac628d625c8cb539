// Which way most of the traffic goes round in a loop.

import { assert } from '../../lib/assert.ts'
import type { Loop } from './reduction.ts'

/** Until the heaviest cycle outweighs the others. */
const ROUNDS_MAX = 60
/** Links followed, over all rounds; a bound for drawings that were made to be slow. */
const STEPS_MAX = 5_000_000

/** The streams of the cycle that weighs most, from one back to it. */
export function heaviestCycle(loop: Loop): readonly number[] {
  return cycleAlong(loop, weightsOf(loop))
}

/** How much an event at each stream leads to in the long run: the dominant eigenvector. */
function weightsOf(loop: Loop): ReadonlyMap<number, number> {
  let weights: ReadonlyMap<number, number> = new Map([...loop.members].map((index) => [index, 1]))
  for (let round = roundsOf(loop); round > 0; round -= 1) {
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
  const [first] = [...weights].sort((a, b) => b[1] - a[1]).map(([index]) => index)
  assert(first !== undefined, 'a loop has streams')
  const way = new Set<number>()
  let index = first
  while (!way.has(index)) {
    way.add(index)
    index = heaviestAfter(loop, index, weights)
  }
  const indices = [...way]
  return indices.slice(indices.indexOf(index))
}

function heaviestAfter(
  { vertices, members }: Loop,
  index: number,
  weights: ReadonlyMap<number, number>,
): number {
  const [heaviest] = (vertices[index]?.links ?? [])
    .filter(({ to }) => members.has(to))
    .map(({ to, gain }) => ({ to, weight: gain * (weights.get(to) ?? 0) }))
    .sort((a, b) => b.weight - a.weight)
  assert(heaviest, 'a stream of a loop leads on in it')
  return heaviest.to
}

function roundsOf({ vertices, members }: Loop): number {
  let links = 0
  for (const index of members) links += vertices[index]?.links.length ?? 0
  return Math.max(1, Math.min(ROUNDS_MAX, Math.floor(STEPS_MAX / Math.max(1, links))))
}
