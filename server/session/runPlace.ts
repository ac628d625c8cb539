import type { Topology } from '#shared/topology/topology.ts'
import type { LiveRun } from './liveRun.ts'

/** Where a run is within what is recorded of it, as far as it is told by its state. */
interface RunPlace {
  readonly isInPast: boolean
  readonly topology: Topology
}

export function placeOf({ isInPast, simulation }: LiveRun): RunPlace {
  return { isInPast, topology: simulation.topology }
}

export function isSamePlace(a: RunPlace, b: RunPlace): boolean {
  return a.isInPast === b.isInPast && a.topology === b.topology
}
