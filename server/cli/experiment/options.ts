// What is typed for an experiment, made into its plan.

import { parseDuration } from '#shared/lib/units.ts'
import { POINTS_MAX, REPLICATIONS_MAX } from '../../experiment/document.ts'
import { problemWithMetric } from '../../experiment/limit.ts'
import {
  cutsMs,
  keptMetrics,
  PATTERN_LENGTH_MAX,
  PATTERNS_MAX,
  type Plan,
  pointCount,
  topologyAt,
  unsteadyBecause,
  type Varied,
  type WarmUp,
} from '../../experiment/plan.ts'
import type { RunBasis } from '../runBasis.ts'
import { Refusal } from '../terminal.ts'

/** What `run` has for its replications and `sweep` for each point. */
export const EXPERIMENT_OPTIONS = {
  replications: { type: 'string' },
  'warm-up': { type: 'string' },
  confidence: { type: 'string' },
  metric: { type: 'string', multiple: true },
  threads: { type: 'string' },
  html: { type: 'string' },
  plan: { type: 'boolean' },
  replication: { type: 'string' },
} as const

export interface ExperimentValues {
  readonly replications?: string | undefined
  readonly 'warm-up'?: string | undefined
  readonly confidence?: string | undefined
  readonly metric?: string[] | undefined
  readonly threads?: string | undefined
  readonly html?: string | undefined
  readonly plan?: boolean | undefined
  readonly replication?: string | undefined
}

const CONFIDENCE = 95
const THREADS_MAX = 256

/** Figures that results may hold together; some 30 bytes each. */
const FIGURES_MAX = 5_000_000

/** The first one that was given. */
export function experimentOptionIn(values: object): string | null {
  const given = Object.entries(values).find(
    ([name, value]) => Object.hasOwn(EXPERIMENT_OPTIONS, name) && value !== undefined,
  )
  return given?.[0] ?? null
}

interface Wanted {
  readonly values: ExperimentValues
  readonly varied: readonly Varied[]
  readonly replicationsUsual: number
}

/** Every point is tried out: what cannot run is refused before anything has run. */
export function planIn(basis: RunBasis, { values, varied, replicationsUsual }: Wanted): Plan {
  if (basis.untilMs === 0)
    throw new Refusal('A run of no time leaves nothing to measure: choose a later --until.')
  const steady: Plan = {
    ...basis,
    warmUp: { kind: 'auto' },
    replications:
      wholeIn('--replications', values.replications, REPLICATIONS_MAX) ?? replicationsUsual,
    confidence: confidenceIn(values.confidence),
    varied,
    metrics: metricsIn(basis, values.metric ?? []),
  }
  const plan = { ...steady, warmUp: warmUpIn(values['warm-up'], steady) }
  const points = pointCount(varied)
  if (points > POINTS_MAX)
    throw new Refusal(
      `These are ${points} points; the most is ${POINTS_MAX}. Vary less, or in larger steps.`,
    )
  const figures = points * plan.replications * keptMetrics(plan).length * cutsMs(plan).length
  if (figures > FIGURES_MAX)
    throw new Refusal(
      `The results would hold ${figures} figures; the most is ${FIGURES_MAX}. Keep only some with --metric, such as --metric 'services.*.utilisation'.`,
    )
  for (let point = 0; point < points; point += 1) {
    const placed = topologyAt(plan, point)
    if (!placed.ok) throw new Refusal(placed.reason)
  }
  return plan
}

export function threadsIn(text: string | undefined): number | undefined {
  return wholeIn('--threads', text, THREADS_MAX)
}

/** Counted from 0. */
export function replicationIn(
  text: string | undefined,
  { replications }: Plan,
): number | undefined {
  const replication = wholeIn('--replication', text, replications)
  return replication === undefined ? undefined : replication - 1
}

/** `3/16`, counted from 0; the number of points guards against another sweep. */
export function pointIn(text: string | undefined, { varied }: Plan): number | undefined {
  if (text === undefined) return undefined
  const points = pointCount(varied)
  const match = /^(\d+)(?:\/(\d+))?$/.exec(text.trim())
  const point = Number(match?.[1] ?? Number.NaN)
  if (!match || !(point >= 1))
    throw new Refusal(`--point takes a point of the sweep, such as 3/${points}, not '${text}'.`)
  if (match[2] !== undefined && Number(match[2]) !== points)
    throw new Refusal(`--point ${text}: this sweep has ${points} points, not ${match[2]}.`)
  if (point > points) throw new Refusal(`--point ${text}: this sweep has ${points} points.`)
  return point - 1
}

function wholeIn(name: string, text: string | undefined, max: number): number | undefined {
  if (text === undefined) return undefined
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (number >= 1 && number <= max) return number
  throw new Refusal(`${name} takes a whole number from 1 to ${max}, not '${text}'.`)
}

function confidenceIn(text: string | undefined): number {
  if (text === undefined) return CONFIDENCE
  const percent = /^\d+(?:\.\d+)?%?$/.test(text) ? Number.parseFloat(text) : Number.NaN
  if (percent >= 50 && percent <= 99.99) return percent
  throw new Refusal(`--confidence takes percent from 50 to 99.99, such as 95, not '${text}'.`)
}

/** Without a word: `auto`, unless the load is not meant to become steady. */
function warmUpIn(text: string | undefined, plan: Plan): WarmUp {
  if (text === undefined) return { kind: unsteadyBecause(plan) === null ? 'auto' : 'none' }
  if (text === 'auto' || text === 'none') return { kind: text }
  const percent = /^(\d+(?:\.\d+)?)\s*%$/.exec(text)
  const ms = percent ? (plan.untilMs * Number(percent[1])) / 100 : parseDuration(text)
  if (ms === null)
    throw new Refusal(
      `--warm-up takes auto, none, a share such as 10% or a time such as 5s, not '${text}'.`,
    )
  if (ms >= plan.untilMs)
    throw new Refusal(
      `--warm-up ${text} leaves nothing of the run: choose less, or a later --until.`,
    )
  if (ms === 0) return { kind: 'none' }
  return percent ? { kind: 'share', share: Number(percent[1]) / 100 } : { kind: 'time', ms }
}

function metricsIn({ topology, commands, seed, untilMs }: RunBasis, patterns: readonly string[]) {
  if (patterns.length > PATTERNS_MAX)
    throw new Refusal(`--metric is given ${patterns.length} times; the most is ${PATTERNS_MAX}.`)
  for (const pattern of patterns) {
    if (pattern.length > PATTERN_LENGTH_MAX)
      throw new Refusal(`--metric takes up to ${PATTERN_LENGTH_MAX} characters.`)
    const rest = { topology, commands, seed, untilMs, replications: 1, confidence: CONFIDENCE }
    const alone: Plan = { ...rest, warmUp: { kind: 'none' }, varied: [], metrics: [pattern] }
    if (keptMetrics(alone).length > 0) continue
    throw new Refusal(`--metric: ${problemWithMetric(topology, pattern) ?? ''}`)
  }
  return patterns
}
