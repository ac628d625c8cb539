// A RabbitMQ exchange: keeps nothing, and copies each message to the queues that its bindings lead to.

import { assert } from '#shared/lib/assert.ts'
import {
  type BrokerWorld,
  type Channel,
  type ChannelFigures,
  type Guarantees,
  PUBLISH_ACCEPTED,
  PUBLISH_UNROUTABLE,
  type Publication,
} from './channel.ts'
import type { EventHandle } from './events.ts'
import { NO_DEATHS } from './rabbitDeaths.ts'
import type {
  DeadLetter,
  DeadLetterExchange,
  RabbitTarget,
  Route,
  RouteExchange,
} from './rabbitRoute.ts'
import { topicMatches } from './rabbitTopicMatch.ts'

export interface RabbitExchangeSettings {
  readonly type: 'direct' | 'fanout' | 'topic'
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
}

/** Routes kept at once; beyond that all are computed anew. */
const ROUTES_MAX = 10_000

interface KnownRoute extends Route {
  /** Sum of the revisions of its exchanges: they only grow, so an equal sum means that none changed. */
  readonly revision: number
}

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
  readonly #routes = new Map<number, KnownRoute>()
  #revision = 0

  constructor({ name, element, world, settings }: RabbitExchangeOptions) {
    this.#name = name
    this.#element = element
    this.#world = world
    this.#settings = settings
  }

  get revision(): number {
    return this.#revision
  }

  update(settings: RabbitExchangeSettings): void {
    this.#settings = settings
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
    const route = this.#routeOf(routingKey)
    this.#recordRouted(route, event)
    for (const queue of route.queues) queue.enqueue(event, routingKey, NO_DEATHS)
    const isRouted = route.queues.length > 0
    if (!isRouted) this.#world.record('unroutable', this.#element, event, 0, 0)
    if (replyTo) {
      const outcome = isRouted ? PUBLISH_ACCEPTED : PUBLISH_UNROUTABLE
      this.#world.scheduler.handOver(replyTo.entity, outcome, replyTo.token)
    }
  }

  deadLetter({ event, routingKey, deaths }: DeadLetter): boolean {
    const route = this.#routeOf(routingKey)
    this.#recordRouted(route, event)
    let isTaken = false
    for (const queue of route.queues) {
      if (queue.isDeathCycle(deaths)) continue
      queue.enqueue(event, routingKey, deaths)
      isTaken = true
    }
    return isTaken
  }

  extend(route: Route): void {
    if (route.exchanges.includes(this)) return
    route.exchanges.push(this)
    for (const { bindingElement, target, routingKey } of this.#bindings) {
      if (!this.#matches(routingKey, route.routingKey)) continue
      route.bindings.push(bindingElement)
      target.extend(route)
    }
  }

  /** Nothing is inside. */
  close(): void {
    this.#bindings.length = 0
    this.#revision += 1
  }

  save(): unknown {
    return {}
  }

  restore(_state: unknown): void {
    // Bindings are the topology's, and routes follow from them.
  }

  #recordRouted(route: Route, event: EventHandle): void {
    for (const binding of route.bindings) this.#world.record('routed', binding, event, 0, 0)
  }

  #routeOf(routingKey: number): Route {
    const known = this.#routes.get(routingKey)
    if (known && known.revision === revisionOf(known)) return known
    const route: Route = {
      routingKey: this.#world.texts.text(routingKey),
      exchanges: [],
      queues: [],
      bindings: [],
    }
    this.extend(route)
    if (this.#routes.size >= ROUTES_MAX) this.#routes.clear()
    this.#routes.set(routingKey, { ...route, revision: revisionOf(route) })
    return route
  }

  #matches(bindingKey: string, routingKey: string): boolean {
    switch (this.#settings.type) {
      case 'fanout':
        return true
      case 'direct':
        return bindingKey === routingKey
      case 'topic':
        return topicMatches(bindingKey, routingKey)
    }
  }
}

function revisionOf({ exchanges }: Route): number {
  let sum = 0
  for (const exchange of exchanges) sum += exchange.revision
  return sum
}
