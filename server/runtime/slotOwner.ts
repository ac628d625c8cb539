import type { EventHandle } from '../broker/events.ts'
import type { Handler, Output } from './handler.ts'
import type { Latencies } from './latencies.ts'
import type { ServiceSubscription } from './serviceSubscription.ts'

/** What a slot sees of its service. */
export interface SlotOwner {
  /** Paused: nothing new is begun. */
  readonly isResting: boolean
  /** 1, or the factor of a slow-down. */
  readonly slowness: number
  handlerFor(subscriptionId: string, eventType: number): Handler | null
  handlerId(handler: Handler): string
  handler(handlerId: string): Handler
  /** Whose latencies a delivery counts for: subscription, service, event type. */
  latenciesOf(subscription: ServiceSubscription, event: EventHandle): readonly Latencies[]
  noteBusy(change: 1 | -1): void
  publishLater(handler: Handler, output: Output, cause: EventHandle): void
}
