import { describe, expect, it } from 'vitest'
import { journalKindIndex } from '#shared/lib/journal.ts'
import { JournalHash } from './journalHash.ts'
import { FORM, KIND_AND_ATTEMPT, WORDS } from './journalRecord.ts'

const SHORT = 8
const LONG = 12

describe('the hash of a history', () => {
  it.each([
    { kind: 'accepted', seen: SHORT },
    { kind: 'published', seen: LONG },
  ] as const)(
    'sees $seen words of a record that is $kind, and nothing behind them',
    ({ kind, seen }) => {
      const words = recordsOf(kind)
      const before = hashOf(words)
      const changing = Array.from({ length: WORDS }, (_, word) => {
        const changed = words.slice()
        // Of the second of three records; the lowest bit of the kind would make it another one.
        const at = WORDS + word
        changed[at] = (changed[at] as number) ^ (word === KIND_AND_ATTEMPT ? 256 : 1)
        return hashOf(changed) !== before
      })

      expect(changing.filter((changes) => changes)).toHaveLength(seen)
      expect(changing.slice(0, seen)).not.toContain(false)
    },
  )

  it('tells the order of records', () => {
    const words = recordsOf('accepted')
    const swapped = Uint32Array.from([
      ...words.subarray(WORDS, 2 * WORDS),
      ...words.subarray(0, WORDS),
      ...words.subarray(2 * WORDS),
    ])

    expect(hashOf(swapped)).not.toBe(hashOf(words))
  })

  it('goes into all of its digits, whichever word is another', () => {
    const words = recordsOf('accepted')
    const before = hashOf(words)
    for (let word = 0; word < SHORT; word += 1) {
      const changed = words.slice()
      changed[word] = (changed[word] as number) ^ 0x100
      const after = hashOf(changed)
      const lanes = [0, 8, 16, 24].filter(
        (at) => after.slice(at, at + 8) === before.slice(at, at + 8),
      )
      expect(lanes).toEqual([])
    }
  })

  it('is the same in one go and record by record', () => {
    const words = recordsOf('published')
    const hash = new JournalHash()
    for (let at = 0; at < words.length; at += WORDS) hash.fold(words, at, at + WORDS, FORM)

    expect(hash.digest(3)).toBe(hashOf(words))
  })
})

/** Three, of words that are all different. */
function recordsOf(kind: 'accepted' | 'published'): Uint32Array {
  const words = Uint32Array.from({ length: 3 * WORDS }, (_, index) => 1000 + 7 * index)
  for (let at = KIND_AND_ATTEMPT; at < words.length; at += WORDS) words[at] = journalKindIndex[kind]
  return words
}

function hashOf(words: Uint32Array): string {
  const hash = new JournalHash()
  hash.fold(words, 0, words.length, FORM)
  return hash.digest(words.length / WORDS)
}
