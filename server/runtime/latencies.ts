// How long things took, for reports (since the start) and for the live view (the last seconds).

import { RECENT_MS } from '#shared/lib/metrics.ts'
import { bucketOf, Histogram, type HistogramState } from '../engine/histogram.ts'
import { type Duration, milliseconds, type SimTime } from '../engine/time.ts'

/** Half of what the live view covers: two halves take turns. */
const HALF = milliseconds(RECENT_MS / 2)

export class Latency {
  readonly all = new Histogram()
  /** The half that is being filled, and the one before it. */
  readonly #halves: [Histogram, Histogram] = [new Histogram(), new Histogram()]
  #halfNumber = 0

  record(duration: Duration, now: SimTime): void {
    if (now >= (this.#halfNumber + 1) * HALF) this.#turnTo(Math.floor(now / HALF))
    const bucket = bucketOf(duration)
    this.all.record(duration, bucket)
    this.#halves[(this.#halfNumber & 1) as 0 | 1].record(duration, bucket)
  }

  /** Of the last 5 to 10 seconds; NaN when nothing was recorded in them. */
  recentQuantile(share: number, now: SimTime): number {
    const number = Math.floor(now / HALF)
    const current = this.#halves[(this.#halfNumber & 1) as 0 | 1]
    const previous = this.#halves[((this.#halfNumber + 1) & 1) as 0 | 1]
    if (number === this.#halfNumber) return current.quantile(share, previous)
    return number === this.#halfNumber + 1 ? current.quantile(share) : Number.NaN
  }

  #turnTo(number: number): void {
    this.#halves[(number & 1) as 0 | 1].clear()
    if (number > this.#halfNumber + 1) this.#halves[((number + 1) & 1) as 0 | 1].clear()
    this.#halfNumber = number
  }

  save(): LatencyState {
    return {
      all: this.all.save(),
      halves: [this.#halves[0].save(), this.#halves[1].save()],
      halfNumber: this.#halfNumber,
    }
  }

  restore(state: LatencyState): void {
    this.all.restore(state.all)
    this.#halves[0].restore(state.halves[0])
    this.#halves[1].restore(state.halves[1])
    this.#halfNumber = state.halfNumber
  }
}

export interface LatencyState {
  readonly all: HistogramState
  readonly halves: readonly [HistogramState, HistogramState]
  readonly halfNumber: number
}

export interface LatenciesState {
  readonly wait: LatencyState
  readonly serviceTime: LatencyState
  readonly handling: LatencyState
  readonly endToEnd: LatencyState
}

/** Of a subscription, a service or an event type. */
export class Latencies {
  /** From being stored in the channel to the start of the first attempt of a delivery. */
  readonly wait = new Latency()
  /** One attempt. */
  readonly serviceTime = new Latency()
  /** From the start of the first attempt to the settlement, backoffs included. */
  readonly handling = new Latency()
  /** From the publishing of the event that began the story to the acknowledgement here. */
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
    this.wait.restore(state.wait)
    this.serviceTime.restore(state.serviceTime)
    this.handling.restore(state.handling)
    this.endToEnd.restore(state.endToEnd)
  }
}
