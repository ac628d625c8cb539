// The size of every node, known before it is drawn: React Flow never measures, and edges find their
// ends at once. Widths and heights keep to the grid; half a height does too, so that rows line up.

import type { Channel } from './channels.ts'
import type { Service } from './services.ts'

export interface Size {
  readonly width: number
  readonly height: number
}

/** Nodes snap to this grid. */
export const GRID = 20

/** A topic with more partitions shows them as one strip. */
export const TAPES_MAX = 12

/** Rows that an exchange or an SNS topic lists before it says how many more there are. */
export const ROWS_MAX = 6

const WIDTH = 160
/** Heights of a binding's row and of a partition's tape. */
const ROW = 16
const TAPE = 14

const SERVICE_SIZES = {
  service: { width: WIDTH, height: 120 },
  projection: { width: WIDTH, height: 120 },
  external: { width: 120, height: 80 },
} as const satisfies { [Role in Service['role']]: Size }

export function serviceSize({ role }: Pick<Service, 'role'>): Size {
  return SERVICE_SIZES[role]
}

/** `rows`: bindings that leave the channel. `holdsDeadLetters`: drawn as a heap of dead letters. */
export function channelSize(
  channel: Channel,
  { rows, holdsDeadLetters }: { readonly rows: number; readonly holdsDeadLetters: boolean },
): Size {
  switch (channel.kind) {
    case 'kafkaTopic':
      return holdsDeadLetters ? box(80) : box(kafkaHeight(channel.partitions))
    case 'rabbitExchange':
      return box(62 + ROW * rowsShown(rows))
    case 'snsTopic':
      return box(46 + ROW * rowsShown(rows))
    case 'rabbitQueue':
    case 'sqsQueue':
      return box(80)
    case 'eventStore':
      return box(120)
  }
}

function kafkaHeight(partitions: number): number {
  return partitions > TAPES_MAX ? 120 : 70 + TAPE * partitions
}

function rowsShown(rows: number): number {
  return Math.min(Math.max(rows, 1), ROWS_MAX) + (rows > ROWS_MAX ? 1 : 0)
}

function box(height: number): Size {
  return { width: WIDTH, height: Math.ceil(height / (2 * GRID)) * 2 * GRID }
}
