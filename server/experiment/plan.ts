// An experiment is one drawing, run again and again: with other seeds (replications) and with other
// values (points). The plan says all of it; the same plan gives the same result, to the byte.

import { applyEdit } from '#shared/topology/edit.ts'
import { setField } from '#shared/topology/edits.ts'
import { lint } from '#shared/topology/lint.ts'
import type { Command } from '#shared/topology/recipe.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { metricPaths } from './metrics.ts'
import { placesOf } from './variedPath.ts'

export const PATHS_VARIED_MAX = 10

/** Of metrics to keep. */
export const PATTERNS_MAX = 1000
export const PATTERN_LENGTH_MAX = 500

export type VariedValue = number | string | boolean

export interface Varied {
  /** As typed: `services.payments.replicas`, `services.*.replicas`. */
  readonly path: string
  readonly values: readonly VariedValue[]
}

export type WarmUp =
  | { readonly kind: 'auto' }
  | { readonly kind: 'none' }
  | { readonly kind: 'share'; readonly share: number }
  | { readonly kind: 'time'; readonly ms: number }

export interface Plan {
  readonly topology: Topology
  readonly commands: readonly Command[]
  readonly seed: number
  readonly untilMs: number
  readonly warmUp: WarmUp
  readonly replications: number
  /** In percent. */
  readonly confidence: number
  readonly varied: readonly Varied[]
  /** Patterns of the metrics to keep, such as `subscriptions.*.waitP99Ms`; none: all. */
  readonly metrics: readonly string[]
}

/** Where `auto` may cut, as shares of the run. */
const AUTO_CUTS = [0, 0.05, 0.1, 0.2, 0.3, 0.5] as const

/** The moments from which on a run may be told, in order. */
export function cutsMs({ warmUp, untilMs }: Plan): readonly number[] {
  switch (warmUp.kind) {
    case 'auto':
      return AUTO_CUTS.map((share) => share * untilMs)
    case 'none':
      return [0]
    case 'share':
      return [warmUp.share * untilMs]
    case 'time':
      return [warmUp.ms]
  }
}

/** One replication at one point: what can be run by itself. */
export interface Task {
  readonly point: number
  readonly replication: number
}

export function pointCount(varied: readonly Varied[]): number {
  return varied.reduce((product, { values }) => product * values.length, 1)
}

/** The values at a point, one for each varied path; the last path changes fastest. */
export function valuesAt(varied: readonly Varied[], point: number): readonly VariedValue[] {
  const values: VariedValue[] = []
  let rest = point
  for (const { values: choices } of varied.toReversed()) {
    values.unshift(choices[rest % choices.length] as VariedValue)
    rest = Math.floor(rest / choices.length)
  }
  return values
}

export type PlacedTopology =
  | { readonly ok: true; readonly topology: Topology }
  | { readonly ok: false; readonly reason: string }

/** The drawing with the values of a point in it; refused where it cannot be or cannot run. */
export function topologyAt({ topology, varied }: Plan, point: number): PlacedTopology {
  const values = valuesAt(varied, point)
  const settings = varied.map(({ path }, index) => `${path}=${values[index]}`).join(', ')
  let placed = topology
  for (const [index, { path }] of varied.entries()) {
    const places = placesOf(topology, path)
    if (!places.ok) return places
    for (const place of places.value) {
      const outcome = applyEdit(placed, setField([...place], values[index], 'Vary'))
      if (!outcome.ok) return { ok: false, reason: `With ${settings}: ${outcome.reason}` }
      placed = outcome.topology
    }
  }
  const problem = lint(placed).find(({ severity }) => severity === 'error')
  if (problem === undefined) return { ok: true, topology: placed }
  const where = varied.length === 0 ? 'The drawing cannot run' : `With ${settings} it cannot run`
  return { ok: false, reason: `${where}: ${problem.message}` }
}

/** The metrics that results keep. */
export function keptMetrics({ topology, metrics }: Plan): readonly string[] {
  const paths = metricPaths(topology)
  if (metrics.length === 0) return paths
  return paths.filter((path) => metrics.some((pattern) => matchesPattern(pattern, path)))
}

/** A `*` stands for one part of a path, or for a piece of it. */
export function matchesPattern(pattern: string, path: string): boolean {
  const parts = path.split('.')
  const patterns = pattern.split('.')
  return (
    parts.length === patterns.length &&
    patterns.every((each, index) => matchesPart(each, parts[index] ?? ''))
  )
}

function matchesPart(pattern: string, part: string): boolean {
  const [first = '', ...others] = pattern.split('*')
  if (others.length === 0) return pattern === part
  if (!part.startsWith(first)) return false
  let at = first.length
  const last = others.pop() ?? ''
  for (const piece of others) {
    const found = part.indexOf(piece, at)
    if (found < 0) return false
    at = found + piece.length
  }
  return part.length - last.length >= at && part.endsWith(last)
}

/** What changes on purpose while it runs, in words; null: the load is meant to become steady. */
export function unsteadyBecause({ topology, commands }: Plan): string | null {
  if (commands.length > 0) return 'the recipe has commands (faults, edits) in it'
  for (const { name, sources } of Object.values(topology.services))
    for (const { arrivals } of Object.values(sources))
      if (CHANGING_ARRIVALS.has(arrivals.kind))
        return `${name} publishes at a rate that changes over time`
  return null
}

const CHANGING_ARRIVALS: ReadonlySet<string> = new Set(['profile', 'recorded'])
