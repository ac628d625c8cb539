import { describe, expect, it } from 'vitest'
import { continuousBelow, meanBelow } from './continuous.ts'
import type { ContinuousLaw } from './law.ts'

const LAWS: readonly ContinuousLaw[] = [
  { kind: 'exponential', mean: 10 },
  { kind: 'logNormal', mean: 10, cv: 0.5 },
  { kind: 'logNormal', mean: 10, cv: 3 },
  { kind: 'gamma', mean: 10, shape: 0.4 },
  { kind: 'gamma', mean: 10, shape: 30 },
  { kind: 'hyperexponential', mean: 10, cv: 2 },
  { kind: 'weibull', mean: 10, shape: 0.7 },
  { kind: 'weibull', mean: 10, shape: 3 },
  { kind: 'pareto', mean: 10, tailIndex: 2.5 },
]

describe('a law with a density', () => {
  it.each(LAWS)('has the mean that its distribution function says, up to any time: %o', (law) => {
    // By parts: what is above, less those who are above `end` altogether.
    for (const end of [1, 8, 10, 25, 90])
      expect(meanBelow(law, end, Math)).toBeCloseTo(areaAbove(law, end) - end * above(law, end), 4)
  })

  it.each(LAWS)('begins at 0 and comes to all of it in the end: %o', (law) => {
    expect([0, -1].map((x) => [continuousBelow(law, x, Math), meanBelow(law, x, Math)])).toEqual([
      [0, 0],
      [0, 0],
    ])
    expect([continuousBelow(law, Infinity, Math), meanBelow(law, Infinity, Math)]).toEqual([1, 10])
    expect(continuousBelow(law, 1e12, Math)).toBeCloseTo(1, 12)
  })

  // The exponential with its median, a table of the standard normal at 1, and closed forms.
  it.each<readonly [ContinuousLaw, number, number]>([
    [{ kind: 'exponential', mean: 10 }, 10 * Math.LN2, 0.5],
    [
      { kind: 'logNormal', mean: Math.sqrt(Math.E), cv: Math.sqrt(Math.E - 1) },
      Math.E,
      0.841_344_746,
    ],
    [
      { kind: 'logNormal', mean: Math.sqrt(Math.E), cv: Math.sqrt(Math.E - 1) },
      1 / Math.E,
      0.158_655_254,
    ],
    [{ kind: 'gamma', mean: 10, shape: 2 }, 10, 1 - 3 * Math.exp(-2)],
    [{ kind: 'weibull', mean: 10, shape: 2 }, 10, 1 - Math.exp(-Math.PI / 4)],
    [{ kind: 'pareto', mean: 10, tailIndex: 2 }, 10, 0.75],
    [{ kind: 'pareto', mean: 10, tailIndex: 2 }, 5, 0],
  ])('is at %o below %d as often as is known', (law, x, chance) => {
    expect(continuousBelow(law, x, Math)).toBeCloseTo(chance, 9)
  })

  it('takes no time where its mean is 0', () => {
    for (const law of LAWS) {
      expect(continuousBelow({ ...law, mean: 0 }, 1e-9, Math)).toBe(1)
      expect(meanBelow({ ...law, mean: 0 }, 5, Math)).toBe(0)
    }
  })
})

function above(law: ContinuousLaw, x: number): number {
  return 1 - continuousBelow(law, x, Math)
}

/** The integral of the chance of being above, in steps that are finer where a law begins steeply. */
function areaAbove(law: ContinuousLaw, end: number): number {
  const steps = 4000
  const at = (step: number) => end * (step / steps) ** 3
  return Array.from({ length: steps }, (_, step) => {
    const [from, to] = [at(step), at(step + 1)]
    const sum = above(law, from) + 4 * above(law, (from + to) / 2) + above(law, to)
    return (sum * (to - from)) / 6
  }).reduce((sum, area) => sum + area, 0)
}
