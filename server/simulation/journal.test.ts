import { describe, expect, it } from 'vitest'
import { JOURNAL_KINDS, type JournalKind } from '#shared/lib/journal.ts'
import { type EventHandle, Events, NO_EVENT, NO_KEY } from '../broker/events.ts'
import { START } from '../engine/time.ts'
import { Journal } from './journal.ts'

const QUEUE = 5
const SHOP = 3
const PLACED = 4

describe('Journal', () => {
  it('keeps the newest 65,536 records, and counts all', () => {
    const { journal, write } = setUp()
    for (let n = 0; n < 70_000; n += 1) write('accepted', n)

    expect([journal.length, journal.oldest]).toEqual([70_000, 70_000 - 65_536])
    expect(journal.row(69_999).n).toBe(69_999)
    expect(journal.rows(0, 1)[0]?.n).toBe(journal.oldest)
    expect(journal.countOf('accepted', QUEUE)).toBe(70_000)
    expect(journal.countOf('accepted', PLACED)).toBe(70_000)
    expect(journal.count('accepted')).toBe(70_000)
  })

  it('counts what happens once more, from the second time on', () => {
    const { journal, events } = setUp()
    const event = events.create({ ...PLAIN, n: 1 })
    for (const attempt of [1, 2, 3]) {
      journal.write('delivered', QUEUE, event, attempt, 0)
      journal.write('started', QUEUE, event, attempt, 0)
      journal.write('failed', QUEUE, event, attempt, 0)
    }

    const counts = (['delivered', 'redelivered', 'retried', 'failed'] as const).map((counter) => [
      journal.countOf(counter, QUEUE),
      journal.countOf(counter, PLACED),
      journal.count(counter),
    ])
    expect(counts).toEqual([
      [3, 3, 3],
      [2, 2, 2],
      [2, 2, 2],
      [3, 3, 3],
    ])
  })

  it('counts what was given up with who gave it up too, and once in all', () => {
    const { journal, events } = setUp()
    const event = events.create({ ...PLAIN, n: 1 })
    journal.write('dropped', QUEUE, event, 0, SHOP)
    journal.write('deadLettered', QUEUE, event, 0, QUEUE)
    journal.write('accepted', QUEUE, event, 0, SHOP)

    const of = (element: number) =>
      (['dropped', 'deadLettered', 'accepted'] as const).map((kind) =>
        journal.countOf(kind, element),
      )
    expect([of(QUEUE), of(SHOP)]).toEqual([
      [1, 1, 1],
      [1, 0, 0],
    ])
    expect(journal.count('dropped')).toBe(1)
  })

  it('keeps what went wrong longer than what went well', () => {
    const { journal, write } = setUp()
    write('failed', 0)
    write('rebalanced', null)
    write('positioned', null)
    for (let n = 1; n < 70_000; n += 1) write('accepted', n)
    write('dropped', 70_000)

    expect(kindsOf(journal.notable(0, journal.length))).toEqual(['failed', 'rebalanced', 'dropped'])
    expect(kindsOf(journal.notable(1, journal.length - 1))).toEqual(['rebalanced'])
  })

  it('knows the newest of more than it can keep', () => {
    const { journal, write } = setUp()
    for (let n = 0; n < 5000; n += 1) write('failed', n)

    const notable = journal.notable(0, journal.length)
    expect([notable[0]?.n, notable.length]).toEqual([5000 - 4096, 4096])
  })

  it('has forgotten its records when it is restored, and goes on counting', () => {
    const { journal, write } = setUp()
    for (let n = 0; n < 10; n += 1) write('accepted', n)
    const restored = setUp()

    restored.journal.restore(journal.save())
    expect([restored.journal.length, restored.journal.oldest]).toEqual([10, 10])
    expect(restored.journal.rows(0, 20)).toEqual([])

    restored.write('accepted', 10)
    write('accepted', 10)
    expect(restored.journal.rows(0, 20).map(({ n }) => n)).toEqual([10])
    expect(restored.journal.count('accepted')).toBe(11)
    expect(restored.journal.hash()).toBe(journal.hash())
  })

  it('tells in its row who an event is, and what came before it', () => {
    const { journal, events, writeEvent } = setUp()
    const first = events.create({ ...PLAIN, n: 1, key: 8 })
    const second = events.create({ ...PLAIN, n: 2, cause: first })
    writeEvent('published', first)
    writeEvent('published', second)

    expect(journal.row(1)).toMatchObject({ n: 2, key: NO_KEY, rootOrigin: SHOP, rootN: 1 })
    expect([journal.causeOf(0), journal.causeOf(1)]).toEqual([
      { origin: -1, n: 0 },
      { origin: SHOP, n: 1 },
    ])
    expect(journal.story(SHOP, 1)).toEqual({ rows: journal.rows(0, 2), complete: true })
    expect(journal.publishedRecord(SHOP, 2)).toBe(1)
  })

  it('has a hash that nobody who looks on can change', () => {
    const watched = setUp()
    const alone = setUp()
    for (let n = 0; n < 1000; n += 1) {
      watched.write('failed', n)
      watched.journal.notable(0, n)
      watched.journal.countOf('failed', QUEUE)
      alone.write('failed', n)
    }

    expect(watched.journal.hash()).toBe(alone.journal.hash())
  })
})

const PLAIN = {
  origin: SHOP,
  type: PLACED,
  key: NO_KEY,
  attributes: 0,
  properties: 0,
  cause: NO_EVENT,
}

function setUp() {
  const events = new Events({ now: START })
  const journal = new Journal(events, { now: START })
  const writeEvent = (kind: JournalKind, event: EventHandle) =>
    journal.write(kind, QUEUE, event, 0, 0)
  /** Of an event with this number, which is let go at once, or of none. */
  const write = (kind: JournalKind, n: number | null) => {
    const event = n === null ? NO_EVENT : events.create({ ...PLAIN, n })
    writeEvent(kind, event)
    if (event !== NO_EVENT) events.release(event)
  }
  return { journal, events, write, writeEvent }
}

function kindsOf(rows: readonly { readonly kind: number }[]) {
  return rows.map(({ kind }) => JOURNAL_KINDS[kind])
}
