// What an experiment came to, for a terminal.

import { textTable } from '#shared/lib/textTable.ts'
import { formatDuration } from '#shared/lib/units.ts'
import type { Findings } from '../findings.ts'
import { headlinesOf } from '../headlines.ts'
import type { Section } from '../metrics.ts'
import type { Outcome, PointOutcome } from '../outcome.ts'
import { keptMetrics, type Plan, unsteadyBecause } from '../plan.ts'
import { estimated } from './figures.ts'
import { findingTable } from './findingTable.ts'
import { metricTitle, shortPath, words } from './titles.ts'

export interface Told {
  readonly outcome: Outcome
  /** Of a search. */
  readonly findings: Findings | null
}

/** Ends with a line break. */
export function outcomeAsText(told: Told): string {
  const { outcome, findings } = told
  const body = outcome.plan.varied.length === 0 ? sectionTables(outcome) : [pointTable(told)]
  const parts = [
    headOf(outcome.plan),
    ...body,
    ...(findings === null ? [] : answerOf(findings)),
    verdictOf(outcome),
  ]
  return `${parts.join('\n\n')}\n`
}

/** In sentences where one path was varied; otherwise a line for each combination of the others. */
function answerOf(findings: Findings): readonly string[] {
  const { others, combinations } = findings
  if (others.length === 0) return combinations.map(({ finding }) => finding.says.join('\n'))
  const { title, head, rows, doubts } = findingTable(findings)
  const lines = rows.map(({ cells, isConclusive }) => (isConclusive ? cells : [...cells, '!']))
  const asTable = `${title}\n${textTable(head, lines)}`
  if (doubts.length === 0) return [asTable]
  const why = doubts.map(({ place, text }) => `! ${place}: ${text}`)
  return [asTable, [NOT_CONCLUSIVE, ...why].join('\n')]
}

const NOT_CONCLUSIVE = 'What is marked with ! is by the means alone, and not conclusive.'

function headOf(plan: Plan): string {
  return `${plan.topology.name}: ${howRun(plan)}`
}

/** In a few sentences. */
export function howRun(plan: Plan): string {
  const { untilMs, seed, replications, confidence } = plan
  const runs = replications === 1 ? '1 replication' : `${replications} replications`
  const of = `${runs} of ${formatDuration(untilMs)}, seed ${seed}`
  const interval = replications > 1 ? ` ± is a confidence interval of ${confidence} %.` : ''
  return `${of}.${interval} ${warmUpWords(plan)}`
}

function warmUpWords(plan: Plan): string {
  const { warmUp } = plan
  const unsteady = unsteadyBecause(plan)
  switch (warmUp.kind) {
    case 'auto':
      return 'The warm-up is left out, as long as MSER-5 finds it in their average.'
    case 'share':
      return `The first ${Math.round(warmUp.share * 1000) / 10} % are left out as warm-up.`
    case 'time':
      return `The first ${formatDuration(warmUp.ms)} are left out as warm-up.`
    case 'none':
      return unsteady === null
        ? 'Nothing is left out as warm-up.'
        : `Nothing is left out as warm-up, and no steady state is looked for, since ${unsteady}.`
  }
}

const SECTION_TITLES: Readonly<Record<Section, string>> = {
  services: 'service',
  channels: 'channel',
  subscriptions: 'subscription',
  eventTypes: 'event type',
}

const COLUMNS: Readonly<Record<Section, readonly string[]>> = {
  services: ['throughputPerSecond', 'publishedPerSecond', 'utilisation', 'endToEndP95Ms'],
  channels: ['throughputPerSecond', 'depthMean', 'depthMax', 'deadLettered', 'dropped', 'lost'],
  subscriptions: ['throughputPerSecond', 'waitMeanMs', 'waitP95Ms', 'waitP99Ms', 'lag'],
  eventTypes: ['publishedPerSecond', 'throughputPerSecond', 'endToEndMeanMs', 'endToEndP99Ms'],
}

/** One line a part, as the report of a single run has it. */
function sectionTables({ plan, points: [point] }: Outcome): readonly string[] {
  if (point === undefined) return []
  const sections: readonly Section[] = ['services', 'channels', 'subscriptions', 'eventTypes']
  if (plan.metrics.length > 0) return [metricTable(plan, point)]
  return sections
    .filter((section) => Object.keys(plan.topology[section]).length > 0)
    .map((section) => {
      const columns = COLUMNS[section]
      const rows = Object.keys(plan.topology[section])
        .sort()
        .map((id) => [id, ...columns.map((name) => cell(point, `${section}.${id}.${name}`))])
      return textTable([SECTION_TITLES[section], ...columns.map(words)], rows)
    })
}

/** One line a metric, where particular ones were asked for. */
function metricTable(plan: Plan, point: PointOutcome): string {
  const rows = keptMetrics(plan).map((path) => [path, cell(point, path)])
  return textTable(['metric', 'mean'], rows)
}

/** One line a point. */
function pointTable({ outcome: { plan, points }, findings }: Told): string {
  const paths = headlinesOf(plan, findings?.limit.path ?? null)
  const head = [...plan.varied.map(({ path }) => shortPath(path)), ...paths.map(metricTitle)]
  const rows = points.map((point) => [
    ...point.values.map(String),
    ...paths.map((path) => cell(point, path)),
    ...(point.warnings.length > 0 ? ['!'] : []),
  ])
  return transposedIfWide(head, rows)
}

/** As wide as a terminal usually is. */
const WIDTH_MAX = 110

/** Metrics as lines where they would not fit as columns. */
function transposedIfWide(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const upright = textTable(head, rows)
  const width = Math.max(...upright.split('\n').map(({ length }) => length))
  if (width <= WIDTH_MAX || rows.length > ROWS_AS_COLUMNS_MAX) return upright
  const turned = head.map((title, column) => [title, ...rows.map((row) => row[column] ?? '')])
  const marks = rows.some((row) => row.length > head.length)
    ? [['', ...rows.map((row) => row[head.length] ?? '')]]
    : []
  const [first = [], ...others] = [...turned, ...marks]
  return textTable(first, others)
}

const ROWS_AS_COLUMNS_MAX = 6

/** What can be relied on, and what cannot. */
function verdictOf({ plan, points }: Outcome): string {
  const lines = points.flatMap(({ values, warnings }) =>
    warnings.map(({ message }) => `! ${placeOf(plan, values)}${message}`),
  )
  if (lines.length > 0) return lines.join('\n')
  return 'Nothing speaks against these figures: the load became steady, and the intervals are narrow.'
}

function placeOf({ varied }: Plan, values: readonly unknown[]): string {
  if (varied.length === 0) return ''
  return `${varied.map(({ path }, index) => `${shortPath(path)}=${values[index]}`).join(', ')}: `
}

function cell({ estimates }: PointOutcome, path: string): string {
  const found = estimates.get(path)
  return found === undefined ? '–' : estimated(path, found)
}
