// Why a run had to end, in words that name the culprit.

import { predictLoad } from '#shared/topology/analysis.ts'
import type { Topology } from '#shared/topology/topology.ts'
import type { SimulationWorld } from './world.ts'

/** Null while the run may go on. */
export function haltReason(world: SimulationWorld, topology: Topology): string | null {
  const { stuck } = world.scheduler
  if (world.haltReason === null && !stuck) return null
  const what = world.haltReason ?? 'More than a million things happened at one instant.'
  const cycle = predictLoad(topology).amplifyingCycle
  if (!cycle) return what
  const names = [...cycle.names, cycle.names[0]].join(' → ')
  const gain = Number.isFinite(cycle.gain)
    ? `${Math.round(cycle.gain * 100) / 100} events`
    : 'more and more events'
  return `${what} The cycle ${names} causes ${gain} for each one that it handles.`
}
