// What services see of the broker, and channels of each other. Each semantics is one file beside this
// one; `channel.conformance.ts` holds every one of them to the guarantees that it declares.
//
// Nothing is answered at once. Deliveries, settlements and the outcomes of publishing are hand-offs of
// the kernel (entity, kind, argument): data, so that a run can be saved between any two instants, and
// never a call back into a caller that is still at work.

import type { JournalKind } from '#shared/lib/journal.ts'
import type { EntityIndex, Scheduler } from '../engine/kernel.ts'
import type { Random } from '../engine/random.ts'
import type { Duration, SimTime } from '../engine/time.ts'
import type { Deliveries, DeliveryHandle } from './deliveries.ts'
import type { EventHandle, Events } from './events.ts'
import type { Messages } from './messages.ts'
import type { Texts } from './texts.ts'
import type { Transactions } from './transactions.ts'

/** What a channel works with; the same for all channels of a run. */
export interface BrokerWorld {
  readonly scheduler: Scheduler
  readonly events: Events
  readonly messages: Messages
  readonly deliveries: Deliveries
  readonly texts: Texts
  /** The text of a key: what a partitioner hashes. */
  keyText(key: number): string
  /** What the event says, as JSON; worked out anew each time, so only for those who must read it. */
  bodyOf(event: EventHandle): unknown
  /** Bytes of its body: what its event type says. */
  sizeOf(event: EventHandle): number
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
  /** Kafka's coordinator of transactions; without one, nothing is transactional. */
  readonly transactions?: Transactions
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
/** Nothing is bound that would keep it, and the publisher wanted to know (mandatory). */
export const PUBLISH_RETURNED = 5
/** Not taken: the stream is at another version than the publisher expected. */
export const PUBLISH_CONFLICT = 6
/** No answer came in time: it may be stored or not. */
export const PUBLISH_UNKNOWN = 7

export interface Publication {
  readonly event: EventHandle
  /** Interned text. Only exchanges read it; a dead-lettered message keeps its own. */
  readonly routingKey: number
  /** Who is told the outcome; null: nobody. */
  readonly replyTo: ReplyTo | null
  /** Event store: the version that the stream must be at; -1: it must not exist. Absent: any. */
  readonly expectedVersion?: number | undefined
  /** Kafka: the transaction that it is part of, of the topic's `transactions`. */
  readonly transaction?: number | undefined
}

export interface ReplyTo {
  readonly entity: EntityIndex
  /** By which it knows the publication. */
  readonly token: number
  /** A channel need not tell it that all went well. */
  readonly onlyTrouble?: boolean
}

/** Tells a publisher how it went. */
export function tell(scheduler: Scheduler, replyTo: ReplyTo | null, outcome: number): void {
  if (replyTo === null || (outcome === PUBLISH_ACCEPTED && replyTo.onlyTrouble === true)) return
  scheduler.handOver(replyTo.entity, outcome, replyTo.token)
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

/**
 * How a consumer goes: `close` says goodbye and settles what it can; `crash` just stops, and its
 * connection closes with it; after `vanish` the connection seems to live on, until its silence is noticed.
 */
export type Departure = 'close' | 'crash' | 'vanish'

/** One consumer's place at a channel. */
export interface Membership {
  /** Ready for more. Channels that push by credit ignore it. */
  poll(): void
  /**
   * Exactly once for each delivery, unless the consumer leaves first. Where the channel has taken the
   * message away meanwhile (an eviction, a lease that ran out), it does what the broker does with it.
   */
  settle(delivery: DeliveryHandle, settlement: Settlement): void
  /** Asks for the lease to last so much longer from now; channels without leases have none of this. */
  extend?(delivery: DeliveryHandle, duration: Duration): void
  /** Its unsettled deliveries are void from now on. */
  leave(departure: Departure): void
}

/** What an operator does to a channel. */
export type ChannelOperation =
  /** Throws everything away. */
  | { readonly kind: 'purge' }
  /** A dead-letter queue: back to where its messages came from. Null: as fast as it goes. */
  | { readonly kind: 'redrive'; readonly ratePerSecond: number | null }

export interface Channel {
  readonly guarantees: Guarantees
  readonly figures: ChannelFigures
  publish(publication: Publication): void
  /**
   * Kafka: the process of this publisher, an element, has crashed. What it had not sent is `refused`, and
   * nobody is told the outcomes of what it had.
   */
  noteCrash?(publisher: number): void
  /** False: this channel knows no such operation. */
  operate?(operation: ChannelOperation): boolean
  /** Event store: the number of the last event of a key's stream, from 0; -1: it does not exist. */
  versionOf?(key: number): number
  /**
   * A node that holds it goes down or comes back, which it records; counted from 0. Those that it has
   * not are ignored.
   */
  setNodeUp?(node: number, isUp: boolean): void
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
  /** A log: all that the subscription reads next is from there. */
  seek?(to: LogPosition): void
  /** The edit removed it. All members have left before. */
  close(): void
}

/** Where in a log to read on. */
export type LogPosition =
  | { readonly kind: 'earliest' }
  | { readonly kind: 'latest' }
  /** The first record that is not older. */
  | { readonly kind: 'time'; readonly at: SimTime }

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
  /** Stored and not to be handed out yet. */
  readonly delayed?: number
  /** Put aside for an operator. */
  readonly parked?: number
  /** Event store: streams that were ever appended to. */
  readonly streams?: number
  /** Nodes that hold it, and how many of them are up. */
  readonly nodes?: number
  readonly nodesUp?: number
}

export interface SubscriptionFigures {
  readonly waiting: number
  readonly inFlight: number
  readonly members: number
  /** Kafka: end offsets less committed offsets; elsewhere what waits and is in flight. */
  readonly lag: number
  /** Of the group; grows with each rebalance. */
  readonly generation?: number
}

/** Promises, phrased as statements. The conformance suite tests both what is and what is not promised. */
export interface Guarantees {
  /** Every group of consumers gets each message; otherwise one consumer in all does. */
  readonly reachesEveryGroup: boolean
  /** Every consumer of a group gets each message, instead of sharing them; absent: they share. */
  readonly reachesEveryConsumer?: boolean
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
