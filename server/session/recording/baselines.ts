// Runs to compare with: what was cut off when a run went another way, as its recipe.

import { BASELINES_MAX, type RunState } from '#shared/protocol/protocol.ts'
import { describeProblems, parseRecipe } from '#shared/topology/parse.ts'
import {
  type Command,
  ENGINE_VERSION,
  RECIPE_FORMAT,
  type Recipe,
} from '#shared/topology/recipe.ts'
import type { LiveRun } from '../liveRun.ts'
import type { KeptBaseline, Outcome } from '../messages.ts'

interface Baseline extends KeptBaseline {
  readonly recipe: Recipe
}

/** A run as it was before it went another way. */
export type Cut = Omit<Baseline, 'id' | 'label'>

export class Baselines {
  /** Oldest first. */
  #kept: readonly KeptBaseline[]
  /** Those that came from the disk have not been looked at yet. */
  readonly #parsed = new WeakMap<KeptBaseline, Recipe>()
  #lastId: number

  constructor(kept: readonly KeptBaseline[] = []) {
    this.#kept = kept.slice(-BASELINES_MAX)
    this.#lastId = Math.max(0, ...kept.map(({ id }) => id))
  }

  keep(cut: Cut, label: string): void {
    this.#lastId += 1
    const baseline: Baseline = { ...cut, id: this.#lastId, label }
    this.#parsed.set(baseline, baseline.recipe)
    this.#kept = [...this.#kept, baseline].slice(-BASELINES_MAX)
  }

  get(id: number): Outcome<Baseline> {
    const kept = this.#kept.find((baseline) => baseline.id === id)
    if (!kept)
      return { ok: false, reason: 'This run is not kept any more: only the newest ones are.' }
    const known = this.#parsed.get(kept)
    if (known) return { ok: true, value: { ...kept, recipe: known } }
    const parsed = parseRecipe(kept.recipe)
    if (!parsed.ok)
      return { ok: false, reason: `This run cannot be read: ${describeProblems(parsed.problems)}` }
    this.#parsed.set(kept, parsed.recipe)
    return { ok: true, value: { ...kept, recipe: parsed.recipe } }
  }

  /** Oldest first. */
  get all(): readonly KeptBaseline[] {
    return this.#kept
  }

  /** Newest first. */
  get list(): RunState['baselines'] {
    return this.#kept
      .map(({ id, label, atNs, untilNs }) => ({ id, label, atNs, untilNs }))
      .reverse()
  }
}

/** The run with all that is recorded of it. */
export function cutOf(run: LiveRun): Cut {
  const { simulation, recording } = run
  const { untilNs } = recording
  return { atNs: simulation.nowNs, untilNs, recipe: recipeOf(run, untilNs, simulation.commands) }
}

export function recipeOf(run: LiveRun, untilNs: number, commands: readonly Command[]): Recipe {
  return {
    format: RECIPE_FORMAT,
    engineVersion: ENGINE_VERSION,
    topology: run.topology,
    seed: run.simulation.seed,
    untilMs: untilNs / 1_000_000,
    commands: [...commands],
  }
}
