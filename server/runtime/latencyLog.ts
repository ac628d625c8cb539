// Latencies on their way to where they are counted. Those of many deliveries are counted together: one after
// the other, each would first have to bring its histogram to the processor.

import { type Clock, type Duration, START } from '../engine/time.ts'
import { HALF, LATENCIES, type Latencies, type Latency } from './latencies.ts'

const TOGETHER = 256

export class LatencyLog {
  readonly #clock: Clock
  /** By number: LATENCIES of each page in turn. */
  readonly #latencies: Latency[] = []
  readonly #numbers = new Int32Array(TOGETHER)
  readonly #durations = new Float64Array(TOGETHER)
  #count = 0
  /** Of what is on its way; another half has another log. */
  #half = 0
  #endsAt: number = START

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** The number of the first of its latencies; the others follow in their order. */
  add(page: Latencies): number {
    const number = this.#latencies.length
    for (const name of LATENCIES) this.#latencies.push(page[name])
    return number
  }

  /** So long as from the moment that stands in `moments` at `at`, until now. */
  note(number: number, moments: Float64Array, at: number): void {
    const { now } = this.#clock
    if (this.#count === TOGETHER || now >= this.#endsAt) this.#begin()
    const index = this.#count
    this.#numbers[index] = number
    this.#durations[index] = now - (moments[at] as number)
    this.#count = index + 1
  }

  /** All that was noted is counted. */
  settle(): void {
    const half = this.#half
    for (let index = 0; index < this.#count; index += 1) {
      const latency = this.#latencies[this.#numbers[index] as number] as Latency
      latency.record(this.#durations[index] as Duration, half)
    }
    this.#count = 0
  }

  #begin(): void {
    this.settle()
    this.#half = Math.floor(this.#clock.now / HALF)
    this.#endsAt = (this.#half + 1) * HALF
  }
}
