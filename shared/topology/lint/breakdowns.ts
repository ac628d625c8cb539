// Breakdowns that leave no time between them.

import { entriesById } from '../../lib/entries.ts'
import { meanMs } from '../analysis/demand.ts'
import type { Examined } from './examined.ts'
import type { LintProblem } from './problem.ts'
import { named } from './words.ts'

/** From one breakdown to the next, on average. */
const CYCLE_MIN_MS = 1

export function endlessBreakdowns({ topology }: Examined): readonly LintProblem[] {
  return entriesById(topology.services).flatMap(([serviceId, { breakdowns }]) => {
    if (!breakdowns) return []
    if (meanMs(breakdowns.upTime) + meanMs(breakdowns.repairTime) >= CYCLE_MIN_MS) return []
    return [
      {
        severity: 'error',
        code: 'endless-breakdowns',
        message: `${named(topology, serviceId)} breaks down and is repaired within less than 1 ms on average. Let it run for longer between breakdowns.`,
        elementIds: [serviceId],
        path: ['services', serviceId, 'breakdowns', 'upTime'],
      } as const,
    ]
  })
}
