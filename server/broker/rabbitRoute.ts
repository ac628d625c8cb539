// What exchanges and queues see of each other, so that neither file needs the other's.

import type { EntityIndex } from '../engine/kernel.ts'
import type { BrokerWorld } from './channel.ts'
import type { EventHandle } from './events.ts'
import type { RabbitProperties } from './properties.ts'

/** Where a message leads from one exchange; computed once for each kind of message until a binding changes. */
export interface Route {
  readonly routingKey: string
  /** Interned set of attributes: the headers. */
  readonly headers: number
  /** A headers exchange lies on the way: with other headers the route may be another one. */
  readsHeaders: boolean
  /** Each once, however many ways lead there: cycles end, and a queue gets one copy. */
  readonly exchanges: RouteExchange[]
  readonly queues: RouteQueue[]
  /** Elements of the bindings that matched on the way. */
  readonly bindings: number[]
  /** Elements of the exchanges whose alternate exchange took it on. */
  readonly diverting: number[]
}

/** What a binding leads to: an exchange or a queue. */
export interface RabbitTarget {
  /** Adds what a message takes part in from here on. */
  extend(route: Route): void
}

export interface RouteExchange {
  /** Grows whenever what it matches changes. */
  readonly revision: number
}

/**
 * Who waits to hear whether a queue took a message: an entity that is handed PUBLISH_ACCEPTED or
 * PUBLISH_REFUSED with this token, once for each queue that answered `later`.
 */
export interface ConfirmTarget {
  readonly entity: EntityIndex
  readonly token: number
}

/** `later`: the answer is a hand-off to `confirm`; only where there is one. */
export type QueueAnswer = 'taken' | 'refused' | 'later'

/** Its name is the empty text. */
export const DEFAULT_EXCHANGE = 0

/** A message on its way into a queue. */
export interface IncomingMessage {
  readonly event: EventHandle
  /** Interned. */
  readonly routingKey: number
  /** Interned name of the exchange that it was published to, for its history. */
  readonly exchange: number
  /** Interned history; with one, the `expiration` of its properties is gone. */
  readonly deaths: number
  /** Null: its publisher said nothing. */
  readonly properties: RabbitProperties | null
  /** Null: nobody waits to hear, and the queue does not answer `later`. */
  readonly confirm: ConfirmTarget | null
}

export interface RouteQueue {
  /** The queue records what it refuses. */
  enqueue(incoming: IncomingMessage): QueueAnswer
  /** Whether a message with this history comes here in a circle that nobody's rejection keeps going. */
  isDeathCycle(deaths: number): boolean
}

export interface DeadLetter {
  readonly event: EventHandle
  readonly routingKey: number
  /** The history, this death included. */
  readonly deaths: number
  /** Who waits until the queues have it (at-least-once); null: nobody (at-most-once). */
  readonly confirm: ConfirmTarget | null
}

/**
 * `unrouted`: no queue was found for it. `taken`: at most once, by at least one queue; at least once, by
 * all that it was for. `refused`: otherwise. `later`: at least once only, one hand-off to `confirm`.
 */
export type DeadLetterAnswer = QueueAnswer | 'unrouted'

export interface DeadLetterExchange {
  deadLetter(letter: DeadLetter): DeadLetterAnswer
}

/** What the publisher of this event said of it; null: nothing, and the defaults hold. */
export function rabbitPropertiesOf(
  { texts, events }: BrokerWorld,
  event: EventHandle,
): RabbitProperties | null {
  const properties = texts.properties(events.properties(event))
  return properties?.kind === 'rabbit' ? properties : null
}
