// What goes round in a loop that is too large to be solved: followed for some rounds.

import type { Loop, Reduction } from './reduction.ts'

/** Links followed, over all rounds. */
const STEPS_MAX = 2_000_000
const ROUNDS_MAX = 1000
const NOTHING = 1e-12

/** The gain is that of as many steps as the cycle has, at the growth that the rounds have come to. */
export function iterated(
  loop: Loop,
  cycleLength: number,
  inflowOf: (index: number) => number,
): Reduction {
  const growth = growthOf(loop)
  const gain = growth ** cycleLength
  return { gain, rates: growth < 1 ? sumOfRounds(loop, inflowOf) : null }
}

/** By how much everything together grows in a round. */
function growthOf(loop: Loop): number {
  let amounts: ReadonlyMap<number, number> = new Map([...loop.members].map((index) => [index, 1]))
  let growth = 0
  const rounds = roundsFor(loop)
  for (let round = 0; round < rounds; round += 1) {
    const before = sumOf(amounts)
    const next = step(loop, amounts)
    const after = sumOf(next)
    // Half of the rounds bring out what grows fastest; the mean of the others evens out swinging.
    if (round >= rounds / 2) growth += Math.log(after / before)
    amounts = new Map([...next].map(([index, amount]) => [index, amount / after]))
  }
  return Math.exp(growth / Math.ceil(rounds / 2))
}

function sumOfRounds(loop: Loop, inflowOf: (index: number) => number): ReadonlyMap<number, number> {
  const rates = new Map([...loop.members].map((index) => [index, inflowOf(index)]))
  let amounts: ReadonlyMap<number, number> = new Map(rates)
  for (let round = roundsFor(loop); round > 0 && sumOf(amounts) > NOTHING; round -= 1) {
    amounts = step(loop, amounts)
    for (const [index, amount] of amounts) rates.set(index, (rates.get(index) ?? 0) + amount)
  }
  return rates
}

function step(
  { vertices, members }: Loop,
  amounts: ReadonlyMap<number, number>,
): ReadonlyMap<number, number> {
  const next = new Map<number, number>()
  for (const [index, amount] of amounts)
    for (const { to, gain } of vertices[index]?.links ?? [])
      if (members.has(to)) next.set(to, (next.get(to) ?? 0) + amount * gain)
  return next
}

function roundsFor({ vertices, members }: Loop): number {
  let links = 0
  for (const index of members) links += vertices[index]?.links.length ?? 0
  return Math.max(2, Math.min(ROUNDS_MAX, Math.floor(STEPS_MAX / links)))
}

function sumOf(amounts: ReadonlyMap<number, number>): number {
  let sum = 0
  for (const amount of amounts.values()) sum += amount
  return sum
}
