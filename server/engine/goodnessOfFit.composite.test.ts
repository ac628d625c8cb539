// Durations that are recorded, mixed, shifted and truncated, against distribution functions and moments
// that are worked out here, in closed form or from those by integration. Each bound is also shown to catch
// a law that is a little off.

import { describe, expect, it } from 'vitest'
import type { Law } from '#shared/lib/laws/law.ts'
import { truncated } from '#shared/lib/laws/truncation.ts'
import type { DurationShape } from './distributions.ts'
import { exp, log } from './elementary.ts'
import { DRAWS, drawsOf, gapMax, largestGap, MEAN, scaledDraws } from './goodnessOfFit.fixture.ts'
import type { Duration } from './time.ts'

/** Times in units of MEAN. */
interface Case {
  readonly name: string
  readonly shape: DurationShape
  /** A little off. */
  readonly planted: DurationShape
  readonly below: (x: number) => number
  /** Nothing is above, or next to nothing. */
  readonly end: number
}

describe('DurationSampler', () => {
  it.each(cases())(
    'has the distribution and the moments of $name',
    ({ shape, planted, ...law }) => {
      const moments = momentsOf(law.below, law.end)
      const draws = scaledDraws(shape)
      expect(largestGap(draws, law.below)).toBeLessThan(gapMax())
      expect(Math.max(...standardErrors(draws, moments))).toBeLessThan(4)

      const off = scaledDraws(planted)
      expect(largestGap(off, law.below)).toBeGreaterThan(gapMax())
      expect(Math.max(...standardErrors(off, moments))).toBeGreaterThan(4)
    },
  )

  it('truncates, and does not clip', () => {
    for (const { shape, below } of cases().filter(({ shape: { kind } }) => kind === 'truncated')) {
      if (shape.kind !== 'truncated') continue
      const { min, max } = shape
      const clipped = scaledDraws(shape.law).map((x) =>
        Math.min(max / MEAN, Math.max(min / MEAN, x)),
      )
      expect(largestGap(clipped, below)).toBeGreaterThan(gapMax())
    }
  })

  // So far out that drawing again ends in vain.
  it.each(farCases())('solves for $name', ({ shape, planted, below }) => {
    const count = 4000
    expect(largestGap(scaledDraws(shape, count), below)).toBeLessThan(gapMax(count))
    expect(largestGap(scaledDraws(planted, count), below)).toBeGreaterThan(gapMax(count))
  })

  it('draws recorded values in proportion to their weights', () => {
    const values = [3, 1, 4, 1] as Duration[]
    const squares = (weights: number[], expected: number[]) => {
      const drawn = drawsOf({ kind: 'empirical', values, weights }, DRAWS)
      return [1, 3, 4].reduce((sum, value, n) => {
        const wanted = (DRAWS * (expected[n] as number)) / 16
        const count = drawn.filter((duration) => duration === value).length
        return sum + (count - wanted) ** 2 / wanted
      }, 0)
    }

    // Chi-squared with two degrees of freedom: above this in one seed of a thousand.
    expect(squares([5, 2, 8, 1], [3, 5, 8])).toBeLessThan(13.8)
    expect(squares([5, 2, 8, 1.3], [3, 5, 8])).toBeGreaterThan(13.8)
    expect(drawsOf({ kind: 'empirical', values, weights: [0, 0, 1, 0] }, 100)).toEqual(
      Array(100).fill(4),
    )
  })

  it('stays inside the limits, to the nanosecond', () => {
    const law = { kind: 'exponential', mean: 4 as Duration } as const
    const drawn = drawsOf({ kind: 'truncated', law, min: 3, max: 5 }, 1000)

    expect([...new Set(drawn)].sort()).toEqual([3, 4, 5])
  })
})

function cases(): Case[] {
  return [
    {
      name: 'percentiles',
      shape: percentiles([0.1, 0.5, 2, 8]),
      planted: percentiles([0.1, 0.58, 2, 8]),
      below: percentilesBelow,
      end: 8,
    },
    {
      name: 'percentiles between limits',
      shape: within(percentiles([0.1, 0.5, 2, 8]), 0.3, 5),
      planted: within(percentiles([0.1, 0.5, 2, 8]), 0.3, 4),
      below: conditional(percentilesBelow, 0.3, 5),
      end: 5,
    },
    {
      name: 'a mixture',
      shape: mixture(0.7),
      planted: mixture(0.73),
      below: mixtureBelow,
      end: 40,
    },
    {
      name: 'a mixture between limits',
      shape: within(mixture(0.7), 0.2, 2),
      planted: within(mixture(0.73), 0.2, 2),
      below: conditional(mixtureBelow, 0.2, 2),
      end: 2,
    },
    {
      name: 'what is shifted',
      shape: { kind: 'shifted', by: at(0.5), law: exponential },
      planted: { kind: 'shifted', by: at(0.52), law: exponential },
      below: (x) => exponentialBelow(x - 0.5),
      end: 40,
    },
    {
      name: 'what is shifted, between limits',
      shape: within({ kind: 'shifted', by: at(0.5), law: exponential }, 0.8, 2.5),
      planted: within({ kind: 'shifted', by: at(0.5), law: exponential }, 0.8, 2.45),
      below: conditional((x) => exponentialBelow(x - 0.5), 0.8, 2.5),
      end: 2.5,
    },
    {
      name: 'uniform between limits',
      shape: within({ kind: 'uniform', min: at(0), max: at(2) }, 0.5, 3),
      planted: within({ kind: 'uniform', min: at(0), max: at(2) }, 0.52, 3),
      below: conditional((x) => Math.min(1, x / 2), 0.5, 3),
      end: 2,
    },
    ...laws().map(({ law, below }) => ({
      name: `${law.kind} between limits`,
      shape: within(law, 0.85, 1.6),
      planted: within(law, 0.85, 1.5),
      below: conditional(below, 0.85, 1.6),
      end: 1.6,
    })),
  ]
}

function farCases(): Case[] {
  return [
    {
      name: 'the far tail of exponential times',
      shape: within(exponential, 9, Infinity),
      planted: within(exponential, 9.1, Infinity),
      // It remembers nothing.
      below: (x) => exponentialBelow(x - 9),
      end: Infinity,
    },
    {
      name: 'the far tail of Pareto times',
      shape: within({ kind: 'pareto', mean: MEAN, tailIndex: 3 }, 40, Infinity),
      planted: within({ kind: 'pareto', mean: MEAN, tailIndex: 3.5 }, 40, Infinity),
      below: (x) => 1 - (40 / x) ** 3,
      end: Infinity,
    },
    ...laws().flatMap(({ law, below, rareMin, rareMax }) => ({
      name: `${law.kind} in a narrow range`,
      shape: within(law, rareMin, rareMax),
      planted: within(law, rareMin, rareMax * 1.002),
      below: conditional(below, rareMin, rareMax),
      end: rareMax,
    })),
  ]
}

const exponential = { kind: 'exponential', mean: MEAN } as const

function exponentialBelow(x: number): number {
  return x > 0 ? 1 - Math.exp(-x) : 0
}

/** Laws with a mean of 1, in closed form, and where hardly any of their times lie. */
function laws() {
  const phases = { share: (1 + Math.sqrt(0.6)) / 2, rest: (1 - Math.sqrt(0.6)) / 2 }
  const narrow = { rareMin: 2, rareMax: 2.02 }
  return [
    { law: exponential, below: exponentialBelow, ...narrow },
    { law: { kind: 'logNormal', mean: MEAN, cv: 0.5 }, below: logNormalBelow, ...narrow },
    { law: { kind: 'gamma', mean: MEAN, shape: 4 }, below: erlangBelow, ...narrow },
    {
      // Balanced phases: a deviation twice the mean.
      law: { kind: 'hyperexponential', mean: MEAN, cv: 2 },
      below: (x: number) =>
        1 -
        phases.share * Math.exp(-2 * phases.share * x) -
        phases.rest * Math.exp(-2 * phases.rest * x),
      ...narrow,
    },
    {
      // The gamma function of 3/2 is half the root of π.
      law: { kind: 'weibull', mean: MEAN, shape: 2 },
      below: (x: number) => 1 - Math.exp((-Math.PI * x * x) / 4),
      ...narrow,
    },
    {
      law: { kind: 'pareto', mean: MEAN, tailIndex: 6 },
      below: (x: number) => (x < 5 / 6 ? 0 : 1 - (5 / 6 / x) ** 6),
      ...narrow,
    },
  ] as const
}

function erlangBelow(x: number): number {
  const y = 4 * x
  return 1 - Math.exp(-y) * (1 + y + (y * y) / 2 + (y * y * y) / 6)
}

function logNormalBelow(x: number): number {
  const variance = Math.log(1.25)
  const z = (Math.log(x) + variance / 2) / Math.sqrt(variance)
  const density = (y: number) => Math.exp((-y * y) / 2) / Math.sqrt(2 * Math.PI)
  return 0.5 + integral(density, z, 64)
}

function percentiles(values: readonly [number, number, number, number]): DurationShape {
  const shares = [0, 0.5, 0.95, 1] as const
  const points = shares.map((share, n) => ({ share, value: at(values[n] as number) }))
  return { kind: 'percentiles', points }
}

function percentilesBelow(x: number): number {
  if (x < 0.5) return ((x - 0.1) / 0.4) * 0.5
  if (x < 2) return 0.5 + ((x - 0.5) / 1.5) * 0.45
  return Math.min(1, 0.95 + ((x - 2) / 6) * 0.05)
}

/** Exponential times, and Erlang times twice as long. */
function mixture(share: number): DurationShape {
  return {
    kind: 'mixture',
    parts: [
      { weight: share, law: exponential },
      { weight: 1 - share, law: { kind: 'gamma', mean: at(2), shape: 4 } },
    ],
  }
}

function mixtureBelow(x: number): number {
  return 0.7 * exponentialBelow(x) + 0.3 * erlangBelow(x / 2)
}

function within(law: Law<Duration>, min: number, max: number): DurationShape {
  const shape = truncated(law, { min: min * MEAN, max: max * MEAN }, { exp, log })
  if (!shape) throw new Error('nothing lies there')
  return shape
}

function conditional(below: (x: number) => number, min: number, max: number) {
  const [first, last] = [below(min), below(max)]
  return (x: number) => (x <= min ? 0 : Math.min(1, (below(x) - first) / (last - first)))
}

function at(x: number): Duration {
  return (x * MEAN) as Duration
}

/** The first four moments, from the chance of being above. */
function momentsOf(below: (x: number) => number, end: number): number[] {
  return [1, 2, 3, 4].map((n) =>
    integral((x) => n * x ** (n - 1) * (1 - Math.max(0, below(x))), end, 20_000),
  )
}

/** From 0 to `end`, by Simpson's rule. */
function integral(f: (x: number) => number, end: number, steps: number): number {
  let sum = f(0) + f(end)
  for (let step = 1; step < steps; step += 1)
    sum += (step % 2 === 1 ? 4 : 2) * f((step / steps) * end)
  return (sum * end) / steps / 3
}

/** How far the mean and the variance of the draws are off, in standard errors. */
function standardErrors(draws: readonly number[], moments: readonly number[]) {
  const [first = 0, second = 0, third = 0, fourth = 0] = moments
  const mean = draws.reduce((sum, x) => sum + x, 0) / draws.length
  const spread = draws.reduce((sum, x) => sum + (x - first) ** 2, 0) / draws.length
  const variance = second - first ** 2
  const fourthCentral = fourth - 4 * first * third + 6 * first ** 2 * second - 3 * first ** 4
  return [
    Math.abs(mean - first) / Math.sqrt(variance / draws.length),
    Math.abs(spread - variance) / Math.sqrt((fourthCentral - variance ** 2) / draws.length),
  ]
}
