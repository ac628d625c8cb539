/** So many requests at once, and so many a second in the long run. */
export interface Allowance {
  readonly burst: number
  readonly perSecond: number
}

export class TokenBucket {
  readonly #allowance: Allowance
  #tokens: number
  #filledMs: number

  constructor(allowance: Allowance, nowMs: number) {
    this.#allowance = allowance
    this.#tokens = allowance.burst
    this.#filledMs = nowMs
  }

  /** False when the allowance is used up. */
  take(nowMs: number): boolean {
    const { burst, perSecond } = this.#allowance
    const gained = ((nowMs - this.#filledMs) / 1000) * perSecond
    this.#tokens = Math.min(burst, this.#tokens + Math.max(0, gained))
    this.#filledMs = nowMs
    if (this.#tokens < 1) return false
    this.#tokens -= 1
    return true
  }
}
