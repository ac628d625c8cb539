// Chooses the journal rows of a frame. What went wrong comes first; of the rest, whole stories: a story
// is in or out by a hash of its first event, and who is in stays in until there is too much to show.

import { BOOKKEEPING_KINDS, JOURNAL_KINDS, TROUBLE_KINDS } from '#shared/lib/journal.ts'
import { FRAME_ROWS_MAX, type JournalRow } from '#shared/protocol/frame.ts'

/** Records that one frame looks at. Beyond this, at full speed, nobody could read them anyway. */
export const SCAN_MAX = 20_000

const LEVELS = 32

export interface JournalView {
  /** Records ever written. */
  readonly length: number
  /** The first record still kept. */
  readonly oldest: number
  rows(from: number, max: number, keep?: (row: JournalRow) => boolean): readonly JournalRow[]
}

export interface Sample {
  readonly rows: readonly JournalRow[]
  readonly omitted: number
}

const IS_TROUBLE: readonly boolean[] = JOURNAL_KINDS.map((kind) => TROUBLE_KINDS.has(kind))
const IS_BOOKKEEPING: readonly boolean[] = JOURNAL_KINDS.map((kind) => BOOKKEEPING_KINDS.has(kind))

export class RowSampler {
  /** Number of the first record that no frame has looked at. */
  #next = 0
  /** Of the stories, one in 2^level is shown. */
  #level = 0

  /** The newest rows, and how many records since the last call are not among them. */
  take(journal: JournalView): Sample {
    const fresh = journal.length - this.#next
    const from = Math.max(this.#next, journal.oldest, journal.length - SCAN_MAX)
    this.#next = journal.length
    if (fresh <= 0) return { rows: [], omitted: 0 }
    const rows = this.#choose(journal, from)
    return { rows, omitted: fresh - rows.length }
  }

  /** For somebody who begins to watch: the newest rows of those that frames have looked at already. */
  seen(journal: JournalView): Sample {
    const from = Math.max(journal.oldest, this.#next - 2 * FRAME_ROWS_MAX)
    const rows = from < this.#next ? journal.rows(from, this.#next - from, isForPeople) : []
    const newest = rows.slice(-FRAME_ROWS_MAX)
    return { rows: newest, omitted: this.#next - newest.length }
  }

  #choose(journal: JournalView, from: number): readonly JournalRow[] {
    const { always, byLevel } = survey(journal, from)
    if (always >= FRAME_ROWS_MAX) return journal.rows(from, FRAME_ROWS_MAX, isAlwaysShown)
    this.#level = levelFor(byLevel, FRAME_ROWS_MAX - always, Math.max(0, this.#level - 1))
    const level = this.#level
    const isChosen = (row: JournalRow) =>
      isAlwaysShown(row) || (isForPeople(row) && levelOf(row) >= level)
    return journal.rows(from, FRAME_ROWS_MAX, isChosen)
  }
}

function survey(journal: JournalView, from: number) {
  let always = 0
  const byLevel = new Array<number>(LEVELS + 1).fill(0)
  const count = (row: JournalRow): boolean => {
    if (isAlwaysShown(row)) always += 1
    else if (isForPeople(row)) {
      const level = levelOf(row)
      byLevel[level] = (byLevel[level] ?? 0) + 1
    }
    return false
  }
  journal.rows(from, SCAN_MAX, count)
  return { always, byLevel }
}

/** The lowest level, `least` or more, whose stories fit. */
function levelFor(byLevel: readonly number[], room: number, least: number): number {
  let count = 0
  for (let level = LEVELS; level >= least; level--) {
    count += byLevel[level] ?? 0
    if (count > room) return level + 1
  }
  return least
}

/** Trouble, and what belongs to no story: rebalances, faults, edits. */
function isAlwaysShown(row: JournalRow): boolean {
  return (row.origin < 0 && isForPeople(row)) || (IS_TROUBLE[row.kind] ?? false)
}

function isForPeople({ kind }: JournalRow): boolean {
  return !IS_BOOKKEEPING[kind]
}

/** How many halvings a story survives: level n or more has one story in 2^n. */
function levelOf({ rootOrigin, rootN }: JournalRow): number {
  let hash = Math.imul(rootOrigin + 1, 0x9e37_79b1) ^ Math.imul(rootN | 0, 0x85eb_ca6b)
  hash = Math.imul(hash ^ (hash >>> 16), 0x7feb_352d)
  hash = Math.imul(hash ^ (hash >>> 15), 0x846c_a68b)
  return Math.clz32(hash ^ (hash >>> 16))
}
