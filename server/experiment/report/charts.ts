// Which charts a report has: each headline metric over what was varied, or, where nothing was, over the
// replications.

import { formatDuration } from '#shared/lib/units.ts'
import { headlinesOf } from '../headlines.ts'
import type { Limit } from '../limit.ts'
import { isCount, unitOf } from '../metrics.ts'
import type { Outcome, PointOutcome } from '../outcome.ts'
import type { Plan, VariedValue } from '../plan.ts'
import { averageLoad } from '../warmUp.ts'
import { type Chart, type Mark, SERIES_MAX, type Series } from './chart.ts'
import { estimated, figure } from './figures.ts'
import { metricTitle, shortPath } from './titles.ts'

interface Axis {
  readonly path: string
  readonly values: readonly VariedValue[]
  readonly placeOf: (value: VariedValue) => number
  readonly isNumeric: boolean
}

const LABELS_MAX = 16

export function chartsOf(outcome: Outcome, limit: Limit | null): readonly Chart[] {
  const paths = headlinesOf(outcome.plan, limit?.path ?? null)
  const { plan, points } = outcome
  if (plan.varied.length === 0) {
    const [point] = points
    return point === undefined || plan.replications < 2
      ? []
      : paths.flatMap((path, index) => replicationChart(point, path, `chart-${index}`))
  }
  // A search has points enough along its own path alone.
  const along = limit === null ? axisIndex(plan.varied) : plan.varied.length - 1
  if (seriesCount(plan, along) > SERIES_MAX) return []
  return paths.map((path, index) =>
    sweepChart(outcome, path, { id: `chart-${index}`, limit, along }),
  )
}

/** Lines that a chart would need: one for each combination of what is not along its axis. */
function seriesCount({ varied }: Plan, along: number): number {
  return varied.reduce(
    (product, { values }, index) => product * (index === along ? 1 : values.length),
    1,
  )
}

/** The numbers of which there are most. */
function axisIndex(varied: Plan['varied']): number {
  const lengths = varied.map(({ values }) =>
    values.every((value) => typeof value === 'number') ? values.length : 0,
  )
  return lengths.indexOf(Math.max(...lengths))
}

interface SweepChart {
  readonly id: string
  readonly limit: Limit | null
  /** Which of the varied paths is its axis. */
  readonly along: number
}

function sweepChart(
  { plan, points }: Outcome,
  path: string,
  { id, limit, along }: SweepChart,
): Chart {
  const axis = axisOf(plan.varied[along])
  const names = [...new Set(points.map((point) => seriesName(plan, point, along)))]
  const series = names.map((name): Series => {
    const own = points.filter((point) => seriesName(plan, point, along) === name)
    const marks = own.flatMap((point) => markOf(point, path, { axis, along, name }))
    return { name, marks, isJoined: axis.isNumeric }
  })
  const unit = unitOf(path)
  const own = limit?.path === path ? limit : null
  return {
    id,
    title: metricTitle(path),
    path,
    description: `${path} over ${axis.path}, with confidence intervals; the figures are in the table.`,
    unit,
    xTitle: shortPath(axis.path),
    xTicks: labelled(axis),
    series,
    level: own && { value: own.bound, label: `limit ${own.operator} ${figure(unit, own.bound)}` },
    band: null,
    moment: null,
  }
}

function axisOf(varied: Plan['varied'][number] | undefined): Axis {
  const { path, values } = varied ?? { path: '', values: [] }
  const numbers = values.filter((value) => typeof value === 'number')
  const isNumeric = numbers.length === values.length
  const evenly = (value: VariedValue) =>
    values.length < 2 ? 0.5 : values.indexOf(value) / (values.length - 1)
  if (!isNumeric || isUneven(numbers)) return { path, values, placeOf: evenly, isNumeric }
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)]
  const placeOf = (value: VariedValue) => (high > low ? (Number(value) - low) / (high - low) : 0.5)
  return { path, values, placeOf, isNumeric }
}

/** True where some values would fall on top of each other; then each gets the same room. */
function isUneven(numbers: readonly number[]): boolean {
  const sorted = numbers.toSorted((a, b) => a - b)
  const gaps = sorted.slice(1).map((value, index) => value - (sorted[index] as number))
  return Math.max(...gaps) > 8 * Math.min(...gaps)
}

function labelled({ values, placeOf }: Axis): Chart['xTicks'] {
  const every = Math.ceil(values.length / LABELS_MAX)
  return values
    .filter((_, index) => index % every === 0)
    .map((value) => ({ x: placeOf(value), label: String(value) }))
}

function seriesName({ varied }: Plan, { values }: PointOutcome, along: number): string {
  return varied
    .flatMap(({ path }, index) => (index === along ? [] : [`${path}=${values[index]}`]))
    .join(', ')
}

interface Place {
  readonly axis: Axis
  readonly along: number
  readonly name: string
}

function markOf(point: PointOutcome, path: string, { axis, along, name }: Place): readonly Mark[] {
  const found = point.estimates.get(path)
  const value = point.values[along]
  if (!found || found.mean === null || value === undefined) return []
  const where = name === '' ? '' : ` (${name})`
  const title = `${value}${where}: ${estimated(path, found)}`
  return [{ x: axis.placeOf(value), mean: found.mean, halfWidth: found.halfWidth ?? 0, title }]
}

function replicationChart(point: PointOutcome, path: string, id: string): readonly Chart[] {
  const found = point.estimates.get(path)
  if (!found || found.mean === null || isCount(path)) return []
  const { length } = point.replications
  const x = (index: number) => index / Math.max(1, length - 1)
  const unit = unitOf(path)
  const marks = point.replications.flatMap(({ windows: [window], replication }, index): Mark[] => {
    const value = window?.metrics[path] ?? null
    if (value === null) return []
    const title = `Replication ${replication}: ${figure(unit, value)}`
    return [{ x: x(index), mean: value, halfWidth: 0, title }]
  })
  const halfWidth = found.halfWidth ?? 0
  const every = Math.ceil(length / LABELS_MAX)
  return [
    {
      id,
      title: metricTitle(path),
      path,
      description: `${path} of each replication, their mean, and its confidence interval; the figures are in the table.`,
      unit,
      xTitle: 'replication',
      xTicks: point.replications
        .map(({ replication }, index) => ({ x: x(index), label: String(replication) }))
        .filter((_, index) => index % every === 0),
      series: [{ name: '', marks, isJoined: false }],
      level: { value: found.mean, label: estimated(path, found) },
      band: { low: found.mean - halfWidth, high: found.mean + halfWidth },
      moment: null,
    },
  ]
}

/** How a single point came to rest, and from where on it was measured. */
export function loadChart({ plan, points: [point, ...others] }: Outcome): readonly Chart[] {
  if (point === undefined || others.length > 0) return []
  const load = averageLoad(point.replications)
  if (load.length < 2) return []
  const x = (ms: number) => ms / plan.untilMs
  const marks = load.map((mean, index): Mark => {
    const share = (index + 0.5) / load.length
    return { x: share, mean, halfWidth: 0, title: '' }
  })
  const { fromMs } = point.warmUp
  const quarters = [0, 1, 2, 3, 4].map((quarter) => (plan.untilMs * quarter) / 4)
  return [
    {
      id: 'chart-load',
      title: 'Messages inside, over time',
      path: null,
      description:
        'Messages that wait in channels or are worked on, on average over the replications, and the moment from which on everything is measured.',
      unit: 'number',
      xTitle: 'virtual time',
      xTicks: quarters.map((ms) => ({ x: x(ms), label: formatDuration(ms) })),
      series: [{ name: '', marks, isJoined: true }],
      level: null,
      band: null,
      moment: fromMs > 0 ? { x: x(fromMs), label: 'measured from here' } : null,
    },
  ]
}
