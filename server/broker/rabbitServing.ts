// How a queue serves its consumers: what it hands out, what they say of it, and what becomes of it when
// they say nothing, or go.

import type { EntityIndex } from '../engine/kernel.ts'
import type { BrokerWorld, Departure, Settlement } from './channel.ts'
import type { DeliveryHandle } from './deliveries.ts'
import { NO_EVENT } from './events.ts'
import type { MessageHandle } from './messages.ts'
import type { RabbitConsumer } from './rabbitConsumer.ts'
import { RabbitConsumers, type RabbitConsumersState } from './rabbitConsumers.ts'
import type { RabbitDeadLetters } from './rabbitDeadLetters.ts'
import type { RabbitHeld, RabbitVerdict } from './rabbitHeld.ts'
import type { RabbitNodes } from './rabbitNodes.ts'
import type { RabbitQueueSettings } from './rabbitQueueSettings.ts'
import { type ReturnsPlace, removeAll, takeAwayAll, takeBackAll } from './rabbitReturns.ts'
import type { RabbitStock } from './rabbitStock.ts'
import type { RabbitMembership, RabbitSupply } from './rabbitSubscription.ts'
import { RabbitTimeouts } from './rabbitTimeouts.ts'

export interface RabbitServingState {
  readonly consumers: RabbitConsumersState
  readonly timeouts: number
}

export interface RabbitServingOptions {
  readonly world: BrokerWorld
  readonly entity: EntityIndex
  readonly stock: RabbitStock
  readonly letters: RabbitDeadLetters
  readonly nodes: RabbitNodes
  readonly held: RabbitHeld
  /** The entity is fired with this kind when a consumer may have had something for too long. */
  readonly timeoutKind: number
  /** With this one when a consumer has been silent for too long; the argument is its registration. */
  readonly silenceKind: number
}

interface Refusal {
  readonly verdict: Exclude<RabbitVerdict, 'acknowledge'>
  /** Element of the subscription that said it. */
  readonly by: number
}

export class RabbitServing implements RabbitSupply {
  readonly consumers: RabbitConsumers
  readonly #options: RabbitServingOptions
  readonly #world: BrokerWorld
  readonly #stock: RabbitStock
  readonly #nodes: RabbitNodes
  readonly #place: ReturnsPlace
  readonly #isQuorum: boolean
  readonly #timeouts: RabbitTimeouts
  #settings: RabbitQueueSettings

  constructor(options: RabbitServingOptions, settings: RabbitQueueSettings) {
    const { world, entity, stock, nodes, timeoutKind } = options
    const isQuorum = settings.queueType === 'quorum'
    this.#options = options
    this.#world = world
    this.#stock = stock
    this.#nodes = nodes
    this.#isQuorum = isQuorum
    this.#settings = settings
    const isSingleActive = settings.singleActiveConsumer
    this.consumers = new RabbitConsumers({ world, isQuorum, isSingleActive })
    const { scheduler } = world
    const { consumers } = this
    this.#place = { world, consumers, stock }
    const place = { scheduler, entity, consumers, isQuorum }
    this.#timeouts = new RabbitTimeouts({ ...place, kind: timeoutKind })
  }

  get waiting(): number {
    return this.#stock.size
  }

  update(settings: RabbitQueueSettings): void {
    const isTimeoutNew = settings.consumerTimeout !== this.#settings.consumerTimeout
    this.#settings = settings
    if (isTimeoutNew) this.#timeouts.watchOldest(settings.consumerTimeout)
  }

  membershipOf(consumer: RabbitConsumer): RabbitMembership {
    return new Member(consumer, this)
  }

  /** Hands out what can be handed out, and lets go of what expires at the head. */
  serve(): void {
    if (!this.#nodes.isAvailable) return
    const stock = this.#stock
    if (stock.isBounded) stock.beforeServing()
    while (stock.size > 0) {
      const consumer = this.consumers.next
      if (consumer === null) break
      this.handOut(consumer, stock.take())
      if (stock.isBounded) stock.dropExpired()
    }
    if (stock.isBounded) stock.afterServing()
  }

  handOut(consumer: RabbitConsumer, message: MessageHandle): DeliveryHandle {
    const delivery = this.consumers.handOut(consumer, message)
    if (!this.#timeouts.areWatched && !consumer.settings.noAck)
      this.#timeouts.watch(this.#settings.consumerTimeout)
    return delivery
  }

  /** A consumer says something of a delivery that it has. */
  answer(consumer: RabbitConsumer, delivery: DeliveryHandle, verdict: RabbitVerdict): void {
    const { messages, deliveries } = this.#world
    const message = deliveries.message(delivery)
    const isGone = this.consumers.isGone(consumer, message)
    if (!isGone && !this.#nodes.isAvailable) {
      this.#options.held.addVerdict({ consumer: consumer.number, delivery, verdict })
      return
    }
    const attempt = deliveries.attempt(delivery)
    this.consumers.takeBack(consumer, delivery, isGone)
    if (isGone) {
      messages.free(message)
    } else if (verdict === 'acknowledge') {
      this.#world.record('acknowledged', consumer.element, messages.event(message), attempt, 0)
      messages.free(message)
    } else {
      this.#takeUnhandled(message, attempt, { by: consumer.element, verdict })
    }
    this.consumers.review(consumer)
    this.serve()
  }

  giveUpOn(registration: number): void {
    const consumer = this.consumers.all.find((each) => each.registration === registration)
    if (consumer?.standing === 'vanished') this.leave(consumer, 'crash')
  }

  /** A leader is there again: it learns first who has gone meanwhile. */
  dismissLeft(): void {
    for (const consumer of this.consumers.all)
      if (consumer.standing === 'left') this.#dismiss(consumer)
  }

  /** What fell due while there was no leader is due now. */
  watchTimeouts(): void {
    this.#timeouts.watchOldest(this.#settings.consumerTimeout)
  }

  /** Only a leader looks; the next one looks when it is elected. */
  evictOverdue(): void {
    const { consumerTimeout } = this.#settings
    if (!this.#nodes.isAvailable) {
      this.#timeouts.timerFired()
      return
    }
    for (const consumer of this.#timeouts.overdue(consumerTimeout)) this.#evict(consumer)
    this.#timeouts.watchOldest(consumerTimeout)
    this.serve()
  }

  /** The queue's node is down: what was handed out waits again when it returns. */
  takeEverythingAway(): void {
    for (const consumer of this.consumers.all) {
      takeAwayAll(this.#place, consumer)
      this.consumers.review(consumer)
    }
  }

  /** The queue is removed, while some are still here whose silence nobody has noticed. */
  removeEverything(element: number): void {
    for (const consumer of this.consumers.all) removeAll(this.#place, consumer, element)
  }

  save(): RabbitServingState {
    return { consumers: this.consumers.save(), timeouts: this.#timeouts.save() }
  }

  restore(state: RabbitServingState): void {
    this.consumers.restore(state.consumers)
    this.#timeouts.restore(state.timeouts)
  }

  get(consumer: RabbitConsumer): DeliveryHandle | null {
    if (!this.#nodes.isAvailable) return null
    this.#stock.dropExpired()
    if (this.#stock.size === 0) return null
    const delivery = this.handOut(consumer, this.#stock.take())
    this.serve()
    return delivery
  }

  settle(consumer: RabbitConsumer, delivery: DeliveryHandle, settlement: Settlement): void {
    if (settlement === 'requeue') {
      const counts = consumer.settings.requeueMethod === 'basic.reject'
      this.answer(consumer, delivery, counts ? 'failed' : 'requeue')
    } else if (settlement === 'forget') {
      this.#hearNothing(consumer, delivery)
    } else {
      this.answer(consumer, delivery, settlement)
    }
  }

  /** Silence keeps a message unacknowledged until the consumer leaves. */
  #hearNothing(consumer: RabbitConsumer, delivery: DeliveryHandle): void {
    if (this.consumers.isGone(consumer, this.#world.deliveries.message(delivery)))
      this.answer(consumer, delivery, 'acknowledge')
  }

  /** It did not become of a message what its publisher wanted. */
  #takeUnhandled(message: MessageHandle, attempt: number, { by, verdict }: Refusal): void {
    if (verdict === 'reject') {
      this.#options.letters.end(message, { reason: 'rejected', by }, this.#settings)
    } else {
      this.#world.record('requeued', by, this.#world.messages.event(message), attempt, 0)
      this.#stock.giveBack(message, verdict)
    }
  }

  cancel(consumer: RabbitConsumer): void {
    this.consumers.cancel(consumer)
    this.serve()
  }

  leave(consumer: RabbitConsumer, departure: Departure): void {
    if (departure === 'vanish') {
      consumer.standing = 'vanished'
      consumer.entity = null
      const { patience, registration } = consumer
      const { entity, silenceKind } = this.#options
      this.#world.scheduler.schedule(patience, entity, silenceKind, registration)
      return
    }
    // However it leaves, its connection closes, and what it did not acknowledge comes back.
    this.#options.held.forgetVerdictsOf(consumer)
    this.consumers.stopServing(consumer)
    if (this.#isQuorum && !this.#nodes.isAvailable) {
      consumer.standing = 'left'
      consumer.entity = null
      return
    }
    this.#dismiss(consumer)
    this.serve()
  }

  #dismiss(consumer: RabbitConsumer): void {
    takeBackAll(this.#place, consumer)
    this.consumers.remove(consumer)
  }

  /** Its channel is closed. A client that lives comes again at once, as consumer containers do. */
  #evict(consumer: RabbitConsumer): void {
    this.#world.record('evicted', consumer.element, NO_EVENT, 0, consumer.number + 1)
    if (consumer.standing === 'vanished') {
      this.leave(consumer, 'crash')
      return
    }
    this.#options.held.forgetVerdictsOf(consumer)
    this.consumers.stopServing(consumer)
    takeAwayAll(this.#place, consumer)
    this.consumers.registerAgain(consumer)
  }
}

/** What a consumer holds of the queue that serves it. */
class Member implements RabbitMembership {
  readonly #consumer: RabbitConsumer
  readonly #serving: RabbitServing

  constructor(consumer: RabbitConsumer, serving: RabbitServing) {
    this.#consumer = consumer
    this.#serving = serving
  }

  /** It is served by credit. */
  poll(): void {}

  settle(delivery: DeliveryHandle, settlement: Settlement): void {
    this.#serving.settle(this.#consumer, delivery, settlement)
  }

  answer(delivery: DeliveryHandle, verdict: RabbitVerdict): void {
    this.#serving.answer(this.#consumer, delivery, verdict)
  }

  leave(departure: Departure): void {
    this.#serving.leave(this.#consumer, departure)
  }

  cancel(): void {
    this.#serving.cancel(this.#consumer)
  }

  get(): DeliveryHandle | null {
    return this.#serving.get(this.#consumer)
  }
}
