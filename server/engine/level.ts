// A whole number that changes over time (messages waiting, slots busy) and its average over time.

import { assert } from '#shared/lib/assert.ts'
import type { SimTime } from './time.ts'

export interface LevelState {
  readonly level: number
  readonly max: number
  readonly area: number
  readonly since: number
  readonly from: number
}

export class Level {
  #level = 0
  /** Since the last mark. */
  #max = 0
  /** The maximum of each stretch that a mark has ended. */
  readonly #peaks: number[] = []
  /** Integral of the level over time, in its unit times nanoseconds, up to `#since`. */
  #area = 0
  #since: number
  #from: number

  constructor(now: SimTime) {
    this.#since = now
    this.#from = now
  }

  get now(): number {
    return this.#level
  }

  get max(): number {
    return this.maxSince(0)
  }

  /** Begins a new stretch and answers its number. Not saved: it is for who looks on. */
  mark(): number {
    this.#peaks.push(this.#max)
    this.#max = this.#level
    return this.#peaks.length
  }

  /** Of the stretch with that number and all later ones. */
  maxSince(mark: number): number {
    return Math.max(this.#max, ...this.#peaks.slice(mark))
  }

  add(change: number, now: SimTime): void {
    this.become(this.#level + change, now)
  }

  become(level: number, now: SimTime): void {
    assert(level >= 0, 'a level is never negative')
    this.#area += this.#level * (now - this.#since)
    this.#since = now
    this.#level = level
    if (level > this.#max) this.#max = level
  }

  /** Integral up to `now`. */
  areaUntil(now: SimTime): number {
    return this.#area + this.#level * (now - this.#since)
  }

  /** Time average since it began; 0 at that very moment. */
  averageUntil(now: SimTime): number {
    return now > this.#from ? this.areaUntil(now) / (now - this.#from) : 0
  }

  save(): LevelState {
    return {
      level: this.#level,
      max: this.max,
      area: this.#area,
      since: this.#since,
      from: this.#from,
    }
  }

  restore(state: LevelState): void {
    this.#level = state.level
    this.#max = state.max
    this.#peaks.length = 0
    this.#area = state.area
    this.#since = state.since
    this.#from = state.from
  }
}
