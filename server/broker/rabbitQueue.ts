// A RabbitMQ queue, classic or quorum: pushed to consumers in turn as far as their prefetch allows. What
// comes back goes to its original place in a classic queue, and before all others in a quorum queue. Time
// to live is acted on where the queue looks next.
//
// When a consumer's connection closes, what it had and did not acknowledge comes back in the same instant.
// A message that was sent with no-ack counts as acknowledged when it is sent; one that its consumer had not
// handled when it left is lost, and recorded as abandoned with detail 1.

import type { Draft } from '#shared/lib/draft.ts'
import { refusalIndex } from '#shared/lib/journal.ts'
import type { Entity, EntityIndex } from '../engine/kernel.ts'
import {
  type BrokerWorld,
  type ChannelFigures,
  type ChannelOperation,
  type ConsumableChannel,
  type Guarantees,
  PUBLISH_ACCEPTED,
  PUBLISH_REFUSED,
  type Publication,
  type Subscriber,
  type Subscription,
  tell,
} from './channel.ts'
import { type EventHandle, NO_EVENT } from './events.ts'
import type { MessageHandle } from './messages.ts'
import type { RabbitConsumerSettings } from './rabbitConsumer.ts'
import { RabbitDeadLetters, type RabbitDeadLettersState } from './rabbitDeadLetters.ts'
import { NO_DEATHS } from './rabbitDeaths.ts'
import { RabbitHeld, type RabbitHeldState } from './rabbitHeld.ts'
import { RabbitNodes, type RabbitNodesState } from './rabbitNodes.ts'
import {
  filledQueueSettings,
  type RabbitQueueSettings,
  type SomeQueueSettings,
} from './rabbitQueueSettings.ts'
import {
  type ConfirmTarget,
  DEFAULT_EXCHANGE,
  type DeadLetterExchange,
  type IncomingMessage,
  type QueueAnswer,
  type RabbitTarget,
  type Route,
  type RouteQueue,
  rabbitPropertiesOf,
} from './rabbitRoute.ts'
import { RabbitServing, type RabbitServingState } from './rabbitServing.ts'
import { RabbitStock, type RabbitStockState } from './rabbitStock.ts'
import { RabbitSubscription } from './rabbitSubscription.ts'

export interface RabbitQueueOptions {
  readonly name: string
  readonly element: number
  readonly world: BrokerWorld
  readonly settings: SomeQueueSettings
}

interface RabbitQueueState {
  readonly stock: RabbitStockState
  readonly serving: RabbitServingState
  readonly letters: RabbitDeadLettersState
  readonly nodes: RabbitNodesState
  readonly held: RabbitHeldState
}

// Other kinds that reach it are answers to dead letters: outcomes of publishing.
const EXPIRE = 20
const ELECTED = 21
const RETRY_LETTERS = 22
const CHECK_TIMEOUTS = 23
/** The argument is the number of a consumer that has been silent for too long. */
const GIVE_UP_ON = 24

export class RabbitQueue
  implements ConsumableChannel<RabbitConsumerSettings>, RabbitTarget, RouteQueue, Entity
{
  readonly guarantees: Guarantees
  readonly #element: number
  readonly #world: BrokerWorld
  readonly #entity: EntityIndex
  readonly #isQuorum: boolean
  readonly #stock: RabbitStock
  readonly #serving: RabbitServing
  readonly #letters: RabbitDeadLetters
  readonly #nodes: RabbitNodes
  readonly #held = new RabbitHeld()
  #settings: RabbitQueueSettings
  /** Filled in anew for each publication. */
  readonly #incoming: Draft<IncomingMessage> = {
    event: NO_EVENT,
    routingKey: 0,
    exchange: DEFAULT_EXCHANGE,
    deaths: NO_DEATHS,
    properties: null,
    confirm: null,
  }
  /** Its name, interned: what the default exchange routes by. */
  #routingKey: number

  constructor({ name, element, world, settings }: RabbitQueueOptions) {
    const filled = filledQueueSettings(settings)
    const isQuorum = filled.queueType === 'quorum'
    const entity = world.scheduler.register(name, this)
    const place = { world, element, entity }
    this.guarantees = guaranteesOf(filled)
    this.#element = element
    this.#world = world
    this.#settings = filled
    this.#entity = entity
    this.#routingKey = world.texts.intern(filled.queueName)
    this.#isQuorum = isQuorum
    this.#letters = new RabbitDeadLetters({ ...place, retryKind: RETRY_LETTERS })
    this.#stock = new RabbitStock({ ...place, letters: this.#letters, expireKind: EXPIRE }, filled)
    const count = isQuorum ? filled.groupSize : 1
    this.#nodes = new RabbitNodes({ ...place, electedKind: ELECTED, count })
    const parts = { letters: this.#letters, stock: this.#stock, nodes: this.#nodes }
    this.#serving = new RabbitServing(
      {
        ...place,
        ...parts,
        held: this.#held,
        timeoutKind: CHECK_TIMEOUTS,
        silenceKind: GIVE_UP_ON,
      },
      filled,
    )
  }

  get figures(): ChannelFigures {
    const waiting = this.#stock.size
    const inFlight = this.#serving.consumers.inFlight + this.#letters.underWay
    return {
      waiting,
      inFlight,
      retained: waiting + inFlight,
      oldestWaitingAt: this.#stock.oldestAt,
    }
  }

  /** As a policy does: what is fixed when a queue is made stays as it is. */
  update(settings: SomeQueueSettings): void {
    const filled = filledQueueSettings(settings)
    this.#settings = filled
    this.#routingKey = this.#world.texts.intern(filled.queueName)
    this.#stock.update(filled)
    this.#serving.update(filled)
    this.#serving.serve()
  }

  /** Null: what is rejected or expires is gone. */
  setDeadLetterExchange(exchange: DeadLetterExchange | null): void {
    const wereUnderWay = this.#letters.underWay > 0
    this.#letters.setExchange(exchange)
    if (wereUnderWay) this.#serving.serve()
  }

  /** By the default exchange. */
  publish({ event, replyTo }: Publication): void {
    const properties = rabbitPropertiesOf(this.#world, event)
    const confirms = properties === null || properties.confirms
    const incoming = this.#incoming
    incoming.event = event
    incoming.routingKey = this.#routingKey
    incoming.properties = properties
    // The publisher's own token: what the queue answers later reaches it as the outcome.
    incoming.confirm = confirms ? replyTo : null
    const answer = this.enqueue(incoming)
    if (answer === 'later') return
    const isHeard = answer === 'refused' && confirms
    tell(this.#world.scheduler, replyTo, isHeard ? PUBLISH_REFUSED : PUBLISH_ACCEPTED)
  }

  enqueue(incoming: IncomingMessage): QueueAnswer {
    if (!this.#nodes.isAvailable) return this.#enqueueLater(incoming)
    if (this.#stock.refuses(incoming.event)) return this.#refuse(incoming)
    this.#admit(this.#stock.create(incoming), incoming.event)
    return 'taken'
  }

  extend(route: Route): void {
    if (!route.queues.includes(this)) route.queues.push(this)
  }

  isDeathCycle(deaths: number): boolean {
    return this.#letters.isCycle(deaths, this.#settings.queueName)
  }

  subscribe(subscriber: Subscriber<RabbitConsumerSettings>): Subscription<RabbitConsumerSettings> {
    return new RabbitSubscription(subscriber, this.#serving.consumers, this.#serving)
  }

  get waiting(): number {
    return this.#stock.size
  }

  /** A purge leaves what is handed out; RabbitMQ has no other operation. */
  operate(operation: ChannelOperation): boolean {
    if (operation.kind !== 'purge') return false
    if (!this.#nodes.isAvailable) return true
    this.#stock.clear('purged')
    this.#letters.forget('purged')
    this.#serving.serve()
    return true
  }

  setNodeUp(node: number, isUp: boolean): void {
    const wasAvailable = this.#nodes.isAvailable
    this.#nodes.setUp(node, isUp)
    const { isAvailable } = this.#nodes
    // What a quorum queue's consumers have stays theirs: another node takes over.
    if (wasAvailable && !isAvailable && !this.#isQuorum) this.#serving.takeEverythingAway()
    if (!wasAvailable) this.#resume()
  }

  close(): void {
    this.#stock.clear('removed')
    this.#letters.forget('removed')
    for (const { message, confirm } of this.#held.takeArrivals()) {
      this.#world.messages.free(message)
      // A removed queue is nobody's failure: RabbitMQ confirms what it was never given.
      if (confirm) this.#world.scheduler.handOver(confirm.entity, PUBLISH_ACCEPTED, confirm.token)
    }
    this.#serving.removeEverything(this.#element)
    this.#world.scheduler.unregister(this.#entity)
  }

  fire(kind: number, argument: number): void {
    switch (kind) {
      case EXPIRE:
        this.#stock.timerFired()
        this.#serving.serve()
        break
      case ELECTED:
        this.#nodes.elect()
        this.#resume()
        break
      case RETRY_LETTERS:
        this.#letters.timerFired(this.#settings, this.#nodes.isAvailable)
        this.#serving.serve()
        break
      case CHECK_TIMEOUTS:
        this.#serving.evictOverdue()
        break
      case GIVE_UP_ON:
        this.#serving.giveUpOn(argument)
        break
      default:
        this.#letters.answered(argument, kind)
        this.#serving.serve()
    }
  }

  save(): RabbitQueueState {
    return {
      stock: this.#stock.save(),
      serving: this.#serving.save(),
      letters: this.#letters.save(),
      nodes: this.#nodes.save(),
      held: this.#held.save(),
    }
  }

  restore(state: RabbitQueueState): void {
    this.#stock.restore(state.stock)
    this.#serving.restore(state.serving)
    this.#letters.restore(state.letters)
    this.#nodes.restore(state.nodes)
    this.#held.restore(state.held)
  }

  #admit(message: MessageHandle, event: EventHandle): void {
    const stock = this.#stock
    this.#world.record('accepted', this.#element, event, 0, 0)
    const consumer = stock.size === 0 ? this.#serving.consumers.next : null
    if (consumer === null) {
      stock.add(message)
    } else {
      // Even with a time to live of 0, what can be handed out at once is.
      stock.place(message)
      this.#serving.handOut(consumer, message)
    }
    this.#serving.serve()
  }

  #refuse(incoming: IncomingMessage): QueueAnswer {
    const isFull = this.#nodes.isAvailable
    const why = refusalIndex(isFull ? 'full' : 'unavailable')
    this.#world.record('refused', this.#element, incoming.event, 0, why)
    if (isFull && this.#settings.overflow === 'reject-publish-dlx' && !this.#isQuorum)
      this.#letters.sendRefused(this.#stock.create(incoming), this.#settings)
    return 'refused'
  }

  /** A quorum queue's publishers keep what is not confirmed; a classic queue's node is just not there. */
  #enqueueLater(incoming: IncomingMessage): QueueAnswer {
    if (!this.#isQuorum || this.#held.isFull) return this.#refuse(incoming)
    const { confirm } = incoming
    this.#held.addArrival({ message: this.#stock.create(incoming), confirm })
    return confirm === null ? 'taken' : 'later'
  }

  /** It may have been out of reach until now. */
  #resume(): void {
    if (!this.#nodes.isAvailable) return
    this.#serving.dismissLeft()
    for (const { consumer, delivery, verdict } of this.#held.takeVerdicts()) {
      const by = this.#serving.consumers.at(consumer)
      if (by) this.#serving.answer(by, delivery, verdict)
    }
    for (const { message, confirm } of this.#held.takeArrivals()) this.#arrive(message, confirm)
    this.#letters.sendAll(this.#settings)
    this.#serving.watchTimeouts()
    this.#serving.serve()
  }

  /** What was published while there was no leader. */
  #arrive(message: MessageHandle, confirm: ConfirmTarget | null): void {
    const { messages, scheduler } = this.#world
    const event = messages.event(message)
    const isRefused = this.#stock.refuses(event)
    if (isRefused) {
      this.#world.record('refused', this.#element, event, 0, refusalIndex('full'))
      messages.free(message)
    } else {
      this.#stock.renew(message)
      this.#admit(message, event)
    }
    const outcome = isRefused ? PUBLISH_REFUSED : PUBLISH_ACCEPTED
    if (confirm) scheduler.handOver(confirm.entity, outcome, confirm.token)
  }
}

function guaranteesOf({ singleActiveConsumer, maxPriority }: RabbitQueueSettings): Guarantees {
  return {
    reachesEveryGroup: false,
    keepsKeyOrder: singleActiveConsumer && maxPriority === null,
    redeliversAfterCrash: true,
    noticesCrash: 'atOnce',
    replays: false,
    keepsWithoutConsumers: true,
    consumption: 'credit',
  }
}
