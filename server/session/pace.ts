// How far virtual time should have come by now: the speed times the real time gone by.

import type { Speed } from '#shared/protocol/protocol.ts'

/** A virtual day a second: beyond this, a system in which little happens would be over at once. */
const SPEED_MAX = 86_400

/** When the machine cannot keep up, at most this much real time is caught up with later. */
const ARREARS_MS_MAX = 250

const NS_PER_MS = 1_000_000

export class Pace {
  #speed: Speed
  #anchorMs = 0
  #anchorNs = 0

  constructor(speed: Speed) {
    this.#speed = speed
  }

  get speed(): Speed {
    return this.#speed
  }

  /** Counts from this moment on, at this speed. */
  start(nowMs: number, nowNs: number, speed = this.#speed): void {
    this.#speed = speed
    this.#anchorMs = nowMs
    this.#anchorNs = nowNs
  }

  /** Where virtual time should be. */
  targetNs(nowMs: number): number {
    const elapsedMs = Math.max(0, nowMs - this.#anchorMs)
    return Math.floor(this.#anchorNs + elapsedMs * this.#factor * NS_PER_MS)
  }

  /** After a slice of work that brought virtual time to `nowNs`: forgets what cannot be caught up with. */
  forgive(nowMs: number, nowNs: number): void {
    const arrearsNs = this.targetNs(nowMs) - nowNs
    const mostNs = ARREARS_MS_MAX * this.#factor * NS_PER_MS
    if (arrearsNs > mostNs) this.start(nowMs - ARREARS_MS_MAX, nowNs)
  }

  get #factor(): number {
    return this.#speed === 'max' ? SPEED_MAX : this.#speed
  }
}
