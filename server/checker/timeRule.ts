// Time goes on, or stands still; events are numbered by who publishes them, one after the other, and
// nothing is stored that nobody has published.

import type { Moment, Violations } from './violations.ts'

export class TimeRule {
  readonly #violations: Violations
  #now = 0

  constructor(violations: Violations) {
    this.#violations = violations
  }

  take(moment: Moment): void {
    if (moment.atNs < this.#now)
      this.#violations.add('time', `it was ${this.#now / 1e6} ms already`, moment)
    else this.#now = moment.atNs
  }
}

export class PublishedRule {
  readonly #violations: Violations
  /** Number of the newest event, by origin. */
  readonly #newest = new Map<number, number>()

  constructor(violations: Violations) {
    this.#violations = violations
  }

  take(moment: Moment): void {
    const { origin, n } = moment.row
    if (moment.kind !== 'published' && moment.kind !== 'accepted') return
    const newest = this.#newest.get(origin)
    if (moment.kind === 'accepted') {
      if (newest === undefined || n > newest)
        this.#violations.add('phantom', 'nobody has published it', moment)
      return
    }
    if (newest !== undefined && n !== newest + 1)
      this.#violations.add('published', `the one before it was #${newest}`, moment)
    this.#newest.set(origin, n)
  }
}
