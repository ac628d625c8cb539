import { describe, expect, it } from 'vitest'
import { type JournalKind, journalKindIndex } from '#shared/lib/journal.ts'
import type { JournalRow } from '#shared/protocol/frame.ts'
import type { ElementWords } from '../elementWords.ts'
import { axisTicks, waterfallOf } from './waterfall.ts'

describe('the story of an event', () => {
  it('tells waiting from work', () => {
    const story = tell([
      row('published', 0, SOURCE),
      row('accepted', 0, TOPIC),
      row('delivered', 4000, PAYMENTS),
      row('started', 4000, PAYMENTS),
      row('acknowledged', 5000, PAYMENTS),
    ])

    expect(story.lanes.map(({ label, depth, note }) => [label, depth, note])).toEqual([
      ['Web shop', 0, 'publishes OrderPlaced'],
      ['orders', 1, '4 s waiting'],
      ['Payments', 2, '1 s'],
    ])
    expect(story.lanes[2]?.segments).toEqual([{ kind: 'done', fromNs: 4e9, toNs: 5e9 }])
    expect([story.fromNs, story.toNs, story.waitShare]).toEqual([0, 5e9, 0.8])
  })

  it('gives each attempt a lane, with the pause before it', () => {
    const story = tell([
      row('published', 0, SOURCE),
      row('accepted', 0, TOPIC),
      row('started', 0, PAYMENTS),
      row('failed', 1000, PAYMENTS),
      row('started', 1500, PAYMENTS),
      row('failed', 2500, PAYMENTS),
      row('deadLettered', 2500, PAYMENTS),
    ])

    expect(story.lanes.map(({ label, note, isTrouble }) => [label, note, isTrouble])).toEqual([
      ['Web shop', 'publishes OrderPlaced', false],
      ['Payments', 'failed', true],
      ['Payments, try 2', 'dead-lettered', true],
    ])
    expect(story.lanes[2]?.segments).toEqual([
      { kind: 'wait', fromNs: 1e9, toNs: 1.5e9 },
      { kind: 'failed', fromNs: 1.5e9, toNs: 2.5e9 },
    ])
  })

  it('shows what two groups make of the same message', () => {
    const story = tell([
      row('published', 0, SOURCE),
      row('accepted', 0, TOPIC),
      row('started', 1000, PAYMENTS),
      row('started', 2000, INVENTORY),
      row('acknowledged', 3000, INVENTORY),
      row('acknowledged', 3000, PAYMENTS),
    ])

    expect(story.lanes.map(({ label, note }) => `${label}: ${note}`)).toEqual([
      'Web shop: publishes OrderPlaced',
      'orders: 1 s waiting',
      'Payments: 2 s',
      'orders: 2 s waiting',
      'Inventory: 1 s',
    ])
  })

  it('hangs what a service publishes below its work', () => {
    const story = tell([
      row('published', 0, SOURCE),
      row('accepted', 0, TOPIC),
      row('started', 0, PAYMENTS),
      row('acknowledged', 1000, PAYMENTS),
      row('published', 1000, OUTPUT, 7),
    ])

    expect(story.lanes.at(-1)).toMatchObject({ label: 'Payments', depth: 3 })
  })

  it('runs up to now where the story has not ended', () => {
    const waiting = tell([row('published', 0, SOURCE), row('accepted', 1000, TOPIC)])
    const working = tell([row('published', 0, SOURCE), row('started', 2000, PAYMENTS)])

    expect(waiting.lanes[1]).toMatchObject({ label: 'orders', note: '9 s, still waiting' })
    expect(working.lanes[1]).toMatchObject({
      note: 'at work',
      segments: [{ kind: 'work', fromNs: 2e9, toNs: 10e9 }],
    })
  })
})

describe('the axis', () => {
  it('has round steps', () => {
    expect(axisTicks(10.9e9)).toEqual([0, 5e9, 10e9])
    expect(axisTicks(9e9)).toEqual([0, 2e9, 4e9, 6e9, 8e9])
    expect(axisTicks(0)).toEqual([0])
  })
})

const SOURCE = 0
const TOPIC = 1
const PAYMENTS = 2
const INVENTORY = 3
const OUTPUT = 4

const names: readonly ElementWords[] = [
  { path: 'Web shop → orders', from: 'Web shop', to: 'orders' },
  { path: 'orders', from: 'orders', to: 'orders' },
  { path: 'orders → Payments', from: 'orders', to: 'Payments' },
  { path: 'orders → Inventory', from: 'orders', to: 'Inventory' },
  { path: 'Payments → payments', from: 'Payments', to: 'payments' },
]

function tell(rows: readonly JournalRow[]) {
  const words = (element: number) => names[element] ?? { path: '', from: '', to: '' }
  const placeName = (row: JournalRow) => words(row.element).to
  return waterfallOf({ rows, nowNs: 10e9, words, eventName: () => 'OrderPlaced', placeName })
}

function row(kind: JournalKind, atMs: number, element: number, n = 1): JournalRow {
  const event = { origin: SOURCE, n, key: 0, rootOrigin: SOURCE, rootN: 1 }
  return {
    ...event,
    atNs: atMs * 1e6,
    kind: journalKindIndex[kind],
    attempt: 1,
    element,
    detail: 0,
  }
}
