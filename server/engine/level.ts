// A whole number that changes over time (messages waiting, slots busy) and its average over time.

import { assert } from '#shared/lib/assert.ts'
import type { Cells } from './cells.ts'
import type { Clock, SimTime } from './time.ts'

export interface LevelState {
  readonly level: number
  readonly max: number
  readonly area: number
  readonly since: number
  readonly from: number
}

/** Its cells: the integral over time, in its unit times nanoseconds, up to SINCE. */
const AREA = 0
const SINCE = 1
const FROM = 2

export class Level {
  readonly #clock: Clock
  readonly #cells: Cells
  readonly #at: number
  #level = 0
  /** Since the last mark. */
  #max = 0
  /** The maximum of each stretch that a mark has ended. */
  readonly #peaks: number[] = []

  constructor(clock: Clock, cells: Cells) {
    this.#clock = clock
    this.#cells = cells
    this.#at = cells.take()
    cells.numbers[this.#at + SINCE] = clock.now
    cells.numbers[this.#at + FROM] = clock.now
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

  add(change: number): void {
    this.become(this.#level + change)
  }

  become(level: number): void {
    assert(level >= 0, 'a level is never negative')
    const { now } = this.#clock
    const { numbers } = this.#cells
    const at = this.#at
    const passed = now - (numbers[at + SINCE] as number)
    numbers[at + AREA] = (numbers[at + AREA] as number) + this.#level * passed
    numbers[at + SINCE] = now
    this.#level = level
    if (level > this.#max) this.#max = level
  }

  /** Integral up to `now`. */
  areaUntil(now: SimTime): number {
    return this.#cell(AREA) + this.#level * (now - this.#cell(SINCE))
  }

  /** Time average since it began; 0 at that very moment. */
  averageUntil(now: SimTime): number {
    const from = this.#cell(FROM)
    return now > from ? this.areaUntil(now) / (now - from) : 0
  }

  save(): LevelState {
    return {
      level: this.#level,
      max: this.max,
      area: this.#cell(AREA),
      since: this.#cell(SINCE),
      from: this.#cell(FROM),
    }
  }

  restore(state: LevelState): void {
    this.#level = state.level
    this.#max = state.max
    this.#peaks.length = 0
    this.#cells.numbers.set([state.area, state.since, state.from], this.#at)
  }

  #cell(cell: number): number {
    return this.#cells.numbers[this.#at + cell] as number
  }
}
