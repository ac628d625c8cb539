import type { Law } from './law.ts'
import { weighted } from './weighted.ts'

/** A time that has a chance of its own. */
export interface Atom {
  readonly at: number
  readonly chance: number
}

/** All of them, each named as often as it is a part of the law. */
export function atomsOf(law: Law): readonly Atom[] {
  switch (law.kind) {
    case 'constant':
      return [{ at: law.value, chance: 1 }]
    case 'uniform':
      return law.min === law.max ? [{ at: law.min, chance: 1 }] : []
    case 'empirical':
      return law.values.map((at, n) => ({ at, chance: shareOf(law.weights, n) }))
    case 'percentiles':
      return law.points.flatMap(({ share, value }, n) => {
        const before = law.points[n - 1]
        return before?.value === value ? [{ at: value, chance: share - before.share }] : []
      })
    case 'mixture': {
      const weights = law.parts.map(({ weight }) => weight)
      return law.parts.flatMap((part, n) =>
        atomsOf(part.law).map(({ at, chance }) => ({ at, chance: chance * shareOf(weights, n) })),
      )
    }
    case 'shifted':
      return atomsOf(law.law).map(({ at, chance }) => ({ at: at + law.by, chance }))
    case 'truncated':
      return []
    default:
      return law.mean === 0 ? [{ at: 0, chance: 1 }] : []
  }
}

/** The first is drawn always, where no weight is above 0. */
function shareOf(weights: readonly number[], index: number): number {
  return weighted(weights, (n) => (n === index ? 1 : 0))
}
