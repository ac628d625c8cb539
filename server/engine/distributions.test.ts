import { describe, expect, it } from 'vitest'
import { DurationSampler, type DurationShape, WeightedIndex } from './distributions.ts'
import { Streams } from './random.ts'
import { type Duration, milliseconds } from './time.ts'

const DRAWS = 100_000

describe('DurationSampler', () => {
  it('draws nothing for what is constant', () => {
    const random = stream()
    const before = random.save()

    const drawn = new DurationSampler({ kind: 'constant', value: ms(20) }).sample(random)

    expect(drawn).toBe(ms(20))
    expect(random.save()).toEqual(before)
  })

  // Mean, variance and the fourth central moment (for the standard error of the variance), with mean 1.
  it.each([
    ['uniform', { kind: 'uniform', min: ms(50), max: ms(150) }, 1 / 12, 1 / 80],
    ['exponential', { kind: 'exponential', mean: ms(100) }, 1, 9],
    ['log-normal', { kind: 'logNormal', mean: ms(100), cv: 0.5 }, 0.25, logNormalFourth(0.5)],
  ] satisfies readonly [string, DurationShape, number, number][])(
    'has the mean and the variance of a %s distribution',
    (_, shape, variance, fourth) => {
      const { mean, spread } = momentsOf(shape)

      expect(Math.abs(mean - 1)).toBeLessThan(5 * Math.sqrt(variance / DRAWS))
      const error = Math.sqrt((fourth - variance * variance) / DRAWS)
      expect(Math.abs(spread - variance)).toBeLessThan(5 * error)
    },
  )

  it('stays between the bounds of a uniform distribution', () => {
    const drawn = drawsOf({ kind: 'uniform', min: ms(50), max: ms(150) })

    expect(Math.min(...drawn.slice(0, 10_000))).toBeGreaterThanOrEqual(ms(50))
    expect(Math.max(...drawn.slice(0, 10_000))).toBeLessThanOrEqual(ms(150))
  })

  it('has the median of a log-normal distribution', () => {
    const drawn = drawsOf({ kind: 'logNormal', mean: ms(100), cv: 2 })
    const median = ms(100) / Math.sqrt(1 + 2 * 2)
    const below = drawn.filter((duration) => duration < median).length

    expect(Math.abs(below - DRAWS / 2)).toBeLessThan(5 * Math.sqrt(DRAWS / 4))
  })

  it.each<DurationShape>([
    { kind: 'exponential', mean: ms(0) },
    { kind: 'logNormal', mean: ms(0), cv: 3 },
    { kind: 'uniform', min: ms(0), max: ms(0) },
    { kind: 'gamma', mean: ms(0), shape: 0.5 },
    { kind: 'hyperexponential', mean: ms(0), cv: 2 },
    { kind: 'weibull', mean: ms(0), shape: 0.5 },
    { kind: 'pareto', mean: ms(0), tailIndex: 2 },
  ])('takes no time when $kind times are 0', (shape) => {
    const random = stream()
    expect(new DurationSampler(shape).sample(random)).toBe(0)
  })
})

describe('WeightedIndex', () => {
  it('draws in proportion to the weights', () => {
    const weights = [1, 0, 5, 4]
    const counts = countsOf(new WeightedIndex(weights), weights.length)

    expect(counts[1]).toBe(0)
    weights.forEach((weight, index) => {
      const share = weight / 10
      const error = Math.sqrt(DRAWS * share * (1 - share))
      expect(Math.abs((counts[index] as number) - DRAWS * share)).toBeLessThanOrEqual(5 * error)
    })
  })

  it('draws the first when all weights are 0', () => {
    expect(countsOf(new WeightedIndex([0, 0, 0]), 3)).toEqual([DRAWS, 0, 0])
  })

  it('never draws a weight of 0 at either end', () => {
    expect(countsOf(new WeightedIndex([0, 1, 0]), 3)).toEqual([0, DRAWS, 0])
  })
})

function momentsOf(shape: DurationShape) {
  const drawn = drawsOf(shape).map((duration) => duration / ms(100))
  const mean = drawn.reduce((sum, x) => sum + x, 0) / DRAWS
  const spread = drawn.reduce((sum, x) => sum + (x - 1) ** 2, 0) / DRAWS
  return { mean, spread }
}

function drawsOf(shape: DurationShape): number[] {
  const random = stream()
  const sampler = new DurationSampler(shape)
  return Array.from({ length: DRAWS }, () => sampler.sample(random))
}

function countsOf(weighted: WeightedIndex, size: number): number[] {
  const random = stream()
  const counts = Array<number>(size).fill(0)
  for (let draw = 0; draw < DRAWS; draw += 1) {
    const index = weighted.sample(random)
    counts[index] = (counts[index] as number) + 1
  }
  return counts
}

/** Fourth central moment of a log-normal distribution with mean 1. */
function logNormalFourth(cv: number): number {
  const w = 1 + cv * cv
  return (w - 1) ** 2 * (w ** 4 + 2 * w ** 3 + 3 * w ** 2 - 3)
}

function stream() {
  return new Streams(1).of('services/payments/handlers/placed', 'service time')
}

function ms(count: number): Duration {
  return milliseconds(count)
}
