// Two frames of which nobody gets the first: what it tells is put into the second, as far as there is room.

import { JOURNAL_KINDS, type JournalRow, TROUBLE_KINDS } from '../lib/journal.ts'
import { decodeFrame, encodeFrame, FRAME_TROUBLE_MAX, SLOW_FRAME_ROWS_MAX } from './frame.ts'

/** The newer of two frames of a run, with what the older one has told, trouble first; the rest is counted. */
export function mergedFrames(olderBytes: ArrayBuffer, newerBytes: ArrayBuffer): ArrayBuffer {
  const older = decodeFrame(olderBytes)
  const newer = decodeFrame(newerBytes)
  if (!older || !newer) return newerBytes
  // After a reset or a jump, the older one tells of another moment.
  const isSameRun = older.head.dictionaryVersion === newer.head.dictionaryVersion
  if (!isSameRun || older.head.sequence + 1 !== newer.head.sequence) return newerBytes
  const fits = older.rows.length + newer.rows.length <= SLOW_FRAME_ROWS_MAX
  const kept = fits ? older.rows : older.rows.filter(isNotable)
  const rows = [...kept, ...newer.rows].slice(-FRAME_TROUBLE_MAX)
  const leftOut = older.rows.length + newer.rows.length - rows.length
  const oneStoryIn = Math.max(older.head.oneStoryIn, newer.head.oneStoryIn)
  return encodeFrame({
    figures: newer.figures,
    rows,
    head: {
      ...newer.head,
      omittedRows: older.head.omittedRows + newer.head.omittedRows + leftOut,
      oneStoryIn: fits ? oneStoryIn : 2 * oneStoryIn,
    },
  })
}

/** What went wrong, and what belongs to no event. */
function isNotable({ kind, origin }: JournalRow): boolean {
  const name = JOURNAL_KINDS[kind]
  return origin < 0 || (name !== undefined && TROUBLE_KINDS.has(name))
}
