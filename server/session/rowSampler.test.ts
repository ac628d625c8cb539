import { describe, expect, it } from 'vitest'
import { journalKindIndex } from '#shared/lib/journal.ts'
import { FRAME_ROWS_MAX, FRAME_TROUBLE_MAX, type JournalRow } from '#shared/protocol/frame.ts'
import { type JournalView, RowSampler, SCAN_MAX } from './rowSampler.ts'

describe('RowSampler', () => {
  it('shows everything where it fits', () => {
    const journal = new Rows()
    journal.stories(0, 60)

    expect(new RowSampler().take(journal)).toEqual({ rows: journal.all, omitted: 0, oneStoryIn: 1 })
  })

  it('says how many stories one stands for, and has more room in slow motion', () => {
    const journal = new Rows()
    journal.stories(0, 400)

    expect(new RowSampler().take(journal, 2000)).toMatchObject({ omitted: 0, oneStoryIn: 1 })
    const { rows, oneStoryIn } = new RowSampler().take(journal)
    expect(oneStoryIn).toBeGreaterThan(1)
    expect(Math.abs(Math.log2((oneStoryIn * rows.length) / 1200))).toBeLessThan(1)
  })

  it('shows each record once', () => {
    const journal = new Rows()
    const sampler = new RowSampler()
    journal.stories(0, 10)
    sampler.take(journal)
    journal.stories(10, 20)

    expect(sampler.take(journal).rows).toEqual(journal.all.slice(30))
    expect(sampler.take(journal)).toEqual({ rows: [], omitted: 0, oneStoryIn: 1 })
  })

  it('shows whole stories and counts what it leaves out', () => {
    const journal = new Rows()
    journal.stories(0, 1500)

    const { rows, omitted } = new RowSampler().take(journal)

    const stories = new Set(rows.map(({ rootN }) => rootN))
    const whole = [...stories].filter((n) => rows.filter(({ rootN }) => rootN === n).length === 3)
    expect(whole).toHaveLength(stories.size)
    expect(rows.length).toBeGreaterThan(FRAME_ROWS_MAX / 4)
    expect(rows.length).toBeLessThanOrEqual(FRAME_ROWS_MAX)
    expect(omitted).toBe(4500 - rows.length)
  })

  it('goes on with the stories that it has begun', () => {
    const journal = new Rows()
    const sampler = new RowSampler()
    journal.stories(0, 1500)
    const before = new Set(sampler.take(journal).rows.map(({ rootN }) => rootN))
    journal.stories(0, 1500)
    const after = new Set(sampler.take(journal).rows.map(({ rootN }) => rootN))

    expect(after).toEqual(before)
  })

  it('leaves no trouble out for what goes well', () => {
    const journal = new Rows()
    journal.stories(0, 800)
    for (let n = 0; n < 150; n++) journal.add({ n, rootN: n, kind: journalKindIndex.failed })
    journal.add({ origin: -1, kind: journalKindIndex.rebalanced })
    journal.stories(800, 1600)

    const { rows } = new RowSampler().take(journal)

    expect(rows.filter(({ kind }) => kind === journalKindIndex.failed)).toHaveLength(150)
    expect(rows.filter(({ kind }) => kind === journalKindIndex.rebalanced)).toHaveLength(1)
    expect(rows.length).toBeLessThanOrEqual(FRAME_ROWS_MAX)
  })

  it('leaves bookkeeping to those who check', () => {
    const journal = new Rows()
    journal.add({ origin: -1, kind: journalKindIndex.positioned })
    journal.add({ origin: -1, kind: journalKindIndex.rebalanced })

    const { rows } = new RowSampler().take(journal)

    expect(rows.map(({ kind }) => kind)).toEqual([journalKindIndex.rebalanced])
  })

  it('shows trouble alone where there is nothing but trouble', () => {
    const journal = new Rows()
    journal.stories(0, 100)
    for (let n = 0; n < 3000; n++) journal.add({ n, rootN: n, kind: journalKindIndex.dropped })

    const { rows, omitted } = new RowSampler().take(journal)

    expect(rows.every(({ kind }) => kind === journalKindIndex.dropped)).toBe(true)
    expect([rows.length, omitted]).toEqual([FRAME_TROUBLE_MAX, 3300 - FRAME_TROUBLE_MAX])
  })

  it('looks at a bounded number of records, the newest', () => {
    const journal = new Rows()
    journal.stories(0, SCAN_MAX)

    const { rows, omitted } = new RowSampler().take(journal)

    expect(journal.visited).toBe(SCAN_MAX)
    expect(rows.length + omitted).toBe(3 * SCAN_MAX)
  })

  it('shows the newest of what frames have looked at to whoever comes later', () => {
    const journal = new Rows()
    const sampler = new RowSampler()
    expect(sampler.seen(journal)).toEqual({ rows: [], omitted: 0, oneStoryIn: 1 })
    journal.stories(0, 1000)
    sampler.take(journal)
    const seenByOthers = journal.length
    journal.stories(1000, 1010)

    const { rows, omitted } = sampler.seen(journal)

    expect(rows).toEqual(journal.all.slice(seenByOthers - FRAME_ROWS_MAX, seenByOthers))
    expect(omitted).toBe(seenByOthers - FRAME_ROWS_MAX)
    const fresh = sampler.take(journal)
    expect(fresh.rows.length + fresh.omitted).toBe(journal.length - seenByOthers)
  })

  it('tells of trouble that lies further back than it looks', () => {
    const journal = new Rows()
    for (let n = 0; n < 5; n++) journal.add({ n, rootN: n, kind: journalKindIndex.failed })
    journal.stories(0, SCAN_MAX)

    const { rows } = new RowSampler().take(journal)

    const isTrouble = ({ kind }: JournalRow) => kind === journalKindIndex.failed
    expect(rows.filter(isTrouble)).toHaveLength(5)
    expect(rows.length).toBeGreaterThan(FRAME_ROWS_MAX / 4)
    expect(rows.length).toBeLessThanOrEqual(FRAME_ROWS_MAX)
  })

  it('tells of a run that has gone back what led to the moment, and how much there was before', () => {
    const journal = new Rows()
    journal.stories(0, 1500)
    const sampler = new RowSampler()
    sampler.goBack(journal)

    const { rows, omitted } = sampler.take(journal)

    expect(rows.length).toBeGreaterThan(FRAME_ROWS_MAX / 4)
    expect(Math.min(...rows.map(({ atNs }) => atNs))).toBeGreaterThanOrEqual(4500 - 400)
    expect(omitted).toBe(4500 - rows.length)
    journal.stories(1500, 1510)
    const next = sampler.take(journal)
    expect(next.rows.length + next.omitted).toBe(30)
  })
})

class Rows implements JournalView {
  readonly all: JournalRow[] = []
  readonly oldest = 0
  visited = 0

  get length(): number {
    return this.all.length
  }

  rows(from: number, max: number, keep: (row: JournalRow) => boolean = () => true) {
    const rows: JournalRow[] = []
    for (const row of this.all.slice(from)) {
      this.visited += 1
      if (keep(row)) rows.push(row)
      if (rows.length === max) break
    }
    return rows
  }

  notable(from: number, end: number) {
    const isNotable = ({ kind, origin }: JournalRow) =>
      origin < 0 || kind === journalKindIndex.failed
    return this.all.slice(from, Math.max(from, end)).filter(isNotable)
  }

  /** Three records each. */
  stories(from: number, to: number): void {
    for (const kind of ['published', 'delivered', 'acknowledged'] as const)
      for (let n = from; n < to; n++) this.add({ n, rootN: n, kind: journalKindIndex[kind] })
  }

  add(row: Partial<JournalRow>): void {
    this.all.push({
      atNs: this.all.length,
      kind: 0,
      attempt: 1,
      element: 3,
      origin: 5,
      n: 0,
      key: -1,
      rootOrigin: 5,
      rootN: 0,
      detail: 0,
      ...row,
    })
  }
}
