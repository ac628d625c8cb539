// What the timeline shows, as numbers: the painter only puts them on the canvas.

import type { RunState } from '#shared/protocol/protocol.ts'

/** As `TimelineSeries` counts it. */
export interface Timeline {
  readonly bucketNs: number
  readonly published: readonly number[]
  readonly trouble: readonly number[]
}

/** A short run does not fill the timeline at once. */
const SPAN_MIN_NS = 60e9
/** How far across the playhead comes before the timeline begins to shrink. */
const PLAYHEAD_MAX = 0.85

export interface Band {
  readonly fromNs: number
  readonly toNs: number
  /** What was wrong in it. */
  readonly labels: readonly string[]
}

/** The virtual time that the whole width stands for, of a run that has come so far. */
export function timelineSpanNs(untilNs: number): number {
  return Math.max(SPAN_MIN_NS, untilNs / PLAYHEAD_MAX)
}

/** An arrow goes a hundredth of what is recorded, with Shift or a page a tenth. */
const SMALL_STEPS = 100
const LARGE_STEPS = 10

/** Where a key moves the playhead, in whole milliseconds; null: nowhere. */
export function keyedNs(
  { key, shiftKey }: { readonly key: string; readonly shiftKey: boolean },
  { fromNs, untilNs }: { readonly fromNs: number; readonly untilNs: number },
): number | null {
  const by = (steps: number) => {
    const stepNs = Math.max(1, Math.round(untilNs / Math.abs(steps) / 1e6)) * 1e6
    return Math.min(untilNs, Math.max(0, fromNs + Math.sign(steps) * stepNs))
  }
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return by(shiftKey ? -LARGE_STEPS : -SMALL_STEPS)
    case 'ArrowRight':
    case 'ArrowUp':
      return by(shiftKey ? LARGE_STEPS : SMALL_STEPS)
    case 'PageDown':
      return by(-LARGE_STEPS)
    case 'PageUp':
      return by(LARGE_STEPS)
    case 'Home':
      return 0
    case 'End':
      return untilNs
    default:
      return null
  }
}

/** The stretches in which at least one fault was on, up to how far the run has come. */
export function faultBands(run: RunState, untilNs: number): readonly Band[] {
  const { bands, open } = commandedBands(run)
  // Of a run that has gone back, only its commands tell what was still on at the end.
  if (run.nowNs < run.recordedNs)
    return open === null ? bands : [...bands, { ...open, toNs: untilNs }]
  // Commands that were forgotten do not matter: what is on now is known for sure.
  if (run.faults.length === 0) return bands
  const fromNs = Math.min(...run.faults.map((fault) => fault.sinceNs))
  return [...bands, { fromNs, toNs: untilNs, labels: open?.labels ?? ['A fault'] }]
}

type OpenBand = Omit<Band, 'toNs'>

/** Those that have ended, and the one in which faults are on that have not. */
function commandedBands({ commands }: RunState): {
  readonly bands: readonly Band[]
  readonly open: OpenBand | null
} {
  const bands: Band[] = []
  let openCount = 0
  // Without saying so, the compiler takes it for null for ever.
  let open = null as OpenBand | null
  for (const { kind, atNs, label } of commands) {
    if (kind === 'fault') {
      open = open ? { ...open, labels: [...open.labels, label] } : { fromNs: atNs, labels: [label] }
      openCount += 1
    } else if (kind === 'recover' && open) {
      openCount -= 1
      if (openCount > 0) continue
      bands.push({ ...open, toNs: atNs })
      open = null
    }
  }
  return { bands, open }
}

/** The counts of `size` buckets at a time, added up. A rest that does not fill a group is left out. */
export function grouped(counts: readonly number[], size: number): readonly number[] {
  return Array.from({ length: Math.floor(counts.length / size) }, (_, group) =>
    counts.slice(group * size, (group + 1) * size).reduce((sum, count) => sum + count, 0),
  )
}

/** Published and trouble per second of virtual time in the stretch that this moment lies in. */
export function ratesAt(
  { bucketNs, published, trouble }: Timeline,
  ns: number,
): { readonly published: number; readonly trouble: number } | null {
  const bucket = Math.floor(ns / bucketNs)
  const count = published[bucket]
  if (count === undefined) return null
  const perSecond = 1e9 / bucketNs
  return { published: count * perSecond, trouble: (trouble[bucket] ?? 0) * perSecond }
}
