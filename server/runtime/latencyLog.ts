// Latencies on their way to where they are counted. Those of many deliveries are counted together, and in a large
// drawing those of one histogram after each other: in the order in which they come, each would first have to bring
// its histogram to the processor.

import { type Clock, type Duration, START } from '../engine/time.ts'
import { HALF, LATENCIES, type Latencies, type Latency } from './latencies.ts'

/** At least so many are counted together. */
const FEW = 256
/** At most, of all together. */
const MANY = 131_072
/** On average, of one latency, up to that. */
const OF_EACH = 32

export class LatencyLog {
  readonly #clock: Clock
  /** By number: LATENCIES of each page in turn. */
  readonly #latencies: Latency[] = []
  /** Of what is on its way: numbers and durations. */
  #numbers = new Int32Array(FEW)
  #durations = new Float64Array(FEW)
  #count = 0
  /** Where more than a few come: durations in the order of their numbers, and where those of each number end. */
  #inOrder = new Float64Array(0)
  #ends = new Int32Array(0)
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
    this.#makeRoom()
    return number
  }

  /** So long as from the moment that stands in `moments` at `at`, until now. */
  note(number: number, moments: Float64Array, at: number): void {
    const { now } = this.#clock
    if (this.#count === this.#numbers.length || now >= this.#endsAt) this.#begin()
    const index = this.#count
    this.#numbers[index] = number
    this.#durations[index] = now - (moments[at] as number)
    this.#count = index + 1
  }

  /** All that was noted is counted. */
  settle(): void {
    const areMany = this.#count > FEW && this.#count > this.#latencies.length
    if (areMany) this.#settleInOrder()
    else this.#settleAsTheyCame()
    this.#count = 0
  }

  #settleAsTheyCame(): void {
    const half = this.#half
    for (let index = 0; index < this.#count; index += 1) {
      const latency = this.#latencies[this.#numbers[index] as number] as Latency
      latency.record(this.#durations[index] as Duration, half)
    }
  }

  #settleInOrder(): void {
    this.#order()
    const half = this.#half
    const ends = this.#ends
    const inOrder = this.#inOrder
    let index = 0
    for (let number = 0; number < this.#latencies.length; number += 1) {
      const end = ends[number] as number
      const latency = this.#latencies[number] as Latency
      for (; index < end; index += 1) latency.record(inOrder[index] as Duration, half)
    }
  }

  /** A counting sort. */
  #order(): void {
    const count = this.#count
    const numbers = this.#numbers
    const ends = this.#ends
    ends.fill(0)
    for (let index = 0; index < count; index += 1) {
      const next = (numbers[index] as number) + 1
      ends[next] = (ends[next] as number) + 1
    }
    // Where those of each number begin; placing them moves it to where they end.
    for (let number = 1; number < ends.length; number += 1)
      ends[number] = (ends[number] as number) + (ends[number - 1] as number)
    for (let index = 0; index < count; index += 1) {
      const number = numbers[index] as number
      const place = ends[number] as number
      ends[number] = place + 1
      this.#inOrder[place] = this.#durations[index] as number
    }
  }

  #makeRoom(): void {
    const latencies = this.#latencies.length
    // One more than latencies: where each begins is counted a place behind it.
    if (latencies >= this.#ends.length) this.#ends = new Int32Array(2 * latencies)
    const { length } = this.#numbers
    if (latencies * OF_EACH <= length || length === MANY) return
    this.settle()
    this.#numbers = new Int32Array(2 * length)
    this.#durations = new Float64Array(2 * length)
    this.#inOrder = new Float64Array(2 * length)
  }

  #begin(): void {
    this.settle()
    this.#half = Math.floor(this.#clock.now / HALF)
    this.#endsAt = (this.#half + 1) * HALF
  }
}
