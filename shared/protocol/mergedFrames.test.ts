import { assert, describe, expect, it } from 'vitest'
import { type JournalKind, type JournalRow, journalKindIndex } from '../lib/journal.ts'
import {
  decodeFrame,
  encodeFrame,
  FRAME_TROUBLE_MAX,
  type FrameHead,
  SLOW_FRAME_ROWS_MAX,
} from './frame.ts'
import { mergedFrames } from './mergedFrames.ts'

describe('mergedFrames', () => {
  it('keeps all that both tell, where there is room', () => {
    const merged = merge(
      frame({ sequence: 4, omittedRows: 3 }, rows('published', 5)),
      frame({ sequence: 5, omittedRows: 2, nowNs: 9 }, rows('failed', 2)),
    )

    expect(merged.rows).toHaveLength(7)
    expect(merged.head).toMatchObject({ sequence: 5, nowNs: 9, omittedRows: 5, oneStoryIn: 1 })
    expect([...merged.figures]).toEqual([5])
  })

  it('loses no row of trouble for what goes well, and counts what it leaves out', () => {
    const older = [...rows('published', 1500), ...rows('deadLettered', 40)]
    const merged = merge(
      frame({ sequence: 4 }, older),
      frame({ sequence: 5 }, rows('published', 600)),
    )

    const dead = merged.rows.filter(({ kind }) => kind === journalKindIndex.deadLettered)
    expect(dead).toHaveLength(40)
    expect(merged.rows).toHaveLength(640)
    expect(merged.head).toMatchObject({ omittedRows: 1500, oneStoryIn: 2 })
  })

  it('stays within its bounds', () => {
    const merged = merge(
      frame({ sequence: 4 }, rows('failed', FRAME_TROUBLE_MAX)),
      frame({ sequence: 5 }, rows('failed', SLOW_FRAME_ROWS_MAX)),
    )
    expect(merged.rows).toHaveLength(FRAME_TROUBLE_MAX)
    expect(merged.head.omittedRows).toBe(SLOW_FRAME_ROWS_MAX)
  })

  it.each<[string, Partial<FrameHead>]>([
    ['another run', { sequence: 5, dictionaryVersion: 8 }],
    ['another moment', { sequence: 6 }],
  ])('leaves out what was told of %s', (_what, head) => {
    const newer = frame(head, rows('published', 1))
    expect(mergedFrames(frame({ sequence: 4 }, rows('failed', 3)), newer)).toBe(newer)
  })
})

function merge(older: ArrayBuffer, newer: ArrayBuffer) {
  const merged = decodeFrame(mergedFrames(older, newer))
  assert(merged)
  return merged
}

function frame(head: Partial<FrameHead>, shown: readonly JournalRow[]): ArrayBuffer {
  const plain: FrameHead = {
    dictionaryVersion: 7,
    sequence: 0,
    nowNs: 1,
    speed: 1,
    omittedRows: 0,
    firedPerSecond: 0,
    oneStoryIn: 1,
  }
  const whole = { ...plain, ...head }
  return encodeFrame({ head: whole, figures: Float64Array.of(whole.sequence), rows: shown })
}

function rows(kind: JournalKind, count: number): readonly JournalRow[] {
  return Array.from({ length: count }, (_, n) => ({
    atNs: n,
    kind: journalKindIndex[kind],
    attempt: 1,
    element: 1,
    origin: 1,
    n,
    key: -1,
    rootOrigin: 1,
    rootN: n,
    detail: 0,
  }))
}
