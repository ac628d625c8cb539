import type { EventHandle } from '../broker/events.ts'
import type { Handler } from './handler.ts'
import type { Lane } from './lane.ts'
import type { LatencyLog } from './latencyLog.ts'
import type { Output } from './output.ts'
import type { ServiceSubscription } from './serviceSubscription.ts'

/** What a slot sees of its service. */
export interface SlotOwner {
  /** Paused: nothing new is begun. */
  readonly isResting: boolean
  /** Its network is gone: nothing is received, published or settled. */
  readonly isCutOff: boolean
  /** 1, or the factor of a slow-down. */
  readonly slowness: number
  readonly latencyLog: LatencyLog
  /** Finds it out: `subscription.lanes` has those that are known. */
  laneOf(subscription: ServiceSubscription, eventType: number): Lane
  handlerId(handler: Handler): string
  handler(handlerId: string): Handler
  subscription(subscriptionId: string): ServiceSubscription
  noteBusy(change: 1 | -1): void
  publishLater(handler: Handler, output: Output, cause: EventHandle): void
}
