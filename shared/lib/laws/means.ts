import type { Elementary } from '../elementary.ts'
import { chanceWithin } from './chances.ts'
import { meanBelow } from './continuous.ts'
import type { Law, Percentile, TruncatedLaw } from './law.ts'
import { weighted } from './weighted.ts'

export function meanOf(law: Law, math: Elementary): number {
  switch (law.kind) {
    case 'constant':
      return law.value
    case 'uniform':
      return (law.min + law.max) / 2
    case 'empirical':
      return weighted(law.weights, (n) => law.values[n] ?? 0)
    case 'percentiles':
      return percentilesMean(law.points)
    case 'mixture': {
      const weights = law.parts.map(({ weight }) => weight)
      const means = law.parts.map((part) => meanOf(part.law, math))
      return weighted(weights, (n) => means[n] ?? 0)
    }
    case 'shifted':
      return law.by + meanOf(law.law, math)
    case 'truncated':
      return truncatedMean(law, math)
    default:
      return law.mean
  }
}

function percentilesMean(points: readonly Percentile[]): number {
  return points.reduce((sum, { share, value }, n) => {
    const before = points[n - 1]
    return before ? sum + ((share - before.share) * (before.value + value)) / 2 : sum
  }, 0)
}

function truncatedMean({ law, min, max }: TruncatedLaw, math: Elementary): number {
  const sum = meanBelow(law, max, math) - meanBelow(law, min, math)
  // Of a narrow range hardly a digit is left, but the ends.
  return Math.min(max, Math.max(min, sum / chanceWithin(law, { min, max }, math)))
}
