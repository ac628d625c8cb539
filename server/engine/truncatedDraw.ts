import { continuousBelow } from '#shared/lib/laws/continuous.ts'
import type { TruncatedLaw } from '#shared/lib/laws/law.ts'
import { whereReached } from '#shared/lib/laws/quantiles.ts'
import { exp, log } from './elementary.ts'
import type { Random } from './random.ts'

/** Enough for most of what people truncate; the work for a time must not depend on luck. */
const REDRAWS_MAX = 32

/** Half a nanosecond: times are whole. */
const RESOLUTION = 0.5

const MATH = { exp, log }

/**
 * Draws until a time lies in the range; after so many in vain it solves the distribution function for a
 * share of what lies there. Both are exactly the law under the condition of lying there.
 */
export function truncatedDraw(
  { law, min, max }: TruncatedLaw,
  draw: (random: Random) => number,
): (random: Random) => number {
  const below = (x: number) => continuousBelow(law, x, MATH)
  const first = below(min)
  const kept = below(max) - first
  return (random) => {
    for (let drawn = 0; drawn < REDRAWS_MAX; drawn += 1) {
      const time = draw(random)
      if (time >= min && time <= max) return time
    }
    const wanted = first + random.fraction() * kept
    let width = law.mean
    while (min + width < max && below(min + width) < wanted) width *= 2
    const end = Math.min(max, min + width)
    return whereReached(below, wanted, { min, max: end, resolution: RESOLUTION })
  }
}
