// How often each key is drawn, as a small curve: the keys in their order, from the first.

import { unreachable } from '#shared/lib/assert.ts'
import type { KeyDistribution } from '#shared/topology/keySpaces.ts'
import { CURVE_HEIGHT, CURVE_WIDTH } from './durationCurve.ts'

/** Keys that are drawn; there may be a million. */
export const KEYS_SHOWN = 40

/** Points of a polyline; null where every key is as likely as the others. */
export function keyShares(size: number, distribution: KeyDistribution): string | null {
  const shown = Math.min(size, KEYS_SHOWN)
  const weights = Array.from({ length: shown }, (_, key) => weightOf(key, size, distribution))
  const highest = Math.max(...weights)
  if (!(highest > 0) || weights.every((weight) => weight === highest)) return null
  return weights
    .flatMap((weight, key) => {
      const y = rounded(CURVE_HEIGHT * (1 - weight / highest))
      return [key, key + 1].map((end) => `${rounded((end / shown) * CURVE_WIDTH)},${y}`)
    })
    .join(' ')
}

function weightOf(key: number, size: number, distribution: KeyDistribution): number {
  switch (distribution.kind) {
    case 'uniform':
      return 1
    case 'zipf':
      return (key + 1) ** -distribution.exponent
    case 'weighted': {
      const { weights, restWeight } = distribution
      return weights[key] ?? restWeight / (size - weights.length)
    }
    default:
      return unreachable(distribution)
  }
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100
}
