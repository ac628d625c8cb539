// The unit of all goals: a hold model (take the earliest of 1,000 pending timers, put it back later) on a
// plain typed-array 4-ary heap with ties first in, first out. What a machine does of it a second is what
// the engine's figures are divided by, so that they compare across machines and loads.

import { cpuNs } from './cpuClock.ts'

const PENDING = 1000
const HOLDS = 1_000_000

/** Holds per CPU-second, the median of five samples. */
export function calibrate(): number {
  const samples = Array.from({ length: 5 }, holdsPerCpuSecond).sort((a, b) => a - b)
  return samples[2] as number
}

function holdsPerCpuSecond(): number {
  const heap = new HoldHeap(PENDING)
  const increments = Float64Array.from(
    { length: 4096 },
    (_, index) =>
      // Exponential with mean 1, each share of 4096 once, in a scattered order.
      -Math.log((((index * 1867) & 4095) + 0.5) / 4096),
  )
  for (let entry = 0; entry < PENDING; entry += 1) heap.push(increments[entry] as number, entry)
  const before = cpuNs()
  for (let hold = 0; hold < HOLDS; hold += 1)
    heap.replaceTop(increments[hold & 4095] as number, PENDING + hold)
  return (HOLDS / (cpuNs() - before)) * 1e9
}

class HoldHeap {
  readonly #at: Float64Array
  readonly #order: Float64Array
  #size = 0

  constructor(capacity: number) {
    this.#at = new Float64Array(capacity)
    this.#order = new Float64Array(capacity)
  }

  push(at: number, order: number): void {
    this.#siftUp(this.#size++, at, order)
  }

  /** Takes the earliest and puts it back `increment` later. */
  replaceTop(increment: number, order: number): void {
    const at = (this.#at[0] as number) + increment
    let hole = 0
    for (;;) {
      const child = this.#earliestChild(hole)
      if (child < 0 || !this.#isBefore(child, at, order)) break
      this.#move(child, hole)
      hole = child
    }
    this.#at[hole] = at
    this.#order[hole] = order
  }

  #siftUp(from: number, at: number, order: number): void {
    let hole = from
    while (hole > 0) {
      const parent = (hole - 1) >> 2
      if (this.#isBefore(parent, at, order)) break
      this.#move(parent, hole)
      hole = parent
    }
    this.#at[hole] = at
    this.#order[hole] = order
  }

  #earliestChild(hole: number): number {
    const first = 4 * hole + 1
    if (first >= this.#size) return -1
    const end = Math.min(first + 4, this.#size)
    let earliest = first
    for (let child = first + 1; child < end; child += 1)
      if (this.#isBefore(child, this.#at[earliest] as number, this.#order[earliest] as number))
        earliest = child
    return earliest
  }

  #isBefore(index: number, at: number, order: number): boolean {
    const other = this.#at[index] as number
    return other < at || (other === at && (this.#order[index] as number) < order)
  }

  #move(from: number, to: number): void {
    this.#at[to] = this.#at[from] as number
    this.#order[to] = this.#order[from] as number
  }
}
