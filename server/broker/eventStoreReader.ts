// What an event store and its subscriptions know of each other.

import { milliseconds } from '../engine/time.ts'
import type { BrokerWorld, LogPosition, Subscription } from './channel.ts'
import type { EventStoreLog } from './eventStoreLog.ts'

export interface ReaderOptions {
  readonly world: BrokerWorld
  readonly log: EventStoreLog
  /** Index and name of the subscription's element. */
  readonly element: number
  readonly name: string
  /** Index of the store's element. */
  readonly storeElement: number
  /** Numbers the consumers of the store, from 1. */
  readonly nextConsumer: () => number
  readonly onClose: () => void
}

export interface EventStoreReader<Settings> extends Subscription<Settings> {
  /** Events that it has not handed out yet. */
  readonly waiting: number
  readonly oldestWaitingAt: number | null
  /** Put aside for an operator. */
  readonly parked: number
  /** Hands out again what is parked. */
  replayParked(): void
  onAppend(): void
  /** The event at this index of the log is about to be scavenged. */
  onScavenge(index: number): void
  /** The store's node goes down or comes back. */
  setUp(isUp: boolean): void
  /** The store ends: gives back what it holds of the log. */
  release(): void
}

/** KeepAliveInterval and KeepAliveTimeout: when a server knows that a silent client is gone. */
export const KEEP_ALIVE = milliseconds(10_000 + 10_000)

export function positionOf(log: EventStoreLog, to: LogPosition): number {
  switch (to.kind) {
    case 'earliest':
      return 0
    case 'latest':
      return log.end
    case 'time':
      return log.positionSince(to.at)
  }
}
