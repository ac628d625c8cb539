// The length limits of a queue: how many messages may wait, and how many bytes of bodies. What is handed
// out does not count.

import type { BrokerWorld } from './channel.ts'
import type { EventHandle } from './events.ts'
import type { MessageHandle } from './messages.ts'
import type { RabbitQueueSettings } from './rabbitQueueSettings.ts'

export interface RabbitLimitsState {
  readonly bytes: number
  readonly isRejecting: boolean
}

/** A quorum queue that was full takes messages again when it is no fuller than this share. */
const SOFT_SHARE = 0.8

export class RabbitLimits {
  readonly #world: BrokerWorld
  #maxLength: number
  #maxBytes: number
  #overflow: RabbitQueueSettings['overflow']
  readonly #isQuorum: boolean
  /** Of what waits. */
  #bytes = 0
  /** Quorum: its publishers know that it is full. They learn of it only after it is, so one too many waits. */
  #isRejecting = false

  constructor(world: BrokerWorld, settings: RabbitQueueSettings) {
    this.#world = world
    this.#isQuorum = settings.queueType === 'quorum'
    this.#maxLength = settings.maxLength ?? Infinity
    this.#maxBytes = settings.maxLengthBytes ?? Infinity
    this.#overflow = settings.overflow
  }

  /** After an edit: its publishers know still that it is full. */
  continue(before: RabbitLimits): void {
    this.#isRejecting = before.#isRejecting
  }

  /** Null: the queue has no limits. */
  static of(world: BrokerWorld, settings: RabbitQueueSettings): RabbitLimits | null {
    const isLimited = settings.maxLength !== null || settings.maxLengthBytes !== null
    return isLimited ? new RabbitLimits(world, settings) : null
  }

  get dropsHead(): boolean {
    return this.#overflow === 'drop-head'
  }

  /** Whether a message is turned away, where so many wait. */
  refuses(event: EventHandle, waiting: number): boolean {
    if (this.dropsHead) return false
    if (this.#isQuorum) return this.#isRejecting
    if (waiting + 1 > this.#maxLength) return true
    return this.#maxBytes < Infinity && this.#bytes + this.#world.sizeOf(event) > this.#maxBytes
  }

  isOver(waiting: number, moreBytes = 0): boolean {
    return waiting > this.#maxLength || this.#bytes + moreBytes > this.#maxBytes
  }

  /** Quorum: after each change of what waits, and of the dead letters that are not confirmed. */
  review(waiting: number, letters: number, letterBytes: number): void {
    const count = waiting + letters
    if (this.isOver(count, letterBytes)) this.#isRejecting = true
    else if (this.#isBelowSoftLimit(count, letterBytes)) this.#isRejecting = false
  }

  /** A message has come to those that wait. */
  added(message: MessageHandle): void {
    this.#bytes += this.#sizeOf(message)
  }

  removed(message: MessageHandle): void {
    this.#bytes -= this.#sizeOf(message)
  }

  save(): RabbitLimitsState {
    return { bytes: this.#bytes, isRejecting: this.#isRejecting }
  }

  restore(state: RabbitLimitsState): void {
    this.#bytes = state.bytes
    this.#isRejecting = state.isRejecting
  }

  #isBelowSoftLimit(count: number, letterBytes: number): boolean {
    return (
      count <= Math.trunc(this.#maxLength * SOFT_SHARE) &&
      this.#bytes + letterBytes <= Math.trunc(this.#maxBytes * SOFT_SHARE)
    )
  }

  #sizeOf(message: MessageHandle): number {
    return this.#maxBytes === Infinity ? 0 : this.#world.sizeOf(this.#world.messages.event(message))
  }
}
