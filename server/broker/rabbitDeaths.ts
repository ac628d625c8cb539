// Where messages were dead-lettered before: newest first, one entry for each queue and reason, as in the
// header x-death. It is spelled as a text, so that a message carries only the text's number, and what
// follows from it is computed once for each history that occurs.

import type { Texts } from './texts.ts'

export type DeathReason = 'rejected' | 'expired'

type Death = readonly [queue: string, reason: DeathReason]

/** Never dead-lettered. */
export const NO_DEATHS = 0

export class RabbitDeaths {
  readonly #queue: string
  readonly #texts: Texts
  readonly #after = {
    rejected: new Map<number, number>(),
    expired: new Map<number, number>(),
  }
  readonly #isCycle = new Map<number, boolean>()

  constructor(queue: string, texts: Texts) {
    this.#queue = queue
    this.#texts = texts
  }

  /** The history of a message that had these deaths and now dies in this queue. */
  after(deaths: number, reason: DeathReason): number {
    const known = this.#after[reason].get(deaths)
    if (known !== undefined) return known
    const others = this.#read(deaths).filter(
      ([queue, otherReason]) => queue !== this.#queue || otherReason !== reason,
    )
    const spelled = JSON.stringify([[this.#queue, reason], ...others])
    const after = this.#texts.intern(spelled)
    this.#after[reason].set(deaths, after)
    return after
  }

  /** Whether it died in this queue before and nobody rejected it since, or then. */
  isCycle(deaths: number): boolean {
    if (deaths === NO_DEATHS) return false
    const known = this.#isCycle.get(deaths)
    if (known !== undefined) return known
    const history = this.#read(deaths)
    const last = history.findIndex(([queue]) => queue === this.#queue)
    const isCycle =
      last >= 0 && history.slice(0, last + 1).every(([, reason]) => reason !== 'rejected')
    this.#isCycle.set(deaths, isCycle)
    return isCycle
  }

  #read(deaths: number): readonly Death[] {
    // `after` has spelled it.
    return deaths === NO_DEATHS ? [] : (JSON.parse(this.#texts.text(deaths)) as Death[])
  }
}
