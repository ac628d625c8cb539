// A limit on a metric: `subscriptions.payments.waitP99Ms < 200`.

import { parseDuration } from '#shared/lib/units.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { METRICS_OF, metricPaths, SECTIONS, unitOf } from './metrics.ts'
import { suggestion } from './nearNames.ts'
import type { Estimate } from './statistics/interval.ts'
import type { Found } from './variedPath.ts'

export interface Limit {
  readonly path: string
  readonly operator: '<' | '<=' | '>' | '>='
  readonly bound: number
  /** As typed. */
  readonly text: string
}

export function parseLimit(topology: Topology, text: string): Found<Limit> {
  const match = /^\s*([^\s<>=]+)\s*(<=|>=|<|>)\s*([^<>=]+?)\s*$/.exec(text)
  if (!match)
    return refused(
      `'${text}' is no limit: write a metric, <, <=, > or >=, and a number, such as "subscriptions.payments.waitP99Ms < 200".`,
    )
  const [, path = '', operator = '', boundText = ''] = match
  const reason = problemWithMetric(topology, path)
  if (reason !== null) return refused(reason)
  const bound = boundIn(path, boundText)
  if (bound === null) return refused(`'${boundText}' is no number to hold '${path}' against.`)
  // The pattern lets nothing else through.
  return { ok: true, value: { path, operator: operator as Limit['operator'], bound, text } }
}

/** A sentence where there is no such metric; null where there is. */
export function problemWithMetric(topology: Topology, path: string): string | null {
  if (metricPaths(topology).includes(path)) return null
  const [sectionName = '', id = '', name = '', ...rest] = path.split('.')
  const section = SECTIONS.find((each) => each === sectionName)
  if (section === undefined)
    return `A metric begins with ${SECTIONS.join('., ')}., not '${sectionName}'.${suggestion(sectionName, SECTIONS)}`
  const names = METRICS_OF[section].map((metric) => metric.name)
  const wanted = [name, ...rest].join('.')
  if (id.includes('*')) return `No metric is like '${path}'.${suggestion(wanted, names)}`
  if (!Object.hasOwn(topology[section], id))
    return `There is no '${id}' in ${section}.${suggestion(id, Object.keys(topology[section]))}`
  return `${section}.${id} has no metric '${wanted}'.${suggestion(wanted, names)} \`millrace metrics FILE\` lists them.`
}

/** `meets` and `fails` where the whole interval says so, `unsure` where it holds the bound. */
export type Judgement = 'meets' | 'fails' | 'unsure'

export function judge({ operator, bound }: Limit, { mean, halfWidth }: Estimate): Judgement {
  if (mean === null) return 'unsure'
  const reach = halfWidth ?? 0
  const [low, high] = [holds(operator, mean - reach, bound), holds(operator, mean + reach, bound)]
  if (low !== high) return 'unsure'
  return low ? 'meets' : 'fails'
}

/** What the mean alone says; nothing measured meets no limit. */
export function meanMeets({ operator, bound }: Limit, { mean }: Estimate): boolean {
  return mean !== null && holds(operator, mean, bound)
}

function holds(operator: Limit['operator'], value: number, bound: number): boolean {
  switch (operator) {
    case '<':
      return value < bound
    case '<=':
      return value <= bound
    case '>':
      return value > bound
    case '>=':
      return value >= bound
  }
}

/** In the metric's unit; a share may be typed in percent, a time with its unit. */
function boundIn(path: string, text: string): number | null {
  const plain = Number(text)
  if (text !== '' && Number.isFinite(plain)) return plain
  if (unitOf(path) === 'duration') return parseDuration(text)
  const percent = /^(\d+(?:\.\d+)?)\s*%$/.exec(text)
  return unitOf(path) === 'share' && percent ? Number(percent[1]) / 100 : null
}

function refused(reason: string): { readonly ok: false; readonly reason: string } {
  return { ok: false, reason }
}
