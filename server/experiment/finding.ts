// The answer to "what is the smallest value that meets the limit?", with what it rests on.

import { type Bisection, bisect } from './bisection.ts'
import { type Judgement, judge, type Limit, meanMeets } from './limit.ts'
import type { PointOutcome } from './outcome.ts'
import type { Varied, VariedValue } from './plan.ts'
import { estimated } from './report/figures.ts'
import type { Estimate } from './statistics/interval.ts'
import { isSteadyState } from './warnings.ts'

export interface Finding {
  readonly limit: string
  /** Null where none meets it. */
  readonly smallest: VariedValue | null
  /** Where larger values fail again; null where all larger ones meet it. */
  readonly largest: VariedValue | null
  readonly conclusive: boolean
  /** Whole sentences. */
  readonly says: readonly string[]
  /** Of those, why it is not conclusive. */
  readonly doubts: readonly string[]
  /** For a cell of a table: `6`, `1 to 4`, `none up to 16`. */
  readonly briefly: string
  /** What was measured at the smallest value, or at the last where none meets the limit. */
  readonly measured: string
}

/** `outcomesAt`: runs these points, or looks them up. */
export type OutcomesAt = (points: readonly number[]) => Promise<readonly PointOutcome[]>

interface Search {
  readonly along: Varied
  /** The point of its smallest value; those of the others follow it. */
  readonly first: number
  readonly limit: Limit
}

export async function findAlong(
  { along, first, limit }: Search,
  outcomesAt: OutcomesAt,
): Promise<Finding> {
  const asked = new Map<number, PointOutcome>()
  const bisection = await bisect(along.values.length, async (places) => {
    const outcomes = await outcomesAt(places.map((place) => first + place))
    for (const outcome of outcomes) asked.set(outcome.point - first, outcome)
    return outcomes.map(({ estimates }) => meanMeets(limit, estimateIn(estimates, limit)))
  })
  return findingOf(along, limit, { bisection, asked })
}

interface Searched {
  readonly bisection: Bisection
  /** By their place along the path. */
  readonly asked: ReadonlyMap<number, PointOutcome>
}

function findingOf(along: Varied, limit: Limit, searched: Searched): Finding {
  const { boundary, isMonotone } = searched.bisection
  const { smallest, largest } = endsOf(along, boundary)
  const deciding = decidingPoints(boundary, along.values.length)
  const doubts = [
    ...(isMonotone ? [] : [NOT_MONOTONE]),
    ...deciding.flatMap((place) => doubtsAt(place, along, limit, searched)),
  ]
  const answers = [
    answerOf(along, limit, boundary),
    ...deciding.map((place) => evidenceAt(place, along, limit, searched)),
  ]
  const conclusive = doubts.length === 0
  const says = conclusive
    ? answers
    : [...answers, 'That is by the means alone, and not conclusive.', ...doubts]
  const briefly = brieflyOf(along, boundary)
  const measured = measuredAt(smallestPlace(along, boundary), limit, searched)
  return { limit: limit.text, smallest, largest, conclusive, says, doubts, briefly, measured }
}

const NOT_MONOTONE =
  'The limit is met, missed and met again as the value grows, so halving may have missed the place: run the sweep without --find.'

type Boundary = Bisection['boundary']

function endsOf({ values }: Varied, boundary: Boundary) {
  const at = (place: number) => values[place] ?? null
  if (boundary.kind === 'never') return { smallest: null, largest: null }
  if (boundary.kind === 'always') return { smallest: at(0), largest: null }
  if (boundary.meetsAfter) return { smallest: at(boundary.from), largest: null }
  return { smallest: at(0), largest: at(boundary.from - 1) }
}

function decidingPoints(boundary: Boundary, count: number): readonly number[] {
  if (boundary.kind === 'always') return [0]
  if (boundary.kind === 'never') return count > 1 ? [0, count - 1] : [0]
  return [boundary.from - 1, boundary.from]
}

function answerOf({ path, values }: Varied, limit: Limit, boundary: Boundary): string {
  const [first, last] = [values[0], values.at(-1)]
  const range = `${first} to ${last}`
  if (boundary.kind === 'never') return `None of the values from ${range} meets ${limit.text}.`
  if (boundary.kind === 'always')
    return `${path}=${first} meets ${limit.text}, and it is the smallest value of those given.`
  if (boundary.meetsAfter)
    return `${path}=${values[boundary.from]} is the smallest value of ${range} that meets ${limit.text}.`
  return `${path}=${values[boundary.from - 1]} is the largest value of ${range} that meets ${limit.text}; the smallest is ${first}.`
}

function evidenceAt(place: number, along: Varied, limit: Limit, searched: Searched): string {
  return `At ${along.values[place]} it is ${measuredAt(place, limit, searched)}.`
}

function brieflyOf({ values }: Varied, boundary: Boundary): string {
  if (boundary.kind === 'never') return `none up to ${values.at(-1)}`
  if (boundary.kind === 'always') return `${values[0]}`
  if (boundary.meetsAfter) return `${values[boundary.from]}`
  return `${values[0]} to ${values[boundary.from - 1]}`
}

/** The last one where none meets the limit. */
function smallestPlace({ values }: Varied, boundary: Boundary): number {
  if (boundary.kind === 'never') return values.length - 1
  return boundary.kind === 'change' && boundary.meetsAfter ? boundary.from : 0
}

function measuredAt(place: number, limit: Limit, { asked }: Searched): string {
  const outcome = asked.get(place)
  const found = outcome && estimateIn(outcome.estimates, limit)
  return found ? estimated(limit.path, found) : 'nothing measured'
}

function doubtsAt(
  place: number,
  along: Varied,
  limit: Limit,
  { asked }: Searched,
): readonly string[] {
  const outcome = asked.get(place)
  if (outcome === undefined) return []
  const found = estimateIn(outcome.estimates, limit)
  const at = `At ${along.values[place]}`
  const unsteady = outcome.warnings.filter(({ kind }) => !isSteadyState([{ kind, message: '' }]))
  const judgement = judge(limit, found)
  return [
    ...doubtOf(judgement, found).map((doubt) => `${at} ${doubt}`),
    // A point that misses the limit, and goes on to get worse, misses it for certain.
    ...(judgement === 'fails' ? [] : unsteady.map(({ message }) => `${at}: ${message}`)),
  ]
}

function doubtOf(judgement: Judgement, found: Estimate): readonly string[] {
  if (found.mean === null) return ['nothing was measured.']
  if (found.halfWidth === null) return ['one replication gives no interval: use --replications.']
  if (judgement !== 'unsure') return []
  return ['the bound lies inside the interval: more replications or longer runs would tell.']
}

function estimateIn(estimates: ReadonlyMap<string, Estimate>, limit: Limit): Estimate {
  return estimates.get(limit.path) ?? NOTHING
}

const NOTHING: Estimate = {
  count: 0,
  mean: null,
  deviation: null,
  halfWidth: null,
  min: null,
  max: null,
}
