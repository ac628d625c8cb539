import type { Breakdowns } from '../breakdowns.ts'
import { meanMs } from './demand.ts'

/** Share of the time that a service is up. Below one in a million nothing is told apart. */
export function availabilityOf(breakdowns: Breakdowns | undefined): number {
  if (!breakdowns) return 1
  const upMs = meanMs(breakdowns.upTime)
  const cycleMs = upMs + meanMs(breakdowns.repairTime)
  return cycleMs > 0 ? Math.max(upMs / cycleMs, 1e-6) : 1
}
