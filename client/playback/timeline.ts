// What the timeline shows, as numbers: the painter only puts them on the canvas.

import type { RunState } from '#shared/protocol/protocol.ts'

/** A short run does not fill the timeline at once. */
const SPAN_MIN_NS = 60e9
/** How far across the playhead comes before the timeline begins to shrink. */
const PLAYHEAD_MAX = 0.85

export interface Band {
  readonly fromNs: number
  readonly toNs: number
}

/** The virtual time that the whole width stands for. */
export function timelineSpanNs(nowNs: number): number {
  return Math.max(SPAN_MIN_NS, nowNs / PLAYHEAD_MAX)
}

/** The stretches in which at least one fault was on. */
export function faultBands({ commands, faults }: RunState, nowNs: number): readonly Band[] {
  const bands: Band[] = []
  let openCount = 0
  let fromNs = 0
  for (const { kind, atNs } of commands) {
    if (kind === 'fault') {
      if (openCount === 0) fromNs = atNs
      openCount += 1
    } else if (kind === 'recover' && openCount > 0) {
      openCount -= 1
      if (openCount === 0) bands.push({ fromNs, toNs: atNs })
    }
  }
  // Commands that were forgotten do not matter: what is on now is known for sure.
  const sinceNs = Math.min(...faults.map((fault) => fault.sinceNs))
  if (faults.length > 0) bands.push({ fromNs: sinceNs, toNs: nowNs })
  return bands
}

/** The counts of `size` buckets at a time, added up. A rest that does not fill a group is left out. */
export function grouped(counts: readonly number[], size: number): readonly number[] {
  return Array.from({ length: Math.floor(counts.length / size) }, (_, group) =>
    counts.slice(group * size, (group + 1) * size).reduce((sum, count) => sum + count, 0),
  )
}
