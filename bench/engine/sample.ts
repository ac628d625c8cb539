// What a stretch of a run cost.

import type { Simulation } from '../../server/simulation/simulation.ts'
import { cpuNs } from './cpuClock.ts'

export interface Sample {
  readonly deliveries: number
  readonly cpuNs: number
}

export const SECOND_NS = 1e9

/** Of the run from where it is up to `untilNs`. */
export function sampleOf(simulation: Simulation, untilNs: number): Sample {
  const before = simulation.journal.count('delivered')
  const from = cpuNs()
  simulation.advance(untilNs)
  const spent = cpuNs() - from
  if (simulation.ended) throw new Error(`The run ended: ${simulation.ended.reason}`)
  return { deliveries: simulation.journal.count('delivered') - before, cpuNs: spent }
}

export function perCpuSecond({ deliveries, cpuNs: spent }: Sample): number {
  return (deliveries / spent) * SECOND_NS
}

export function thousands(perSecond: number): string {
  return Math.round(perSecond / 1000).toString()
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[sorted.length >> 1] ?? Number.NaN
}
