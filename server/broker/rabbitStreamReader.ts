// One consumer of a stream: where it reads, and what it has in hand. Every settlement gives it credit for
// one more message, whatever it says: a stream takes nothing back.

import type { EntityIndex } from '../engine/kernel.ts'
import { ABANDONED_TO_COME_BACK } from './accounting.ts'
import { type BrokerWorld, DELIVERED, type Settlement } from './channel.ts'
import type { DeliveryHandle } from './deliveries.ts'
import type { RabbitStreamLog } from './rabbitStreamLog.ts'

export interface RabbitStreamConsumerSettings {
  /** Its credit; a stream refuses consumers with 0. */
  readonly prefetchCount: number
  /** x-stream-offset, of a consumer whose application knows no other. */
  readonly offset: 'first' | 'last' | 'next'
  /** Its application stores how far it is, and asks for that offset when it comes again. */
  readonly keepsOffset: boolean
}

export interface RabbitStreamReaderState {
  readonly name: string
  readonly number: number
  readonly position: number
  readonly furthest: number
  readonly held: readonly number[]
  readonly outdated: readonly number[]
}

export interface RabbitStreamReaderPlace {
  readonly name: string
  /** The stream's number of it, from 1. */
  readonly number: number
  readonly log: RabbitStreamLog
  readonly world: BrokerWorld
}

export class RabbitStreamReader {
  readonly name: string
  readonly number: number
  readonly #log: RabbitStreamLog
  readonly #world: BrokerWorld
  /** In the order of their offsets. */
  readonly #held = new Set<DeliveryHandle>()
  /** From before it was sent to another place. */
  readonly #outdated = new Set<DeliveryHandle>()
  /** Null in a restored run until it joins again. */
  #entity: EntityIndex | null = null
  /** Of its subscription. */
  #element = 0
  #credit = 0
  /** Offset of what it gets next. */
  #position = 0
  /** What lies before was handed to it. */
  #furthest = 0

  constructor({ name, number, log, world }: RabbitStreamReaderPlace) {
    this.name = name
    this.number = number
    this.#log = log
    this.#world = world
  }

  get isDetached(): boolean {
    return this.#entity === null
  }

  get inFlight(): number {
    return this.#held.size + this.#outdated.size
  }

  get position(): number {
    return this.#position
  }

  get waiting(): number {
    return this.#log.endOffset - this.#position
  }

  /** Offset of the oldest message that it has not settled, of what it reads now. */
  get settledUpTo(): number {
    for (const delivery of this.#held) return this.#world.deliveries.tag(delivery)
    return this.#position
  }

  attach(entity: EntityIndex, element: number): void {
    this.#entity = entity
    this.#element = element
  }

  setCredit(prefetchCount: number): void {
    this.#credit = prefetchCount
  }

  /** What it has in hand is still its own, and counts no more for how far it is. */
  moveTo(offset: number): void {
    for (const delivery of this.#held) this.#outdated.add(delivery)
    this.#held.clear()
    this.#position = offset
  }

  /** What lies before was deleted. */
  skipTo(startOffset: number): void {
    this.#position = Math.max(this.#position, startOffset)
  }

  /** Hands out as far as credit and log allow. */
  serve(): void {
    const { messages, deliveries, scheduler } = this.#world
    while (this.#entity !== null && this.#canTake()) {
      const message = this.#log.read(this.#position)
      const attempt = this.#position < this.#furthest ? 2 : 1
      const delivery = deliveries.create(message, this.number, attempt, this.#position)
      this.#log.pin(message)
      this.#held.add(delivery)
      this.#position += 1
      this.#furthest = Math.max(this.#furthest, this.#position)
      this.#world.record('delivered', this.#element, messages.event(message), attempt, this.number)
      scheduler.handOver(this.#entity, DELIVERED, delivery)
    }
  }

  settle(delivery: DeliveryHandle, settlement: Settlement): void {
    // Silence gives no credit.
    if (settlement === 'forget') return
    const { messages, deliveries } = this.#world
    const event = messages.event(deliveries.message(delivery))
    const attempt = deliveries.attempt(delivery)
    // Whatever else it says, it has had its one chance.
    if (settlement === 'acknowledge')
      this.#world.record('acknowledged', this.#element, event, attempt, this.number)
    else this.#world.record('dropped', this.#element, event, attempt, this.#element)
    this.#take(delivery)
  }

  /** What it has in hand is void. */
  leave(): void {
    const { messages, deliveries } = this.#world
    for (const delivery of [...this.#outdated, ...this.#held]) {
      const event = messages.event(deliveries.message(delivery))
      const attempt = deliveries.attempt(delivery)
      this.#world.record('abandoned', this.#element, event, attempt, ABANDONED_TO_COME_BACK)
      this.#take(delivery)
    }
    this.#entity = null
  }

  /** It was this far once: what it reads again before that place is told as a repetition. */
  hadUpTo(offset: number): void {
    this.#furthest = offset
  }

  get furthest(): number {
    return this.#furthest
  }

  save(): RabbitStreamReaderState {
    return {
      name: this.name,
      number: this.number,
      position: this.#position,
      furthest: this.#furthest,
      held: [...this.#held],
      outdated: [...this.#outdated],
    }
  }

  restore(state: RabbitStreamReaderState): void {
    this.#position = state.position
    this.#furthest = state.furthest
    for (const delivery of state.held) this.#held.add(delivery as DeliveryHandle)
    for (const delivery of state.outdated) this.#outdated.add(delivery as DeliveryHandle)
  }

  #canTake(): boolean {
    return this.#log.isReadable && this.inFlight < this.#credit && this.waiting > 0
  }

  #take(delivery: DeliveryHandle): void {
    const { deliveries } = this.#world
    if (!this.#held.delete(delivery)) this.#outdated.delete(delivery)
    this.#log.unpin(deliveries.message(delivery))
    deliveries.free(delivery)
  }
}
