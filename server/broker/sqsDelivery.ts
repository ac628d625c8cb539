// What a queue is handed by AWS itself, rather than by a sender: SNS, and dead letters of its
// subscriptions.

import type { JournalKind } from '#shared/lib/journal.ts'
import type { EventHandle } from './events.ts'

export interface SqsDelivery {
  readonly event: EventHandle
  readonly routingKey: number
  /** Null: that of the event holds. */
  readonly deduplicationId: string | null
  /** On top of the body: an envelope, attributes. */
  readonly moreBytes: number
  /** Written before the queue's own `accepted` when it takes the message. */
  readonly journal: {
    readonly kind: JournalKind
    readonly element: number
    readonly attempt: number
    readonly detail: number
  }
}

/** `unavailable`: a server-side error, later it may go well. `refused`: a client-side one, never. */
export type SqsDeliveryOutcome = 'taken' | 'unavailable' | 'refused'
