// The kinds of durations against their moments and their distribution functions. Seeds are fixed, so a
// test that passes once passes always; each bound is also shown to catch a parameter that is a little off.

import { describe, expect, it } from 'vitest'
import { balancedPhases } from '#shared/lib/distributions.ts'
import { gammaBelow, logGamma } from '#shared/lib/gamma.ts'
import { DurationSampler, type DurationShape } from './distributions.ts'
import { DRAWS, drawsOf, gapMax, largestGap, MEAN, scaledDraws } from './goodnessOfFit.fixture.ts'
import { Random } from './random.ts'
import { type Duration, milliseconds, TIME_MAX } from './time.ts'

interface Case {
  readonly name: string
  readonly shape: DurationShape
  /** The same with a parameter other than the mean a little off. */
  readonly planted: DurationShape
  /** With a mean of 1: the chance of being below x, and the second to fourth moments. */
  readonly below: (x: number) => number
  readonly moments: readonly [number, number, number]
}

describe('DurationSampler', () => {
  it.each(cases())('has the mean and the variation of $name', ({ shape, planted, moments }) => {
    const { meanOff, variationOff } = standardErrors(shape, moments)
    expect(Math.abs(meanOff)).toBeLessThan(4)
    expect(Math.abs(variationOff)).toBeLessThan(4)

    const slower = { ...shape, mean: milliseconds(1.05e7) } as DurationShape
    expect(standardErrors(slower, moments).meanOff).toBeGreaterThan(4)
    expect(Math.abs(standardErrors(planted, moments).variationOff)).toBeGreaterThan(4)
  })

  it.each(cases())('has the distribution function of $name', ({ shape, planted, below }) => {
    expect(largestGap(scaledDraws(shape), below)).toBeLessThan(gapMax())
    expect(largestGap(scaledDraws(planted), below)).toBeGreaterThan(gapMax())
  })

  it('has the far tail of Pareto, further than one number of 32 bits reaches', () => {
    // The first number of this stream is 0, the least there is, and the next is 1.
    const random = new Random([0, 0, 0, 0])
    const mean = milliseconds(0.0001)
    const sampler = new DurationSampler({ kind: 'pareto', mean, tailIndex: 1.1 })

    expect(sampler.sample(random)).toBe(TIME_MAX)
  })

  it('is exponential where gamma, hyperexponential and Weibull meet', () => {
    const gap = (shape: DurationShape) => largestGap(scaledDraws(shape), (x) => 1 - Math.exp(-x))

    expect(gap({ kind: 'gamma', mean: MEAN, shape: 1 })).toBeLessThan(gapMax())
    expect(gap({ kind: 'weibull', mean: MEAN, shape: 1 })).toBeLessThan(gapMax())
    expect(gap({ kind: 'hyperexponential', mean: MEAN, cv: 1 })).toBeLessThan(gapMax())
  })

  it.each<DurationShape>([
    { kind: 'gamma', mean: MEAN, shape: 1 / 400 },
    { kind: 'gamma', mean: MEAN, shape: 10_000 },
    { kind: 'hyperexponential', mean: MEAN, cv: 20 },
    { kind: 'weibull', mean: MEAN, shape: 0.2 },
    { kind: 'weibull', mean: TIME_MAX as number as Duration, shape: 0.2 },
    { kind: 'pareto', mean: TIME_MAX as number as Duration, tailIndex: 1.1 },
  ])('gives whole durations at the bounds of the document: $kind', (shape) => {
    for (const drawn of drawsOf(shape, 1000))
      expect(Number.isSafeInteger(drawn) && drawn >= 0).toBe(true)
  })
})

function cases(): Case[] {
  return [
    gammaCase('Erlang with 4 phases', 4, 5),
    gammaCase('gamma with a variation of 0.4', 1 / 0.4 ** 2, 1 / 0.42 ** 2),
    gammaCase('gamma with a variation of 2', 1 / 2 ** 2, 1 / 2.1 ** 2),
    hyperexponentialCase(2),
    weibullCase(0.7),
    weibullCase(3),
    paretoCase(6),
  ]
}

function gammaCase(name: string, shape: number, planted: number): Case {
  const second = 1 + 1 / shape
  const third = second * (1 + 2 / shape)
  return {
    name,
    shape: { kind: 'gamma', mean: MEAN, shape },
    planted: { kind: 'gamma', mean: MEAN, shape: planted },
    below: (x) => gammaBelow(shape, shape * x, Math),
    moments: [second, third, third * (1 + 3 / shape)],
  }
}

function hyperexponentialCase(cv: number): Case {
  const { shortShare, shortMean, longMean } = balancedPhases(cv)
  const moment = (n: number, factorial: number) =>
    factorial * (shortShare * shortMean ** n + (1 - shortShare) * longMean ** n)
  return {
    name: 'hyperexponential',
    shape: { kind: 'hyperexponential', mean: MEAN, cv },
    planted: { kind: 'hyperexponential', mean: MEAN, cv: cv * 1.1 },
    below: (x) =>
      1 - shortShare * Math.exp(-x / shortMean) - (1 - shortShare) * Math.exp(-x / longMean),
    // The second moment is what a variation of `cv` means, whatever the phases are.
    moments: [1 + cv * cv, moment(3, 6), moment(4, 24)],
  }
}

function weibullCase(shape: number): Case {
  const gamma = (x: number) => Math.exp(logGamma(x, Math.log))
  const scale = 1 / gamma(1 + 1 / shape)
  const moment = (n: number) => scale ** n * gamma(1 + n / shape)
  return {
    name: `Weibull with a shape of ${shape}`,
    shape: { kind: 'weibull', mean: MEAN, shape },
    planted: { kind: 'weibull', mean: MEAN, shape: shape * 1.05 },
    below: (x) => 1 - Math.exp(-((x / scale) ** shape)),
    moments: [moment(2), moment(3), moment(4)],
  }
}

function paretoCase(tailIndex: number): Case {
  const min = (tailIndex - 1) / tailIndex
  const moment = (n: number) => (tailIndex * min ** n) / (tailIndex - n)
  return {
    name: 'Pareto',
    shape: { kind: 'pareto', mean: MEAN, tailIndex },
    planted: { kind: 'pareto', mean: MEAN, tailIndex: tailIndex * 1.15 },
    below: (x) => (x < min ? 0 : 1 - (min / x) ** tailIndex),
    moments: [moment(2), moment(3), moment(4)],
  }
}

/** How far the mean and the variance of the draws are off, in standard errors. */
function standardErrors(shape: DurationShape, [second, third, fourth]: Case['moments']) {
  const drawn = scaledDraws(shape)
  const mean = drawn.reduce((sum, x) => sum + x, 0) / DRAWS
  const spread = drawn.reduce((sum, x) => sum + (x - 1) ** 2, 0) / DRAWS
  const variance = second - 1
  const fourthCentral = fourth - 4 * third + 6 * second - 3
  return {
    meanOff: (mean - 1) / Math.sqrt(variance / DRAWS),
    variationOff: (spread - variance) / Math.sqrt((fourthCentral - variance ** 2) / DRAWS),
  }
}
