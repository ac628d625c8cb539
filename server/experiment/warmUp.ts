// Where the warm-up of a point ends. All its replications decide together, on their average: if each cut
// where it pleases itself, those that began with a rush would cut it off, and all averages would come out
// too small (4 % for a queue that is busy 90 % of the time, in runs of ten minutes).

import { cutsMs, type Plan } from './plan.ts'
import type { ReplicationResult, Window } from './replication.ts'
import { estimate, meanOf } from './statistics/interval.ts'
import { truncation } from './statistics/mser.ts'

export interface WarmUpEnd {
  readonly fromMs: number
  /** False where nothing shows that the load had become steady in the first half. */
  readonly isOver: boolean
}

/** A difference between the halves that chance would show once in a hundred times. */
const TREND_CONFIDENCE = 0.99

/** Below, the replications cannot tell a trend from chance. */
const REPLICATIONS_MIN = 3

export function warmUpEnd(plan: Plan, replications: readonly ReplicationResult[]): WarmUpEnd {
  const cuts = cutsMs(plan)
  const [first = 0] = cuts
  if (plan.warmUp.kind !== 'auto') return { fromMs: first, isOver: true }
  const batches = averageLoad(replications)
  const { cut, isOver } = truncation(batches)
  const atMs = (cut * plan.untilMs) / BATCHES
  // The next moment from which on runs are told: rather a little more than what MSER says.
  const fromMs = cuts.find((each) => each >= atMs - 1e-6) ?? cuts.at(-1) ?? 0
  if (isOver || !hasTrend(replications)) return { fromMs, isOver: true }
  return { fromMs: cuts.at(-1) ?? 0, isOver: false }
}

/** Of a result that is told from several moments on, the one that fits. */
export function windowFrom({ windows }: ReplicationResult, fromMs: number): Window {
  const fitting = windows.find((window) => window.fromMs >= fromMs - 1e-6) ?? windows.at(-1)
  if (fitting === undefined) throw new RangeError('A result holds at least one window.')
  return fitting
}

const BATCHES = 100

/** In each hundredth of the time, as far as all have come. */
export function averageLoad(replications: readonly ReplicationResult[]): readonly number[] {
  const length = Math.min(...replications.map(({ load }) => load.length))
  return Array.from({ length }, (_, index) =>
    meanOf(replications.map(({ load }) => load[index] ?? 0)),
  )
}

/** Whether the load of the second half is another than that of the first, more than by chance. */
function hasTrend(replications: readonly ReplicationResult[]): boolean {
  if (replications.length < REPLICATIONS_MIN) return true
  const differences = replications.map(({ load }) => {
    const half = Math.floor(load.length / 2)
    return half === 0 ? 0 : meanOf(load.slice(half)) - meanOf(load.slice(0, half))
  })
  const { mean, halfWidth } = estimate(differences, TREND_CONFIDENCE)
  return Math.abs(mean ?? 0) > (halfWidth ?? 0)
}
