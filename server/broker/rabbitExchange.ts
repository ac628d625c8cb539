// A RabbitMQ exchange: keeps nothing, and copies each message to the queues that its bindings lead to.

import { assert, unreachable } from '#shared/lib/assert.ts'
import {
  type BrokerWorld,
  type Channel,
  type ChannelFigures,
  type Guarantees,
  PUBLISH_ACCEPTED,
  PUBLISH_REFUSED,
  PUBLISH_RETURNED,
  PUBLISH_UNROUTABLE,
  type Publication,
  type ReplyTo,
  tell,
} from './channel.ts'
import type { EventHandle } from './events.ts'
import { RabbitConfirms, type RabbitConfirmsState } from './rabbitConfirms.ts'
import { headersAfter, NO_DEATHS } from './rabbitDeaths.ts'
import { type HeadersPattern, headersMatch } from './rabbitHeadersMatch.ts'
import {
  type DeadLetter,
  type DeadLetterAnswer,
  type DeadLetterExchange,
  type RabbitTarget,
  type Route,
  type RouteExchange,
  rabbitPropertiesOf,
} from './rabbitRoute.ts'
import { RabbitRoutes } from './rabbitRoutes.ts'
import { topicMatches } from './rabbitTopicMatch.ts'

export interface RabbitExchangeSettings {
  readonly type: 'direct' | 'fanout' | 'topic' | 'headers'
}

export interface RabbitExchangeOptions {
  readonly name: string
  readonly element: number
  readonly world: BrokerWorld
  readonly settings: RabbitExchangeSettings
}

export interface RabbitBinding {
  readonly bindingElement: number
  readonly target: RabbitTarget
  readonly routingKey: string
  /** Headers exchanges look at nothing else; without any it matches everything. */
  readonly headers?: HeadersPattern
}

const NO_HEADERS: HeadersPattern = { xMatch: 'all', arguments: [] }

export class RabbitExchange implements Channel, RabbitTarget, RouteExchange, DeadLetterExchange {
  readonly guarantees: Guarantees = {
    reachesEveryGroup: true,
    keepsKeyOrder: true,
    redeliversAfterCrash: false,
    noticesCrash: 'never',
    replays: false,
    keepsWithoutConsumers: false,
    consumption: 'none',
  }
  readonly figures: ChannelFigures = {
    waiting: 0,
    inFlight: 0,
    retained: 0,
    oldestWaitingAt: null,
  }
  readonly #name: string
  readonly #element: number
  readonly #world: BrokerWorld
  #settings: RabbitExchangeSettings
  /** In the order of their elements, whenever they were bound. */
  readonly #bindings: RabbitBinding[] = []
  readonly #routes: RabbitRoutes
  readonly #confirms: RabbitConfirms
  #alternate: RabbitExchange | null = null
  #revision = 0

  constructor({ name, element, world, settings }: RabbitExchangeOptions) {
    this.#name = name
    this.#element = element
    this.#world = world
    this.#settings = settings
    this.#routes = new RabbitRoutes(world.texts, (route) => this.extend(route))
    this.#confirms = new RabbitConfirms(name, world.scheduler)
  }

  get revision(): number {
    return this.#revision
  }

  update(settings: RabbitExchangeSettings): void {
    this.#settings = settings
    this.#revision += 1
  }

  /** alternate-exchange: takes what no binding matches. */
  setAlternate(exchange: RabbitExchange | null): void {
    if (exchange === this.#alternate) return
    this.#alternate = exchange
    this.#revision += 1
  }

  bind(binding: RabbitBinding): void {
    this.#bindings.push(binding)
    this.#bindings.sort((a, b) => a.bindingElement - b.bindingElement)
    this.#revision += 1
  }

  unbind(bindingElement: number): void {
    const index = this.#bindings.findIndex((binding) => binding.bindingElement === bindingElement)
    assert(index >= 0, `a binding of ${this.#name} is unbound once`)
    this.#bindings.splice(index, 1)
    this.#revision += 1
  }

  publish({ event, routingKey, replyTo }: Publication): void {
    const { queues } = this.#routed(event, routingKey, NO_DEATHS)
    const properties = rabbitPropertiesOf(this.#world, event)
    if (queues.length === 0) {
      const isReturned = properties?.mandatory === true
      this.#world.record(isReturned ? 'returned' : 'unroutable', this.#element, event, 0, 0)
      this.#tell(replyTo, isReturned ? PUBLISH_RETURNED : PUBLISH_UNROUTABLE)
      return
    }
    // Without confirms the publisher hears nothing of what its queues say.
    const confirm = properties?.confirms === false ? null : replyTo
    const exchange = this.#world.texts.intern(this.#name)
    const incoming = { event, routingKey, exchange, deaths: NO_DEATHS, properties, confirm }
    const answer = this.#confirms.enqueueAll(queues, incoming)
    if (answer === 'later') return
    this.#tell(replyTo, answer === 'refused' && confirm ? PUBLISH_REFUSED : PUBLISH_ACCEPTED)
  }

  deadLetter({ event, routingKey, deaths, confirm }: DeadLetter): DeadLetterAnswer {
    const route = this.#routed(event, routingKey, deaths)
    const queues = route.queues.some((queue) => queue.isDeathCycle(deaths))
      ? route.queues.filter((queue) => !queue.isDeathCycle(deaths))
      : route.queues
    if (queues.length === 0) return 'unrouted'
    const properties = rabbitPropertiesOf(this.#world, event)
    const exchange = this.#world.texts.intern(this.#name)
    const incoming = { event, routingKey, exchange, deaths, properties, confirm }
    return this.#confirms.enqueueAll(queues, incoming)
  }

  extend(route: Route): void {
    if (route.exchanges.includes(this)) return
    route.exchanges.push(this)
    if (this.#settings.type === 'headers') route.readsHeaders = true
    let isMatched = false
    for (const binding of this.#bindings) {
      if (!this.#matches(binding, route)) continue
      isMatched = true
      route.bindings.push(binding.bindingElement)
      binding.target.extend(route)
    }
    if (isMatched || !this.#alternate) return
    route.diverting.push(this.#element)
    this.#alternate.extend(route)
  }

  /** Nothing is inside. */
  close(): void {
    this.#bindings.length = 0
    this.#alternate = null
    this.#revision += 1
    this.#confirms.close()
  }

  save(): RabbitConfirmsState {
    return this.#confirms.save()
  }

  restore(state: RabbitConfirmsState): void {
    // Bindings are the topology's, and routes follow from them.
    this.#confirms.restore(state)
  }

  /** Where the message goes, written down. */
  #routed(event: EventHandle, routingKey: number, deaths: number): Route {
    const { texts, events } = this.#world
    const headers = events.attributes(event)
    let route = this.#routes.of(routingKey, headers)
    if (deaths !== NO_DEATHS && route.readsHeaders)
      route = this.#routes.of(routingKey, headersAfter(texts, headers, deaths))
    for (const binding of route.bindings) this.#world.record('routed', binding, event, 0, 0)
    for (const exchange of route.diverting) this.#world.record('diverted', exchange, event, 0, 0)
    return route
  }

  #tell(replyTo: ReplyTo | null, outcome: number): void {
    tell(this.#world.scheduler, replyTo, outcome)
  }

  #matches({ routingKey: bindingKey, headers = NO_HEADERS }: RabbitBinding, route: Route): boolean {
    switch (this.#settings.type) {
      case 'fanout':
        return true
      case 'direct':
        return bindingKey === route.routingKey
      case 'topic':
        return topicMatches(bindingKey, route.routingKey)
      case 'headers':
        return headersMatch(headers, this.#world.texts.attributes(route.headers))
      default:
        return unreachable(this.#settings.type)
    }
  }
}
