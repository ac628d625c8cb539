// What exchanges and queues see of each other, so that neither file needs the other's.

import type { EventHandle } from './events.ts'

/** Where a routing key leads from one exchange; computed once for each key until a binding changes. */
export interface Route {
  readonly routingKey: string
  /** Each once, however many ways lead there: cycles end, and a queue gets one copy. */
  readonly exchanges: RouteExchange[]
  readonly queues: RouteQueue[]
  /** Elements of the bindings that matched on the way. */
  readonly bindings: number[]
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

export interface RouteQueue {
  enqueue(event: EventHandle, routingKey: number, deaths: number): void
  /** Whether a message with this history comes here in a circle that nobody's rejection keeps going. */
  isDeathCycle(deaths: number): boolean
}

export interface DeadLetter {
  readonly event: EventHandle
  readonly routingKey: number
  /** The history, this death included. */
  readonly deaths: number
}

export interface DeadLetterExchange {
  /** False: no queue took it, the message is lost. */
  deadLetter(letter: DeadLetter): boolean
}
