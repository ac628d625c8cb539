// A message inside a queue, as the records tell of it.

import type { Moment } from '../violations.ts'

export interface Copy {
  readonly event: number
  /** -1: none. */
  readonly key: number
  readonly origin: string
  readonly acceptedAt: number
  /** Queues of SQS hand dead letters over among themselves: it was never sent. */
  readonly wasMoved: boolean
  /** How often it was handed out. */
  deliveries: number
  isOut: boolean
  /** Since when, where it waits. */
  waitsSince: number
  /** Number of the consumer that has it, or had it last. */
  consumer: number
  /** Subscription of that consumer. */
  by: string
  deliveredAt: number
  isOver: boolean
  /** Its time is over, and it goes on as a dead letter. */
  hasExpired: boolean
  /** Another copy of its event was in the queue with it: which one a record means, it does not tell. */
  isAmbiguous: boolean
}

/** A rule that listens to what becomes of the copies of one queue. */
export interface QueueRule {
  onAccepted?(copy: Copy, moment: Moment): void
  /** Before the copy knows of it. */
  onDelivered?(copy: Copy, moment: Moment): void
  /** Its consumer begins to handle it. */
  onStarted?(copy: Copy, moment: Moment): void
  onExpired?(copy: Copy, moment: Moment): void
  onExtended?(copy: Copy, moment: Moment): void
  /** It waits again. Before the copy knows of it. */
  onBack?(copy: Copy, moment: Moment): void
  onEnded?(copy: Copy, moment: Moment): void
  /** Time goes on: what happened at `atNs` is complete. */
  onInstantEnded?(atNs: number): void
  onEdited?(): void
  onPurge?(): void
  /** Consumers may work on with what is no longer theirs. */
  onDisturbed?(): void
  onEnd?(atNs: number): void
}
