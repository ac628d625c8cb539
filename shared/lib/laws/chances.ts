// The distribution function of every law.

import type { Elementary } from '../elementary.ts'
import { continuousBelow } from './continuous.ts'
import type { Law, Percentile, Range, TruncatedLaw } from './law.ts'
import { weighted } from './weighted.ts'

/** Values may have a chance of their own: of being below `at`, with or without `at` itself. */
interface Edge {
  readonly at: number
  readonly isIncluded: boolean
}

/** The chance of at most `x`. */
export function chanceUpTo(law: Law, x: number, math: Elementary): number {
  return chanceBelow(law, { at: x, isIncluded: true }, math)
}

/** The chance of lying there. */
export function chanceWithin(law: Law, { min, max }: Range, math: Elementary): number {
  const below = chanceBelow(law, { at: min, isIncluded: false }, math)
  return Math.max(0, chanceUpTo(law, max, math) - below)
}

function chanceBelow(law: Law, edge: Edge, math: Elementary): number {
  switch (law.kind) {
    case 'constant':
      return isBelow(law.value, edge) ? 1 : 0
    case 'uniform':
      return straightBelow(Math.min(law.min, law.max), Math.max(law.min, law.max), edge)
    case 'empirical':
      return weighted(law.weights, (n) => (isBelow(law.values[n] ?? 0, edge) ? 1 : 0))
    case 'percentiles':
      return percentilesBelow(law.points, edge)
    case 'mixture': {
      const weights = law.parts.map(({ weight }) => weight)
      const chances = law.parts.map((part) => chanceBelow(part.law, edge, math))
      return weighted(weights, (n) => chances[n] ?? 0)
    }
    case 'shifted':
      return chanceBelow(law.law, { ...edge, at: edge.at - law.by }, math)
    case 'truncated':
      return truncatedBelow(law, edge.at, math)
    default:
      if (law.mean === 0) return isBelow(0, edge) ? 1 : 0
      return continuousBelow(law, edge.at, math)
  }
}

function isBelow(value: number, { at, isIncluded }: Edge): boolean {
  return isIncluded ? value <= at : value < at
}

/** Evenly from `min` to `max`, or always the same. */
function straightBelow(min: number, max: number, edge: Edge): number {
  if (isBelow(max, edge)) return 1
  return isBelow(min, edge) ? (edge.at - min) / (max - min) : 0
}

function percentilesBelow(points: readonly Percentile[], edge: Edge): number {
  return points.reduce((sum, { share, value }, n) => {
    const before = points[n - 1]
    if (!before) return sum
    return sum + (share - before.share) * straightBelow(before.value, value, edge)
  }, 0)
}

function truncatedBelow({ law, min, max }: TruncatedLaw, x: number, math: Elementary): number {
  if (x < min) return 0
  if (x >= max) return 1
  const below = continuousBelow(law, min, math)
  const kept = continuousBelow(law, max, math) - below
  return Math.min(1, Math.max(0, (continuousBelow(law, x, math) - below) / kept))
}
