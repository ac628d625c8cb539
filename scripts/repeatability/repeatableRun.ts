// A recipe run to its end, with the hash of its history at each virtual second on the way, so that two
// histories that differ can be told from when on.

import type { Command } from '#shared/topology/recipe.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { Simulation } from '../../server/simulation/simulation.ts'

/** Plain data: it is written to a file and read by other versions of Node. */
export interface RepeatableRun {
  readonly name: string
  readonly topology: Topology
  readonly seed: number
  readonly commands: readonly Command[]
  readonly untilMs: number
}

export interface History {
  readonly name: string
  readonly hash: string
  readonly records: number
  /** The hash at the end of each virtual second; empty where the run was not stopped on the way. */
  readonly hashesBySecond: readonly string[]
}

const MS = 1e6
const SECOND_MS = 1000

export function historyInOneGo(run: RepeatableRun): History {
  const simulation = new Simulation(run)
  simulation.advance(run.untilMs * MS)
  return told(run, simulation, [])
}

export function historyBySecond(run: RepeatableRun): History {
  const simulation = new Simulation(run)
  const hashes: string[] = []
  for (let atMs = SECOND_MS; atMs < run.untilMs + SECOND_MS; atMs += SECOND_MS) {
    simulation.advance(Math.min(atMs, run.untilMs) * MS)
    hashes.push(simulation.hash())
  }
  return told(run, simulation, hashes)
}

function told(
  { name }: RepeatableRun,
  simulation: Simulation,
  hashesBySecond: readonly string[],
): History {
  return { name, hash: simulation.hash(), records: simulation.journal.length, hashesBySecond }
}
