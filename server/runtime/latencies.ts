// How long things took, for reports (since the start) and for the live view (the last seconds).

import { RECENT_MS } from '#shared/lib/metrics.ts'
import { Histogram, type HistogramState } from '../engine/histogram.ts'
import { type Duration, milliseconds, type SimTime } from '../engine/time.ts'

/** Half of what the live view covers: two halves take turns. */
export const HALF = milliseconds(RECENT_MS / 2)

interface HistogramTaker {
  add(part: Histogram): void
}

export interface LatencyState {
  readonly older: HistogramState
  readonly previous: HistogramState
  readonly current: HistogramState
  readonly half: number
}

/** Each duration is recorded once, in the half that is being filled, and joins the older ones later. */
export class Latency {
  readonly #older = new Histogram()
  #previous = new Histogram()
  #current = new Histogram()
  /** Number of the half that is being filled. */
  #half = 0
  /** In half number `half`, not before one that was recorded already. */
  record(duration: Duration, half: number): void {
    if (half > this.#half) this.#turnTo(half)
    this.#current.record(duration)
  }

  /** Adds all that was ever recorded. */
  addAllTo(sum: Histogram): void {
    sum.add(this.#older)
    this.addRecentTo(sum)
  }

  /** Grows whenever what `addRecentTo` adds has changed. */
  recentState(now: SimTime): number {
    const recorded = this.#older.count + this.#previous.count + this.#current.count
    // A half that is over is two steps at the most, and the record that takes them back counts for more.
    return 3 * recorded + Math.min(2, Math.floor(now / HALF) - this.#half)
  }

  /** Adds what was recorded in the half that `now` lies in, and in the one before it. */
  addRecentTo(sum: HistogramTaker, now = this.#half * HALF): void {
    const half = Math.floor(now / HALF)
    if (half <= this.#half + 1) sum.add(this.#current)
    if (half <= this.#half) sum.add(this.#previous)
  }

  save(): LatencyState {
    return {
      older: this.#older.save(),
      previous: this.#previous.save(),
      current: this.#current.save(),
      half: this.#half,
    }
  }

  restore(state: LatencyState): void {
    this.#older.restore(state.older)
    this.#previous.restore(state.previous)
    this.#current.restore(state.current)
    this.#half = state.half
  }

  #turnTo(half: number): void {
    this.#older.add(this.#previous)
    this.#previous.clear()
    const emptied = this.#previous
    this.#previous = this.#current
    this.#current = emptied
    if (half > this.#half + 1) {
      this.#older.add(this.#previous)
      this.#previous.clear()
    }
    this.#half = half
  }
}

/** What is measured of each delivery. */
export const LATENCIES = [
  /** From being stored in the channel to the start of the first attempt of a delivery. */
  'wait',
  /** One attempt. */
  'serviceTime',
  /** From the start of the first attempt to the settlement, backoffs included. */
  'handling',
  /** From the publishing of the event that began the story to the acknowledgement. */
  'endToEnd',
] as const

export type LatencyName = (typeof LATENCIES)[number]

export type LatenciesState = Readonly<Record<LatencyName, LatencyState>>

/** Of the events of one type that come to a service by one subscription. */
export class Latencies implements Record<LatencyName, Latency> {
  readonly wait = new Latency()
  readonly serviceTime = new Latency()
  readonly handling = new Latency()
  readonly endToEnd = new Latency()

  save(): LatenciesState {
    return {
      wait: this.wait.save(),
      serviceTime: this.serviceTime.save(),
      handling: this.handling.save(),
      endToEnd: this.endToEnd.save(),
    }
  }

  restore(state: LatenciesState): void {
    for (const name of LATENCIES) this[name].restore(state[name])
  }
}
