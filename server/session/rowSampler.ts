// Chooses the journal rows of a frame. What went wrong comes first; of the rest, whole stories: a story
// is in or out by a hash of its first event, and who is in stays in until there is too much to show.

import { BOOKKEEPING_KINDS, JOURNAL_KINDS, TROUBLE_KINDS } from '#shared/lib/journal.ts'
import { FRAME_ROWS_MAX, FRAME_TROUBLE_MAX, type JournalRow } from '#shared/protocol/frame.ts'

/** Records that one frame looks at for what goes well. Beyond, at full speed, nobody could read it anyway. */
export const SCAN_MAX = 5000

const LEVELS = 32

export interface JournalView {
  /** Records ever written. */
  readonly length: number
  /** The first record still kept. */
  readonly oldest: number
  rows(from: number, max: number, keep?: (row: JournalRow) => boolean): readonly JournalRow[]
  /** Of the records from number `from` up to `end`: trouble, and what belongs to no story. */
  notable(from: number, end: number): readonly JournalRow[]
}

export interface Sample {
  readonly rows: readonly JournalRow[]
  readonly omitted: number
  /** See `FrameHead`. */
  readonly oneStoryIn: number
}

const IS_TROUBLE: readonly boolean[] = JOURNAL_KINDS.map((kind) => TROUBLE_KINDS.has(kind))
const IS_BOOKKEEPING: readonly boolean[] = JOURNAL_KINDS.map((kind) => BOOKKEEPING_KINDS.has(kind))

export class RowSampler {
  /** Number of the first record that no frame has looked at. */
  #next = 0
  /** Of the stories, one in 2^level is shown. */
  #level = 0
  /** Records before those that frames look at: of a run that has gone back. */
  #untold = 0

  /** The run has gone back: the next frame tells what led to the moment. */
  goBack(journal: JournalView): void {
    this.#next = Math.max(journal.oldest, journal.length - 2 * FRAME_ROWS_MAX)
    this.#untold = this.#next
  }

  /** The newest rows, and how many records since the last call are not among them. */
  take(journal: JournalView, rowsMax = FRAME_ROWS_MAX): Sample {
    const fresh = journal.length - this.#next + this.#untold
    this.#untold = 0
    const from = Math.max(this.#next, journal.oldest, journal.length - SCAN_MAX)
    const before = journal.notable(this.#next, from)
    this.#next = journal.length
    if (fresh <= 0) return { rows: [], omitted: 0, oneStoryIn: 1 }
    const { rows, level } = this.#choose({ journal, from, before, rowsMax })
    // What lies before those that are looked at is left out, too.
    const looked = Math.max(1, journal.length - from)
    const oneStoryIn = Math.max(2 ** level, Math.ceil(fresh / looked))
    return { rows, omitted: fresh - rows.length, oneStoryIn }
  }

  /** For somebody who begins to watch: the newest rows of those that frames have looked at already. */
  seen(journal: JournalView): Sample {
    const from = Math.max(journal.oldest, this.#next - 2 * FRAME_ROWS_MAX)
    // Those before are told of with these.
    this.#untold = 0
    const rows = from < this.#next ? journal.rows(from, this.#next - from, isForPeople) : []
    const newest = rows.slice(-FRAME_ROWS_MAX)
    return { rows: newest, omitted: this.#next - newest.length, oneStoryIn: 1 }
  }

  /** `before`: what must be told of the records before `from`, at which nobody looks. */
  #choose({ journal, from, before, rowsMax }: Choice): Chosen {
    const least = Math.max(0, this.#level - 1)
    const { rows, always, byLevel } = survey(journal, from, least)
    const room = rowsMax - before.length - always
    if (room <= 0) {
      const shown = [...before, ...rows.filter(isAlwaysShown)].slice(-FRAME_TROUBLE_MAX)
      return { rows: shown, level: LEVELS }
    }
    this.#level = levelFor(byLevel, room, least)
    const level = this.#level
    const isChosen = (row: JournalRow) => isAlwaysShown(row) || levelOf(row) >= level
    const chosen = level === least ? rows : rows.filter(isChosen)
    return { rows: [...before, ...chosen], level }
  }
}

interface Choice {
  readonly journal: JournalView
  readonly from: number
  /** What must be told of the records before `from`. */
  readonly before: readonly JournalRow[]
  readonly rowsMax: number
}

interface Chosen {
  readonly rows: readonly JournalRow[]
  /** One in 2^level stories is among them. */
  readonly level: number
}

/** In one go, since looking is what a frame costs most: what stories below the level have is not kept. */
function survey(journal: JournalView, from: number, least: number) {
  let always = 0
  const byLevel = new Array<number>(LEVELS + 1).fill(0)
  const look = (row: JournalRow): boolean => {
    if (isAlwaysShown(row)) {
      always += 1
      return true
    }
    const level = isForPeople(row) ? levelOf(row) : -1
    if (level < least) return false
    byLevel[level] = (byLevel[level] ?? 0) + 1
    return true
  }
  const rows = journal.rows(from, SCAN_MAX, look)
  return { rows, always, byLevel }
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
