// A law under the condition that the time lies in a range. Of what is put together, the parts are
// truncated; of what is a list, the list; so only laws with a density are left to be drawn that way.

import type { Elementary } from '../elementary.ts'
import { chanceWithin } from './chances.ts'
import type { ContinuousLaw, Law, MixturePart, Percentile, Range } from './law.ts'

/** Null where no time lies in the range. */
export function truncated<Time extends number>(
  law: Law<Time>,
  range: Range,
  math: Elementary,
): Law<Time> | null {
  switch (law.kind) {
    case 'constant':
      return isWithin(law.value, range) ? law : null
    case 'uniform':
      return truncatedUniform(law, range)
    case 'empirical':
      return truncatedEmpirical(law, range)
    case 'percentiles':
      return truncatedPercentiles(law, range)
    case 'mixture': {
      const parts = law.parts.flatMap((part) => truncatedPart(part, range, math))
      return parts.length > 0 ? { ...law, parts } : null
    }
    case 'shifted': {
      const before = { min: range.min - law.by, max: range.max - law.by }
      const inner = truncated(law.law, before, math)
      return inner && { ...law, law: inner }
    }
    case 'truncated': {
      const both = { min: Math.max(law.min, range.min), max: Math.min(law.max, range.max) }
      return truncated(law.law, both, math)
    }
    default:
      return truncatedContinuous(law, range, math)
  }
}

type Of<Kind extends Law['kind'], Time extends number> = Extract<Law<Time>, { kind: Kind }>

function isWithin(value: number, { min, max }: Range): boolean {
  return value >= min && value <= max
}

function truncatedContinuous<Time extends number>(
  law: ContinuousLaw<Time>,
  { min, max }: Range,
  math: Elementary,
): Law<Time> | null {
  if (law.mean === 0) return isWithin(0, { min, max }) ? law : null
  if (min <= 0 && max === Infinity) return law
  const isPossible = chanceWithin(law, { min, max }, math) > 0
  return isPossible ? { kind: 'truncated', law, min: Math.max(0, min), max } : null
}

function truncatedUniform<Time extends number>(
  { kind, ...ends }: Of<'uniform', Time>,
  range: Range,
): Law<Time> | null {
  const min = Math.max(Math.min(ends.min, ends.max), range.min) as Time
  const max = Math.min(Math.max(ends.min, ends.max), range.max) as Time
  return min <= max ? { kind, min, max } : null
}

function truncatedEmpirical<Time extends number>(
  { kind, values, weights }: Of<'empirical', Time>,
  range: Range,
): Law<Time> | null {
  const isKept = (n: number) => isWithin(values[n] ?? 0, range) && (weights[n] ?? 0) > 0
  const kept = values.filter((_, n) => isKept(n))
  return kept.length > 0
    ? { kind, values: kept, weights: weights.filter((_, n) => isKept(n)) }
    : null
}

function truncatedPercentiles<Time extends number>(
  { kind, points }: Of<'percentiles', Time>,
  range: Range,
): Law<Time> | null {
  const pieces = points.flatMap((point, n) => pieceWithin(points[n - 1], point, range))
  const kept = pieces.reduce((sum, { share }) => sum + share, 0)
  const [first] = pieces
  if (!first) return null
  let sum = 0
  const ends = pieces.map(({ share, to }) => {
    sum += share
    return { share: sum / kept, value: to }
  })
  return { kind, points: [{ share: 0, value: first.from }, ...ends] }
}

/** What lies in the range of the straight piece between two percentiles. */
function pieceWithin<Time extends number>(
  before: Percentile<Time> | undefined,
  { share, value }: Percentile<Time>,
  { min, max }: Range,
) {
  if (!before) return []
  const from = Math.max(before.value, min) as Time
  const to = Math.min(value, max) as Time
  const isFlat = before.value === value
  const part = isFlat ? 1 : (to - from) / (value - before.value)
  const remaining = (share - before.share) * part
  return from <= to && remaining > 0 ? [{ from, to, share: remaining }] : []
}

function truncatedPart<Time extends number>(
  { weight, law }: MixturePart<Time>,
  range: Range,
  math: Elementary,
): MixturePart<Time>[] {
  const inner = truncated(law, range, math)
  const remaining = weight * chanceWithin(law, range, math)
  return inner && remaining > 0 ? [{ weight: remaining, law: inner }] : []
}
