// Durations of which nothing can be drawn, or not what they say.

import { percentileName } from '../../lib/percentile.ts'
import { exactDuration } from '../../lib/units.ts'
import { shareKept } from '../durationLaw.ts'
import type { DurationDistribution } from '../durations.ts'
import { setField } from '../edits.ts'
import type { Examined } from './examined.ts'
import { namedDurations } from './namedDurations.ts'
import type { LintProblem } from './problem.ts'
import { sentence } from './words.ts'

/** Where less remains between the limits, the digits of the distribution function run out. */
const SHARE_KEPT_MIN = 1e-6

/** What is wrong with a duration alone, and what it might be instead. */
interface Flaw {
  readonly code: string
  /** What the duration does, for after its name. */
  readonly words: string
  readonly fix?: { readonly label: string; readonly value: DurationDistribution }
}

/** The first flaw of each duration; of a mixture, of each part as well. */
export function durationFlaws({ topology }: Examined): readonly LintProblem[] {
  return namedDurations(topology).flatMap(({ serviceId, path, words, duration }) => {
    const flaw = flawOf(duration)
    if (flaw === null) return []
    const { code, fix } = flaw
    return [
      {
        severity: 'error',
        code,
        message: `${sentence(words)} ${flaw.words}`,
        elementIds: [serviceId],
        path,
        ...(fix && { fix: { label: fix.label, edit: setField(path, fix.value, fix.label) } }),
      } as const,
    ]
  })
}

function flawOf(duration: DurationDistribution): Flaw | null {
  return flawOfKind(duration) ?? flawOfLimits(duration)
}

type Of<Kind extends DurationDistribution['kind']> = Extract<DurationDistribution, { kind: Kind }>

function flawOfKind(duration: DurationDistribution): Flaw | null {
  switch (duration.kind) {
    case 'uniform':
      return flawOfRange(duration)
    case 'percentiles':
      return flawOfOrder(duration) ?? flawOfMaximum(duration)
    case 'empirical': {
      const isDrawn = duration.valuesMs.some((entry) =>
        typeof entry === 'number' ? true : entry.weight > 0,
      )
      return isDrawn ? null : weightless('value')
    }
    case 'mixture':
      return duration.parts.some(({ weight }) => weight > 0) ? null : weightless('part')
    default:
      return null
  }
}

function flawOfRange(duration: Of<'uniform'>): Flaw | null {
  const { minMs, maxMs } = duration
  if (minMs <= maxMs) return null
  const value = { ...duration, minMs: maxMs, maxMs: minMs }
  return {
    code: 'uniform-range',
    words: `goes from ${exactDuration(minMs)} to ${exactDuration(maxMs)}: the minimum is above the maximum.`,
    fix: { label: 'Swap minimum and maximum', value },
  }
}

function flawOfOrder(duration: Of<'percentiles'>): Flaw | null {
  const { points } = duration
  const index = points.findIndex((_, n) => !isInOrder(points, n))
  const [early, late] = [points[index - 1], points[index]]
  if (!early || !late) return null
  const sorted = points.toSorted((a, b) => a.share - b.share)
  const isFixable = sorted.every((_, n) => isInOrder(sorted, n))
  return {
    code: 'percentile-order',
    words: `goes from ${pointWords(early)} to ${pointWords(late)}. Each percentile is higher than the one before, and takes at least as long.`,
    ...(isFixable && {
      fix: { label: 'Put the percentiles in order', value: { ...duration, points: sorted } },
    }),
  }
}

type Points = Of<'percentiles'>['points']

function isInOrder(points: Points, index: number): boolean {
  const [before, point] = [points[index - 1], points[index]]
  if (!before || !point) return true
  return before.share < point.share && before.valueMs <= point.valueMs
}

function flawOfMaximum(duration: Of<'percentiles'>): Flaw | null {
  const { points } = duration
  const last = points.at(-1)
  if (!last || last.share === 1) return null
  const value = { ...duration, points: [...points, { share: 1, valueMs: last.valueMs }] }
  return {
    code: 'percentile-maximum',
    words: `ends with ${pointWords(last)}. The last percentile is the maximum, a share of 1.`,
    fix: { label: `Use a maximum of ${exactDuration(last.valueMs)}`, value },
  }
}

/** `p95 = 80 ms` */
function pointWords({ share, valueMs }: Points[number]): string {
  return `${percentileName(share)} = ${exactDuration(valueMs)}`
}

function weightless(noun: string): Flaw {
  return {
    code: 'no-weight',
    words: `has no ${noun} with a weight above 0, so that none could be drawn.`,
  }
}

function flawOfLimits(duration: DurationDistribution): Flaw | null {
  const { atLeastMs = 0, atMostMs = Infinity } = duration
  if (atLeastMs > atMostMs)
    return {
      code: 'duration-limits',
      words: `is at least ${exactDuration(atLeastMs)} and at most ${exactDuration(atMostMs)}: the lower limit is above the upper one.`,
      fix: {
        label: 'Swap the limits',
        value: { ...duration, atLeastMs: atMostMs, atMostMs: atLeastMs },
      },
    }
  const share = shareKept(duration)
  if (share >= SHARE_KEPT_MIN) return null
  const { atLeastMs: _, atMostMs: __, ...value } = duration
  const where =
    atMostMs === Infinity
      ? `${exactDuration(atLeastMs)} or more`
      : `from ${exactDuration(atLeastMs)} to ${exactDuration(atMostMs)}`
  return {
    code: 'duration-limits',
    words: `${share > 0 ? 'hardly ever' : 'never'} lies within its limits, ${where}. At least one time in a million has to.`,
    fix: { label: 'Remove the limits', value },
  }
}
