import type { JournalRow } from '#shared/lib/journal.ts'

/** What an event knows and a record of it does not; 0 where there is no event. */
export interface SeenEvent {
  readonly publishedNs: number
  /** Interned: see `Sight.attribute`. */
  readonly attributes: number
}

/** Sees records as they are written. It changes nothing: a history is the same with and without it. */
export interface JournalWatch {
  /** By index of JOURNAL_KINDS: 1 where it wants to see the records of a kind. */
  readonly wants: Uint8Array
  see(record: JournalRow, event: SeenEvent): void
}
