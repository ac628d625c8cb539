// What law of chance a duration of the document stands for.

import { unreachable } from '../lib/assert.ts'
import type { Elementary } from '../lib/elementary.ts'
import { chanceWithin } from '../lib/laws/chances.ts'
import type { Law, Percentile, Range } from '../lib/laws/law.ts'
import { meanOf } from '../lib/laws/means.ts'
import { truncated } from '../lib/laws/truncation.ts'
import type { DurationDistribution } from './durations.ts'

/** How times are written in the law, and what it is reckoned with. */
export interface LawTerms<Time extends number> {
  readonly timeOf: (ms: number) => Time
  readonly math: Elementary
}

/** Shifted and truncated as the document says. What lint refuses stands for some law, too. */
export function lawOf<Time extends number>(
  duration: DurationDistribution,
  terms: LawTerms<Time>,
): Law<Time> {
  const law = shiftedLaw(duration, terms)
  const range = rangeOf(duration, terms)
  if (range === null) return law
  const inner = truncated(law, range, terms.math)
  if (inner) return inner
  const nearest = Math.min(range.max, Math.max(range.min, meanOf(law, terms.math)))
  return { kind: 'constant', value: nearest as Time }
}

/** The chance that a time lies between the limits before it is told to; 1 without limits. */
export function shareKept(duration: DurationDistribution): number {
  const terms = { timeOf: (ms: number) => ms, math: Math }
  const range = rangeOf(duration, terms)
  return range === null ? 1 : chanceWithin(shiftedLaw(duration, terms), range, Math)
}

function rangeOf(
  { atLeastMs, atMostMs }: DurationDistribution,
  { timeOf }: LawTerms<number>,
): Range | null {
  if (atLeastMs === undefined && atMostMs === undefined) return null
  return {
    min: timeOf(atLeastMs ?? 0),
    max: atMostMs === undefined ? Infinity : timeOf(atMostMs),
  }
}

function shiftedLaw<Time extends number>(
  duration: DurationDistribution,
  terms: LawTerms<Time>,
): Law<Time> {
  const law = plainLaw(duration, terms)
  const by = terms.timeOf(duration.shiftMs ?? 0)
  return by > 0 ? { kind: 'shifted', by, law } : law
}

function plainLaw<Time extends number>(
  duration: DurationDistribution,
  terms: LawTerms<Time>,
): Law<Time> {
  const { timeOf } = terms
  switch (duration.kind) {
    case 'constant':
      return { kind: 'constant', value: timeOf(duration.valueMs) }
    case 'uniform':
      return { kind: 'uniform', min: timeOf(duration.minMs), max: timeOf(duration.maxMs) }
    case 'exponential':
      return { kind: 'exponential', mean: timeOf(duration.meanMs) }
    case 'logNormal':
      return { kind: 'logNormal', mean: timeOf(duration.meanMs), cv: duration.cv }
    case 'erlang':
      return { kind: 'gamma', mean: timeOf(duration.meanMs), shape: duration.shape }
    case 'gamma': {
      const shape = 1 / (duration.cv * duration.cv)
      return { kind: 'gamma', mean: timeOf(duration.meanMs), shape }
    }
    case 'hyperexponential':
      return { kind: 'hyperexponential', mean: timeOf(duration.meanMs), cv: duration.cv }
    case 'weibull':
      return { kind: 'weibull', mean: timeOf(duration.meanMs), shape: duration.shape }
    case 'pareto':
      return { kind: 'pareto', mean: timeOf(duration.meanMs), tailIndex: duration.tailIndex }
    case 'empirical':
      return empiricalLaw(duration, timeOf)
    case 'percentiles':
      return { kind: 'percentiles', points: wholePercentiles(duration, timeOf) }
    case 'mixture':
      return {
        kind: 'mixture',
        parts: duration.parts.map((part) => ({
          weight: part.weight,
          law: lawOf(part.duration, terms),
        })),
      }
    default:
      return unreachable(duration)
  }
}

type Of<Kind extends DurationDistribution['kind']> = Extract<DurationDistribution, { kind: Kind }>

function empiricalLaw<Time extends number>(
  { kind, valuesMs }: Of<'empirical'>,
  timeOf: (ms: number) => Time,
): Law<Time> {
  const entries = valuesMs.map((entry) =>
    typeof entry === 'number' ? { valueMs: entry, weight: 1 } : entry,
  )
  return {
    kind,
    values: entries.map(({ valueMs }) => timeOf(valueMs)),
    weights: entries.map(({ weight }) => weight),
  }
}

/** From a share of 0 to one of 1. */
function wholePercentiles<Time extends number>(
  { points }: Of<'percentiles'>,
  timeOf: (ms: number) => Time,
): Percentile<Time>[] {
  const given = points.map(({ share, valueMs }) => ({ share, value: timeOf(valueMs) }))
  const [first, last] = [given[0], given.at(-1)]
  return [
    ...(first && first.share > 0 ? [{ share: 0, value: timeOf(0) }] : []),
    ...given,
    ...(last && last.share < 1 ? [{ share: 1, value: last.value }] : []),
  ]
}
