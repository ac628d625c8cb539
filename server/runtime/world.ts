import type { BrokerWorld, Channel } from '../broker/channel.ts'
import type { KafkaTransactions } from '../broker/kafkaTransactions.ts'
import type { Cells } from '../engine/cells.ts'
import type { KeySpaces } from './keySpaces.ts'
import type { Stories } from './stories.ts'

/** What services work with; the same for all services of a run. */
export interface RuntimeWorld extends BrokerWorld {
  readonly keys: KeySpaces
  readonly transactions: KafkaTransactions
  readonly stories: Stories
  /** Where its services keep what changes with every event. */
  readonly cells: Cells
  /** Element index of a part of the drawing, by its name. */
  elementOf(name: string): number
  /** Grows whenever channels have come or gone. */
  readonly wiring: number
  /** Null for a channel that is not in the drawing. */
  channel(channelId: string): Channel | null
}
