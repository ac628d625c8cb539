// A record of the journal as 32-bit words.

import { type JournalRow, journalKindIndex } from '#shared/lib/journal.ts'
import type { RecordForm } from './journalHash.ts'

/** Of a record: as many bytes as a processor loads together. */
export const WORDS = 16
export const AT_LOW = 0
export const AT_HIGH = 1
/** Kind + 256 attempts. */
export const KIND_AND_ATTEMPT = 2
export const ELEMENT = 3
export const DETAIL = 4
/** From here on, its event's words are as `Events` keeps them; 0 where there is none. */
export const ORIGIN = 5
export const N = ORIGIN + 1
const KEY = ORIGIN + 2
export const ROOT_ORIGIN = ORIGIN + 3
export const ROOT_N = ORIGIN + 4
export const CAUSE_ORIGIN = ORIGIN + 5
export const CAUSE_N = ORIGIN + 6
export const TYPE = ORIGIN + 7

/** Where an event comes from is hashed once, when it is published; its type follows from its origin. */
export const FORM: RecordForm = {
  width: WORDS,
  isLong: (words, at) => kindAt(words, at) === journalKindIndex.published,
}

const TWO_32 = 2 ** 32
export const PER_TWO_32 = 1 / TWO_32

/** Of the record whose words begin there, an index of JOURNAL_KINDS. */
export function kindAt(words: Uint32Array, at: number): number {
  return (words[at + KIND_AND_ATTEMPT] as number) & 255
}

export function rowAt(words: Uint32Array, at: number): JournalRow {
  return {
    atNs: (words[at + AT_LOW] as number) + (words[at + AT_HIGH] as number) * TWO_32,
    kind: kindAt(words, at),
    attempt: (words[at + KIND_AND_ATTEMPT] as number) >>> 8,
    element: words[at + ELEMENT] as number,
    origin: (words[at + ORIGIN] as number) - 1,
    n: words[at + N] as number,
    key: (words[at + KEY] as number) - 1,
    rootOrigin: (words[at + ROOT_ORIGIN] as number) - 1,
    rootN: words[at + ROOT_N] as number,
    detail: words[at + DETAIL] as number,
  }
}
