// Percentiles of the last 5 to 10 seconds, worked out only when something has changed since they last were.

import type { HistogramSum } from '../engine/histogramSum.ts'
import type { SimTime } from '../engine/time.ts'
import type { Latencies } from './latencies.ts'
import type { LatencyLog } from './latencyLog.ts'

/** In the order of `RecentLatencies.quantiles`. */
const SHOWN = ['handling', 'wait', 'endToEnd'] as const
const SHARES = [0.5, 0.95, 0.99] as const

export class RecentLatencies {
  readonly #pages: readonly Latencies[]
  readonly #log: LatencyLog
  /** Anybody's: it is empty between two uses. */
  readonly #sum: HistogramSum
  readonly #quantiles = new Float64Array(SHOWN.length * SHARES.length).fill(Number.NaN)
  #state = -1

  constructor(pages: readonly Latencies[], log: LatencyLog, sum: HistogramSum) {
    this.#pages = pages
    this.#log = log
    this.#sum = sum
  }

  /**
   * Half, 95 % and 99 % of handling times, waits and times from end to end, in nanoseconds; NaN where
   * nothing was recorded. Good until somebody asks again.
   */
  quantiles(now: SimTime): Float64Array {
    this.#log.settle()
    const state = this.#stateAt(now)
    if (state === this.#state) return this.#quantiles
    this.#state = state
    for (let index = 0; index < SHOWN.length; index += 1) this.#read(index, now)
    return this.#quantiles
  }

  #stateAt(now: SimTime): number {
    let state = 0
    for (const page of this.#pages) for (const name of SHOWN) state += page[name].recentState(now)
    return state
  }

  #read(index: number, now: SimTime): void {
    const name = SHOWN[index] as (typeof SHOWN)[number]
    for (const page of this.#pages) page[name].addRecentTo(this.#sum, now)
    this.#sum.takeQuantiles(SHARES, this.#quantiles, index * SHARES.length)
  }
}
