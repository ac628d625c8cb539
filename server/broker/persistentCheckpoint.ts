// How far a persistent subscription has come: everything before its checkpoint is done with, and a
// restart reads on from there. The server writes it, though not with each event.

import { Ring } from '../engine/ring.ts'
import { after, type Duration, type SimTime } from '../engine/time.ts'

export interface CheckpointSettings {
  readonly checkPointAfter: Duration
  readonly minCheckPointCount: number
  readonly maxCheckPointCount: number
}

export interface PersistentCheckpointState {
  readonly first: number
  readonly window: readonly number[]
  readonly doneTo: number
  readonly written: number
  readonly writtenCount: number
  readonly writtenAt: number
}

/** Nothing was written yet. */
const NONE = -1
const LONG_AGO = -1

export class PersistentCheckpoint {
  /** Number of the first event that is not done with; they are numbered as they are taken. */
  #first = 0
  /** Positions of that event and of those taken behind it; −1 − position when done with. */
  readonly #window = new Ring(16)
  /** The position behind the last of those that are done with in a row. */
  #doneTo = NONE
  #written = NONE
  /** How many events the checkpoint is behind; counted as `first`. */
  #writtenCount = 0
  #writtenAt = LONG_AGO

  /** Where a restart reads on; null while no checkpoint was ever written. */
  get written(): number | null {
    return this.#written === NONE ? null : this.#written
  }

  /** An event is taken; returns its number. */
  begin(position: number): number {
    this.#window.push(position)
    return this.#first + this.#window.size - 1
  }

  done(number: number): void {
    const index = number - this.#first
    const position = this.#window.at(index)
    this.#window.set(index, -1 - position)
    while (this.#window.size > 0 && this.#window.at(0) < 0) {
      this.#doneTo = -this.#window.shift()
      this.#first += 1
    }
  }

  /** Writes when enough was done since the last time; `isTick`: when the server looks by the clock. */
  writeWhenDue(now: SimTime, isTick: boolean, settings: CheckpointSettings): boolean {
    const count = this.#first - this.#writtenCount
    if (count === 0) return false
    const { checkPointAfter, minCheckPointCount, maxCheckPointCount } = settings
    const isFull = count >= maxCheckPointCount
    const isEarly =
      this.#writtenAt !== LONG_AGO && now < after(this.#writtenAt as SimTime, checkPointAfter)
    const isDue = isTick && !isEarly && count >= minCheckPointCount
    if (!isFull && !isDue) return false
    this.#written = this.#doneTo
    this.#writtenCount = this.#first
    this.#writtenAt = now
    return true
  }

  /** The server forgets all but what it has written. */
  restart(): void {
    this.#first = 0
    this.#window.clear()
    this.#writtenCount = 0
    this.#writtenAt = LONG_AGO
    this.#doneTo = this.#written
  }

  save(): PersistentCheckpointState {
    return {
      first: this.#first,
      window: this.#window.save(),
      doneTo: this.#doneTo,
      written: this.#written,
      writtenCount: this.#writtenCount,
      writtenAt: this.#writtenAt,
    }
  }

  restore(state: PersistentCheckpointState): void {
    this.#first = state.first
    this.#window.restore(state.window)
    this.#doneTo = state.doneTo
    this.#written = state.written
    this.#writtenCount = state.writtenCount
    this.#writtenAt = state.writtenAt
  }
}
