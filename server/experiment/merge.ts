// Parts of an experiment, put together in order. Nothing is averaged of averages: the replications
// themselves are, so that the whole is what one command would have written.

import { ENGINE_VERSION } from '#shared/topology/recipe.ts'
import { type ExperimentPart, planJson } from './document.ts'
import { Results } from './outcome.ts'
import { type Plan, pointCount } from './plan.ts'
import type { Found } from './variedPath.ts'

interface NamedPart {
  /** Its file. */
  readonly name: string
  readonly part: ExperimentPart
}

const MISSING_SHOWN_MAX = 5

/** In any order; each replication must come once, and none may be missing. */
export function merge(parts: readonly NamedPart[]): Found<Results> {
  const [first] = parts
  if (first === undefined) return refused('There is nothing to merge.')
  const results = new Results(first.part.plan)
  for (const each of parts) {
    const problem = difference(first, each) ?? addTo(results, each)
    if (problem !== null) return refused(problem)
  }
  const { missingCount } = results
  if (missingCount === 0) return { ok: true, value: results }
  const shown = results
    .firstMissing(MISSING_SHOWN_MAX)
    .map(({ point, replication }) => nameOf(results.plan, point, replication))
  const more = missingCount > shown.length ? ` and ${missingCount - shown.length} more` : ''
  return refused(`The experiment is not complete. Missing: ${shown.join(', ')}${more}.`)
}

/** Why two parts do not belong together. */
function difference(a: NamedPart, b: NamedPart): string | null {
  const engines = [...new Set([a.part.engineVersion, b.part.engineVersion, ENGINE_VERSION])]
  if (engines.length > 1)
    return `${b.name} comes from engine ${b.part.engineVersion}, ${a.name} from ${a.part.engineVersion}, and this is ${ENGINE_VERSION}: their histories may differ.`
  const [ofA, ofB] = [Object.entries(planJson(a.part.plan)), Object.entries(planJson(b.part.plan))]
  for (const [index, [key, value]] of ofA.entries()) {
    const other: unknown = ofB[index]?.[1]
    if (JSON.stringify(value) !== JSON.stringify(other))
      return `${b.name} is part of another experiment than ${a.name}: ${told(key, value, other)}`
  }
  return null
}

function told(key: string, value: unknown, other: unknown): string {
  if (key === 'topology') return 'the drawing is not the same.'
  if (key === 'commands') return 'the commands are not the same.'
  return `${key} is ${JSON.stringify(other)} there and ${JSON.stringify(value)} here.`
}

function addTo(results: Results, { name, part }: NamedPart): string | null {
  const points = pointCount(results.plan.varied)
  for (const { point, result } of part.results) {
    const { replication } = result
    if (point >= points || replication > results.plan.replications)
      return `${name} holds ${nameOf(results.plan, point, replication)}, which its own plan does not have.`
    if (!results.add(point, result))
      return `${name} holds ${nameOf(results.plan, point, replication)}, which is there already.`
  }
  return null
}

function nameOf({ varied }: Plan, point: number, replication: number): string {
  const where = varied.length === 0 ? '' : ` of point ${point + 1}`
  return `replication ${replication}${where}`
}

function refused(reason: string): { readonly ok: false; readonly reason: string } {
  return { ok: false, reason }
}
