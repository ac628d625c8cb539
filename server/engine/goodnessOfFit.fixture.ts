// Draws, and how far they are from a law.

import { DurationSampler, type DurationShape } from './distributions.ts'
import { Streams } from './random.ts'
import { type Duration, milliseconds } from './time.ts'

export const DRAWS = 100_000

/** So long that whole nanoseconds hide nothing: of uneven gamma times, many are far below the mean. */
export const MEAN = milliseconds(1e7)

export function drawsOf(shape: DurationShape, count: number): Duration[] {
  const random = new Streams(1).of('services/payments/handlers/placed', 'service time')
  const sampler = new DurationSampler(shape)
  return Array.from({ length: count }, () => sampler.sample(random))
}

/** With a mean of 1, where that of the shape is MEAN. */
export function scaledDraws(shape: DurationShape, count = DRAWS): number[] {
  return drawsOf(shape, count).map((duration) => duration / MEAN)
}

/** Between the share of draws that are below x and the chance of it, over all x. */
export function largestGap(draws: readonly number[], below: (x: number) => number): number {
  const sorted = Float64Array.from(draws).sort()
  return sorted.reduce((largest, x, index) => {
    const chance = below(x)
    return Math.max(largest, chance - index / draws.length, (index + 1) / draws.length - chance)
  }, 0)
}

/** Kolmogorov and Smirnov: a right sampler is above this in one seed of a thousand. */
export function gapMax(count = DRAWS): number {
  return 1.95 / Math.sqrt(count)
}
