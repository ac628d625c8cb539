// A run with the second checker beside it, which reads the journal as it is written.

import type { JournalRow } from '#shared/lib/journal.ts'
import type { Command } from '#shared/topology/recipe.ts'
import type { Topology } from '#shared/topology/topology.ts'
import type { EngineFacts } from '../../server/checker/agreement.ts'
import { JournalChecker } from '../../server/checker/journalChecker.ts'
import { JournalFeed } from '../../server/simulation/compare/journalFeed.ts'
import { Simulation } from '../../server/simulation/simulation.ts'

interface Recipe {
  readonly topology: Topology
  readonly seed: number
  readonly commands?: readonly Command[]
}

/** The checker after the end of the run. */
export function checkedRun(recipe: Recipe, untilNs: number): JournalChecker {
  const checker = new JournalChecker(recipe)
  const simulation = new Simulation(recipe)
  new JournalFeed(simulation, (row, nameOf) => checker.take(row, nameOf)).advance(untilNs)
  checker.end(simulation.nowNs, factsOf(simulation))
  return checker
}

/** A run that is over, to be checked as often as one likes. */
export interface RecordedRun {
  readonly recipe: Recipe
  readonly rows: readonly JournalRow[]
  readonly names: readonly string[]
  readonly endedAt: number
  /** The engine's own figures. */
  readonly facts: EngineFacts
}

export function recordedRun(recipe: Recipe, untilNs: number): RecordedRun {
  const simulation = new Simulation(recipe)
  const rows: JournalRow[] = []
  new JournalFeed(simulation, (row) => rows.push(row)).advance(untilNs)
  const names = simulation.dictionary().elements.map(({ name }) => name)
  return { recipe, rows, names, endedAt: simulation.nowNs, facts: factsOf(simulation) }
}

export function checkedJournal(run: RecordedRun, rows = run.rows): JournalChecker {
  const checker = new JournalChecker(run.recipe)
  for (const row of rows) checker.take(row, (element) => run.names[element] ?? '')
  checker.end(run.endedAt, run.facts)
  return checker
}

function factsOf(simulation: Simulation): EngineFacts {
  return { ...simulation.report(), areas: simulation.loadAreas() }
}
