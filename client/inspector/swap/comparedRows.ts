// What a comparison of two runs shows, row by row.

import { formatCount, formatDuration } from '#shared/lib/units.ts'
import type { ComparedOutcome } from '#shared/protocol/comparison.ts'

export interface ComparedRow {
  readonly label: string
  readonly hint: string
  readonly read: (outcome: ComparedOutcome) => number | null
  readonly show: (value: number | null) => string
  /** More of it is worse. */
  readonly isCost: boolean
}

const count = (value: number | null) => formatCount(value ?? 0)
const duration = (value: number | null) => (value === null ? '–' : formatDuration(value))

export const SWAP_ROWS: readonly ComparedRow[] = [
  {
    label: 'Handled',
    hint: 'Events, for each group of readers that should get them',
    read: ({ handled }) => handled,
    show: count,
    isCost: false,
  },
  {
    label: 'Lost',
    hint: 'Neither handled nor dead-lettered, and not waiting any more',
    read: ({ lost }) => lost,
    show: count,
    isCost: true,
  },
  {
    label: 'Dead-lettered',
    hint: 'Given up and put aside',
    read: ({ deadLettered }) => deadLettered,
    show: count,
    isCost: true,
  },
  {
    label: 'Handled again',
    hint: 'Begun once more although no attempt had failed',
    read: ({ handledAgain }) => handledAgain,
    show: count,
    isCost: true,
  },
  {
    label: 'Out of order',
    hint: 'Begun after a later event of the same key',
    read: ({ outOfOrder }) => outOfOrder,
    show: count,
    isCost: true,
  },
  {
    label: 'Latency, p50',
    hint: 'From publishing to the first acknowledgement',
    read: ({ latencyMs }) => latencyMs?.p50 ?? null,
    show: duration,
    isCost: true,
  },
  {
    label: 'Latency, p99',
    hint: 'From publishing to the first acknowledgement',
    read: ({ latencyMs }) => latencyMs?.p99 ?? null,
    show: duration,
    isCost: true,
  },
  {
    label: 'Largest backlog',
    hint: 'Messages that waited at once, in the channel that had most',
    read: ({ backlogMax }) => backlogMax,
    show: count,
    isCost: true,
  },
  {
    label: 'Time to drain',
    hint: 'From the end of publishing until the last message was settled',
    read: ({ drainMs }) => drainMs,
    show: (value) => (value === null ? 'not in 10 min' : formatDuration(value)),
    isCost: true,
  },
]

/** Of two runs at the same moment: the same, but nothing drains, and something is lost in other words. */
export const FORK_ROWS: readonly ComparedRow[] = [
  {
    label: 'Published',
    hint: 'Events, of all sources and handlers',
    read: ({ published }) => published,
    show: count,
    isCost: false,
  },
  ...SWAP_ROWS.filter(({ label }) => label !== 'Time to drain').map((row) =>
    row.label === 'Lost'
      ? { ...row, hint: 'Dropped, expired, unroutable, or gone with a node' }
      : row,
  ),
  {
    label: 'Still inside',
    hint: 'Waiting or being handled at the end',
    read: ({ inside }) => inside,
    show: count,
    isCost: true,
  },
]
