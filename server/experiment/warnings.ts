// What keeps an experiment from saying anything, in plain words. A figure with a narrow interval is worth
// nothing where the run never became steady.

import { ownValue } from '#shared/lib/entries.ts'
import { formatDuration } from '#shared/lib/units.ts'
import { headlinesOf } from './headlines.ts'
import { isCount } from './metrics.ts'
import { type Plan, unsteadyBecause } from './plan.ts'
import type { ReplicationResult, Window } from './replication.ts'
import { percentOf } from './report/figures.ts'
import { type Estimate, estimate, meanOf } from './statistics/interval.ts'
import type { WarmUpEnd } from './warmUp.ts'

export interface Warning {
  readonly kind:
    | 'endedEarly'
    | 'warmUpNotOver'
    | 'stillGrowing'
    | 'tooWide'
    | 'tooFewEvents'
    | 'nothingMeasured'
    | 'oneReplication'
  readonly message: string
}

/** Half an interval, as a share of the mean, from which on a figure decides little. */
const WIDTH_MAX = 0.1

/** A backlog grows where chance would show it so only once in a thousand times, ... */
const GROWTH_CONFIDENCE = 0.998
/** ... or, where the load is known to have changed, once in twenty times, ... */
const GROWTH_CONFIDENCE_UNSTEADY = 0.9
/** ... and where it matters. */
const GROWTH_SHARE_MIN = 0.1
const GROWTH_MESSAGES_MIN = 0.5

/** Below it, fewer than ten waits are longer than the 99th percentile. */
const WAITS_MIN = 1000

/** What there is to judge of a point. */
interface Judged {
  readonly plan: Plan
  readonly warmUp: WarmUpEnd
  readonly replications: readonly ReplicationResult[]
  /** Of each replication, what is told of it. */
  readonly windows: readonly Window[]
  readonly estimates: ReadonlyMap<string, Estimate>
}

export function warningsOf(judged: Judged): readonly Warning[] {
  const { plan, warmUp, replications, windows, estimates } = judged
  const isMeantSteady = unsteadyBecause(plan) === null
  const unsteady = [
    ...endedEarly(replications),
    ...(isMeantSteady ? [...warmUpNotOver(plan, warmUp), ...stillGrowing(judged)] : []),
  ]
  return [
    ...unsteady,
    ...nothingMeasured(plan, estimates),
    // More of what is not steady makes it no steadier, so how much more is not the question then.
    ...(unsteady.length === 0
      ? [...tooFewEvents(plan, windows), ...precision(plan, estimates)]
      : []),
  ]
}

/** Whether what was measured is a steady state at all. */
export function isSteadyState(warnings: readonly Warning[]): boolean {
  return !warnings.some(({ kind }) => STEADY_KINDS.has(kind))
}

const STEADY_KINDS: ReadonlySet<Warning['kind']> = new Set([
  'endedEarly',
  'warmUpNotOver',
  'stillGrowing',
])

function endedEarly(replications: readonly ReplicationResult[]): readonly Warning[] {
  const ended = replications.filter(({ endedBecause }) => endedBecause !== null)
  const [first] = ended
  if (first === undefined) return []
  const message = `${countOf(ended, replications)} ended before their time: ${first.endedBecause}`
  return [{ kind: 'endedEarly', message }]
}

function warmUpNotOver({ untilMs }: Plan, { isOver }: WarmUpEnd): readonly Warning[] {
  if (isOver) return []
  const message = `Nothing shows that the warm-up was over after half of the ${formatDuration(untilMs)}: the load of the second half is another than that of the first. Run longer with --until.`
  return [{ kind: 'warmUpNotOver', message }]
}

function stillGrowing({ plan, warmUp, replications, windows }: Judged): readonly Warning[] {
  // What was not steady in time is looked at as a whole: half of it would hide half of the growth.
  const told = warmUp.isOver ? windows : replications
  const confidence = warmUp.isOver ? GROWTH_CONFIDENCE : GROWTH_CONFIDENCE_UNSTEADY
  return Object.keys(told[0]?.backlogs ?? {}).flatMap((id): Warning[] => {
    const thirds = told.flatMap(({ backlogs }) => ownValue(backlogs, id) ?? [])
    if (thirds.length !== told.length * 3) return []
    const part = (which: number) => thirds.filter((_, index) => index % 3 === which)
    const [first, middle, last] = [part(0), part(1), part(2)]
    if (!grows([first, middle, last], confidence)) return []
    const name = ownValue(plan.topology.channels, id)?.name ?? id
    const [from, to] = [messages(meanOf(first)), messages(meanOf(last))]
    const message = `The backlog of ${name} still grows: ${from} messages wait in the first third of the time, ${to} in the last. No average describes that: it gets more than is taken out of it, or takes longer to settle.`
    return [{ kind: 'stillGrowing', message }]
  })
}

type ThirdsOfAll = readonly [
  first: readonly number[],
  middle: readonly number[],
  last: readonly number[],
]

function grows([first, middle, last]: ThirdsOfAll, confidence: number): boolean {
  const growth = estimate(
    last.map((value, index) => value - (first[index] ?? 0)),
    confidence,
  )
  const usual = meanOf(middle)
  const mean = growth.mean ?? 0
  if (mean < Math.max(GROWTH_MESSAGES_MIN, GROWTH_SHARE_MIN * usual)) return false
  if (growth.halfWidth !== null) return mean > growth.halfWidth
  // One run: only what grows all the way and by as much as is there.
  return meanOf(first) < usual && usual < meanOf(last) && mean > usual
}

function nothingMeasured(plan: Plan, estimates: ReadonlyMap<string, Estimate>): readonly Warning[] {
  const empty = headlinesOf(plan, null).filter((path) => estimates.get(path)?.count === 0)
  if (empty.length === 0) return []
  const message = `Nothing was measured of ${listed(empty)}: no delivery came after the warm-up.`
  return [{ kind: 'nothingMeasured', message }]
}

function tooFewEvents(plan: Plan, windows: readonly Window[]): readonly Warning[] {
  const shown = headlinesOf(plan, null)
  return Object.keys(plan.topology.subscriptions).flatMap((id): Warning[] => {
    if (!shown.includes(`subscriptions.${id}.waitP99Ms`)) return []
    const waits = Math.min(...windows.map((window) => ownValue(window.waits, id) ?? 0))
    if (waits === 0 || waits >= WAITS_MIN) return []
    const message = `The 99th percentile of ${id} rests on ${waits} waits in a replication; below ${WAITS_MIN} it is hardly more than the longest one. Run longer with --until.`
    return [{ kind: 'tooFewEvents', message }]
  })
}

function precision(plan: Plan, estimates: ReadonlyMap<string, Estimate>): readonly Warning[] {
  if (plan.replications === 1) {
    const message = 'One replication has no interval: how far chance carried it cannot be told.'
    return [{ kind: 'oneReplication', message }]
  }
  const wide = headlinesOf(plan, null)
    .filter((path) => !isCount(path))
    .map((path) => ({ path, width: relativeWidth(estimates.get(path)) }))
    .filter(({ width }) => width > WIDTH_MAX)
    .sort((a, b) => b.width - a.width)
  const [widest] = wide
  if (widest === undefined) return []
  const others = wide.length > 1 ? ` (and ${wide.length - 1} more to less than ±10 %)` : ''
  const message = `Too short to conclude: ${widest.path} is known only to ±${percentOf(widest.width)} of its mean${others}. ${remedy(plan, widest.width)}`
  return [{ kind: 'tooWide', message }]
}

/** Half an interval shrinks with the root of what was run. */
function remedy({ replications }: Plan, width: number): string {
  const factor = (width / WIDTH_MAX) * (width / WIDTH_MAX)
  if (factor > FACTOR_TOLD_MAX) return 'Chance is almost all there is to see: run far longer.'
  const enough = Math.ceil(replications * factor)
  return `Some ${enough} replications would make it ±10 %, or runs ${multiple(factor)} as long.`
}

const FACTOR_TOLD_MAX = 100

function relativeWidth(found: Estimate | undefined): number {
  if (!found || found.mean === null || found.halfWidth === null || found.mean === 0) return 0
  return found.halfWidth / Math.abs(found.mean)
}

function countOf(some: readonly unknown[], all: readonly unknown[]): string {
  return `${some.length} of ${all.length} replication${all.length === 1 ? '' : 's'}`
}

function listed(paths: readonly string[]): string {
  const shown = paths.slice(0, 3).join(', ')
  return paths.length > 3 ? `${shown} and ${paths.length - 3} more` : shown
}

function messages(count: number): string {
  return String(Number(count.toPrecision(3)))
}

function multiple(factor: number): string {
  return `${Math.ceil(factor * 10) / 10} times`
}
