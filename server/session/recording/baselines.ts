// Runs to compare with: what was cut off when a run went another way, as its recipe.

import type { RunState } from '#shared/protocol/protocol.ts'
import {
  type Command,
  ENGINE_VERSION,
  RECIPE_FORMAT,
  type Recipe,
} from '#shared/topology/recipe.ts'
import type { LiveRun } from '../liveRun.ts'

/** The oldest are forgotten. */
const KEPT_MAX = 8

interface Baseline {
  readonly id: number
  readonly label: string
  readonly atNs: number
  readonly untilNs: number
  readonly recipe: Recipe
}

/** A run as it was before it went another way. */
export type Cut = Omit<Baseline, 'id' | 'label'>

export class Baselines {
  #kept: readonly Baseline[] = []
  #lastId = 0

  keep(cut: Cut, label: string): void {
    this.#lastId += 1
    this.#kept = [...this.#kept, { ...cut, id: this.#lastId, label }].slice(-KEPT_MAX)
  }

  get(id: number): Baseline | null {
    return this.#kept.find((baseline) => baseline.id === id) ?? null
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
