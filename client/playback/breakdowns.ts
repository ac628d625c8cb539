// The stretches in which a replica was broken down by itself: faults that commands begin are known from
// the commands. Rows without an event are never sampled away, so every frame tells of all of them.

import { JOURNAL_KINDS, type JournalRow } from '#shared/lib/journal.ts'
import type { ElementName } from '#shared/topology/elements.ts'
import type { Band } from './timeline.ts'

/** The oldest are forgotten. */
const BANDS_MAX = 200

interface Breakdown {
  readonly element: ElementName
  readonly replica: number
  readonly fromNs: number
  readonly toNs: number | null
}

export class Breakdowns {
  #known: readonly Breakdown[] = []
  #newestNs = -1

  /** Rows of a frame, oldest first. A run that is repeated tells of the same again. */
  take(rows: readonly JournalRow[], nameOf: (element: number) => ElementName): void {
    for (const row of rows) {
      if (row.origin >= 0 || row.detail <= 0 || row.atNs <= this.#newestNs) continue
      const kind = JOURNAL_KINDS[row.kind]
      const element = nameOf(row.element)
      if (kind === 'crashed') this.#begin({ element, replica: row.detail, atNs: row.atNs })
      else if (kind === 'recovered') this.#end({ element, replica: row.detail, atNs: row.atNs })
    }
    this.#newestNs = Math.max(this.#newestNs, rows.at(-1)?.atNs ?? -1)
  }

  /** The run went another way there, or has begun again at 0. */
  cut(atNs: number): void {
    if (this.#newestNs <= atNs) return
    this.#newestNs = atNs
    this.#known = this.#known
      .filter(({ fromNs }) => fromNs <= atNs)
      .map((known) => (known.toNs !== null && known.toNs > atNs ? { ...known, toNs: null } : known))
  }

  bands(untilNs: number, serviceName: (id: string) => string): readonly Band[] {
    return this.#known.map(({ element, replica, fromNs, toNs }) => ({
      fromNs,
      toNs: toNs ?? untilNs,
      labels: [`Replica ${replica} of ${serviceName(element.split('/')[1] ?? '')} broke down`],
    }))
  }

  #begin({ element, replica, atNs }: Moment): void {
    this.#known = [...this.#known, { element, replica, fromNs: atNs, toNs: null }].slice(-BANDS_MAX)
  }

  #end({ element, replica, atNs }: Moment): void {
    this.#known = this.#known.map((known) =>
      known.toNs === null && known.element === element && known.replica === replica
        ? { ...known, toNs: atNs }
        : known,
    )
  }
}

interface Moment {
  readonly element: ElementName
  readonly replica: number
  readonly atNs: number
}
