// At the end of a run: what the engine has counted, and what it says is inside, against what the records
// have told.

import type { JournalKind } from '#shared/lib/journal.ts'
import type { Book } from './books.ts'
import type { Counted, Counts } from './counts.ts'
import type { Violations } from './violations.ts'

/** Of the engine's report: figures by name. */
type Figures = Readonly<Record<string, unknown>>

export interface EngineFacts {
  readonly channels: Readonly<Record<string, object>>
  readonly subscriptions: Readonly<Record<string, object>>
  readonly areas: EngineAreas
}

/** Levels over time, summed up: in whole nanoseconds times what they count. */
export interface EngineAreas {
  /** Messages waiting, by channel. */
  readonly backlogs: ReadonlyMap<string, number>
  /** Slots at work, by service. */
  readonly busyOf: ReadonlyMap<string, number>
}

const CHANNEL_COUNTS: readonly JournalKind[] = [
  'accepted',
  'unroutable',
  'refused',
  'returned',
  'conflicted',
  'deduplicated',
  'lost',
  'compacted',
  'purged',
  'redriven',
  'expired',
]

const SUBSCRIPTION_COUNTS: readonly Counted[] = [
  'delivered',
  'acknowledged',
  'failed',
  'redelivered',
  'retried',
  'requeued',
  'abandoned',
  'deadLettered',
  'dropped',
]

/** How many were compared. */
export interface Identities {
  readonly waits: number
  readonly works: number
}

export class Agreement {
  readonly #violations: Violations
  readonly #atNs: number
  #waits = 0
  #works = 0

  constructor(violations: Violations, atNs: number) {
    this.#violations = violations
    this.#atNs = atNs
  }

  get identities(): Identities {
    return { waits: this.#waits, works: this.#works }
  }

  counts(counts: Counts, { channels, subscriptions }: EngineFacts): void {
    for (const [id, figures] of Object.entries(channels))
      this.#compareCounts(`channels/${id}`, figures as Figures, { kinds: CHANNEL_COUNTS, counts })
    for (const [id, figures] of Object.entries(subscriptions))
      this.#compareCounts(`subscriptions/${id}`, figures as Figures, {
        kinds: SUBSCRIPTION_COUNTS,
        counts,
      })
  }

  levels(id: string, book: Book, facts: EngineFacts): void {
    const figures = facts.channels[id] as Figures | undefined
    if (!figures) return
    const { element } = book
    if (book.kind === 'log') {
      this.#expect(`${element} retains`, figures.retained, book.retained)
      return
    }
    const { waiting, out } = book.copies
    const { isLeased, endsLate } = book.traits
    this.#expect(`${element} holds`, figures.retained, waiting + out)
    if (!endsLate) this.#expect(`in flight from ${element} are`, figures.inFlight, out)
    if (!endsLate && !isLeased) this.#expect(`waiting in ${element} are`, figures.waiting, waiting)
    // What is delayed or shadowed waits without being visible.
    if (isLeased && Number(figures.waiting) > waiting)
      this.#expect(`visible in ${element} are`, figures.waiting, waiting)
  }

  /**
   * Little's law, to the nanosecond: what waits, summed over time, is how long all have waited. The engine
   * has counted the one, and the stories of the messages tell the other.
   */
  waits(id: string, book: Book, { areas }: EngineFacts): void {
    const byEngine = areas.backlogs.get(id)
    if (byEngine === undefined || book.kind === 'log' || book.traits.endsLate) return
    const waited = book.copies.waitedUntil(this.#atNs)
    // What is delayed or shadowed waits without being visible.
    if (book.traits.isLeased && byEngine < waited) return
    this.#waits += 1
    this.#compare('little', `waited in ${book.element} have`, { byEngine, byRecords: waited })
  }

  /** Utilisation, to the nanosecond: slots at work, summed over time, are how long all handlings took. */
  work(serviceId: string, byRecords: number, { areas }: EngineFacts): void {
    const byEngine = areas.busyOf.get(serviceId)
    if (byEngine === undefined) return
    this.#works += 1
    this.#compare('utilisation', `services/${serviceId} has worked`, { byEngine, byRecords })
  }

  #compareCounts(
    element: string,
    figures: Figures,
    { kinds, counts }: { kinds: readonly Counted[]; counts: Counts },
  ): void {
    for (const kind of kinds)
      this.#expect(`${element} ${kind}`, figures[kind], counts.of(element, kind))
  }

  #expect(what: string, byEngine: unknown, byRecords: number): void {
    this.#compare('conservation', what, { byEngine, byRecords })
  }

  #compare(
    rule: string,
    what: string,
    { byEngine, byRecords }: { readonly byEngine: unknown; readonly byRecords: number },
  ): void {
    if (byEngine === byRecords) return
    this.#violations.addAt(
      rule,
      `${what} ${String(byEngine)} by the engine's figures, and ${byRecords} by the records`,
      this.#atNs,
    )
  }
}
