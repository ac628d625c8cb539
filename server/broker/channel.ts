// What services see of the broker, and channels of each other. Each semantics is one file beside this
// one; `channel.conformance.ts` holds every one of them to the guarantees that it declares.
//
// Nothing is answered at once. Deliveries, settlements and the outcomes of publishing are hand-offs of
// the kernel (entity, kind, argument): data, so that a run can be saved between any two instants, and
// never a call back into a caller that is still at work.

import type { JournalKind } from '#shared/lib/journal.ts'
import type { EntityIndex, Scheduler } from '../engine/kernel.ts'
import type { Random } from '../engine/random.ts'
import type { Deliveries, DeliveryHandle } from './deliveries.ts'
import type { EventHandle, Events } from './events.ts'
import type { Messages } from './messages.ts'
import type { Texts } from './texts.ts'

/** What a channel works with; the same for all channels of a run. */
export interface BrokerWorld {
  readonly scheduler: Scheduler
  readonly events: Events
  readonly messages: Messages
  readonly deliveries: Deliveries
  readonly texts: Texts
  /** The text of a key: what a partitioner hashes. */
  keyText(key: number): string
  /** The stream of a channel, by its element name, for one purpose. */
  random(element: string, purpose: string): Random
  /** Writes the journal. `detail`: see JOURNAL_KINDS. */
  record(
    kind: JournalKind,
    element: number,
    event: EventHandle,
    attempt: number,
    detail: number,
  ): void
  /** Ends the run with this reason: a bound was hit. */
  halt(reason: string): void
}

/** Kinds of hand-off that reach a consumer. The argument is the delivery. */
export const DELIVERED = 1
/** Kinds of hand-off that tell a publisher how it went; the argument is its own token. */
export const PUBLISH_ACCEPTED = 2
/** Taken and dropped: nothing is bound that would keep it. A success for the publisher, as in AMQP. */
export const PUBLISH_UNROUTABLE = 3
/** Not taken; the publisher may try again. */
export const PUBLISH_REFUSED = 4

export interface Publication {
  readonly event: EventHandle
  /** Interned text. Only exchanges read it; a dead-lettered message keeps its own. */
  readonly routingKey: number
  /** Who is told the outcome, and the token it knows the publication by; null: nobody. */
  readonly replyTo: { readonly entity: EntityIndex; readonly token: number } | null
}

export type Settlement =
  /** Done: ack, DeleteMessage, progress of the position. */
  | 'acknowledge'
  /** Back to the channel for another try: nack with requeue, visibility timeout 0. */
  | 'requeue'
  /** Not to be tried again: reject without requeue. Dead-lettered where the channel says so. */
  | 'reject'
  /** Nothing is said to the channel: what it does with silence, it does. */
  | 'forget'

/** How a consumer goes: `close` says goodbye and settles what it can; `crash` just stops. */
export type Departure = 'close' | 'crash'

/** One consumer's place at a channel. */
export interface Membership {
  /** Ready for more. Channels that push by credit ignore it. */
  poll(): void
  /** Exactly once for each delivery, unless the consumer leaves first. */
  settle(delivery: DeliveryHandle, settlement: Settlement): void
  /** Its unsettled deliveries are void from now on. */
  leave(departure: Departure): void
}

export interface Channel {
  readonly guarantees: Guarantees
  readonly figures: ChannelFigures
  publish(publication: Publication): void
  /** The edit removed it: what is inside ends as `removed`. All members have left before. */
  close(): void
  save(): unknown
  restore(state: unknown): void
}

/** A channel that hands messages out (an exchange and an SNS topic do not). */
export interface ConsumableChannel<Settings> extends Channel {
  /** One subscription of a service. Members join it; a Kafka topic keeps a position for it. */
  subscribe(subscriber: Subscriber<Settings>): Subscription<Settings>
}

export interface Subscriber<Settings> {
  readonly settings: Settings
  /** Element index and name of the subscription. */
  readonly element: number
  readonly name: string
}

export interface Subscription<Settings> {
  readonly figures: SubscriptionFigures
  /** `name` is unique among the living, and the same in a restored run. */
  join(name: string, consumer: EntityIndex): Membership
  update(settings: Settings): void
  /** The edit removed it. All members have left before. */
  close(): void
}

/** Read by metrics; a level at this moment. */
export interface ChannelFigures {
  /** Messages to be handed out yet; of the group that is farthest behind. */
  readonly waiting: number
  /** Handed out and not settled, leases that ran out not counted. */
  readonly inFlight: number
  /** Messages kept, whether or not anybody still reads them. */
  readonly retained: number
  /** Of the oldest message that waits; null when none does. */
  readonly oldestWaitingAt: number | null
}

export interface SubscriptionFigures {
  readonly waiting: number
  readonly inFlight: number
  readonly members: number
  /** Kafka: end offsets less committed offsets; elsewhere what waits and is in flight. */
  readonly lag: number
}

/** Promises, phrased as statements. The conformance suite tests both what is and what is not promised. */
export interface Guarantees {
  /** Every group of consumers gets each message; otherwise one consumer in all does. */
  readonly reachesEveryGroup: boolean
  /** Without redelivery, messages of one key reach a single consumer in the order of publishing. */
  readonly keepsKeyOrder: boolean
  /** What a consumer took and did not settle before it crashed is handed out again. */
  readonly redeliversAfterCrash: boolean
  /** When that happens: at once, after a time of the subscription, or after a lease. */
  readonly noticesCrash: 'atOnce' | 'afterSessionTimeout' | 'afterLease' | 'never'
  /** A group that comes late can read what was published before. */
  readonly replays: boolean
  /** Messages are kept while nobody subscribes. */
  readonly keepsWithoutConsumers: boolean
  /** How consumers get messages. */
  readonly consumption: 'poll' | 'credit' | 'none'
}
