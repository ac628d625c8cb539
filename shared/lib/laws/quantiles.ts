import type { Elementary } from '../elementary.ts'
import { chanceUpTo } from './chances.ts'
import type { Law, Range } from './law.ts'
import { meanOf } from './means.ts'

/** Some percentiles are a billionth of the mean, and still wanted to rounding. */
const HALVINGS = 100

/** The least time that at least this share, less than 1, takes at most. */
export function quantileOf(law: Law, share: number, math: Elementary): number {
  // Markov's inequality: no larger share than mean / x takes x or more.
  const range = { min: 0, max: meanOf(law, math) / (1 - share), resolution: 0 }
  return whereReached((x) => chanceUpTo(law, x, math), share, range)
}

interface SearchRange extends Range {
  /** Nearer than this is near enough. */
  readonly resolution: number
}

/** The least x of a range at which what grows with x is at least `wanted`; otherwise the range's end. */
export function whereReached(
  grows: (x: number) => number,
  wanted: number,
  { min, max, resolution }: SearchRange,
): number {
  let low = min
  let high = max
  for (let halving = 0; halving < HALVINGS && high - low > resolution; halving += 1) {
    const middle = (low + high) / 2
    if (middle <= low || middle >= high) break
    if (grows(middle) < wanted) low = middle
    else high = middle
  }
  return high
}
