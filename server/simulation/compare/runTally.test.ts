import { describe, expect, it } from 'vitest'
import { type JournalKind, type JournalRow, journalKindIndex } from '#shared/lib/journal.ts'
import { RunTally } from './runTally.ts'

const READER = 5
const LOG = 'channels/log'

describe('RunTally', () => {
  it('counts an event once for each reader, with the time since it was published', () => {
    const { take, tally } = setUp()
    take('published', 1, 0)
    take('started', 1, 10)
    take('acknowledged', 1, 30)
    take('acknowledged', 1, 40)

    expect(tally.figures()).toEqual({
      published: 1,
      handled: 1,
      deadLettered: 0,
      handledAgain: 0,
      outOfOrder: 0,
      lost: 0,
      latencyMs: { p50: 30, p95: 30, p99: 30 },
    })
  })

  it('counts what is begun once more, unless the attempt before had failed', () => {
    const { take, tally } = setUp()
    take('published', 1, 0)
    for (const kind of ['started', 'failed', 'started', 'started'] as const) take(kind, 1, 1)

    expect(tally.figures().handledAgain).toBe(1)
  })

  it('counts what is begun after a later event of its key', () => {
    const { take, tally } = setUp()
    for (const n of [1, 2, 3]) take('published', n, n)
    for (const n of [1, 3, 2]) take('started', n, 10 + n)

    expect(tally.figures().outOfOrder).toBe(1)
  })

  it('counts as lost what no reader gets, and not what a log has kept long enough', () => {
    const { take, tally } = setUp()
    for (const kind of ['dropped', 'unroutable', 'lost', 'expired'] as const) take(kind, 1, 1)
    take('expired', 1, 1, 6)
    take('deadLettered', 1, 1)

    expect(tally.figures()).toMatchObject({ lost: 4, deadLettered: 1, latencyMs: null })
  })

  it('is full when it knows as many events as it may', () => {
    const { take, tally } = setUp(2)
    take('published', 1, 0)
    expect(tally.isFull).toBe(false)
    take('published', 2, 0)
    expect(tally.isFull).toBe(true)
  })
})

function setUp(pairsMax?: number) {
  const tally = new RunTally(new Set([LOG]), pairsMax)
  const nameOf = (element: number) => (element === 6 ? LOG : 'channels/queue')
  const take = (kind: JournalKind, n: number, atMs: number, element = READER) => {
    const row: JournalRow = {
      atNs: atMs * 1e6,
      kind: journalKindIndex[kind],
      attempt: 1,
      element,
      origin: 0,
      n,
      key: 0,
      rootOrigin: 0,
      rootN: n,
      detail: 0,
    }
    tally.take(row, nameOf)
  }
  return { tally, take }
}
