// Exchanges for tests, with queues that say what a test wants them to say.

import type { PUBLISH_ACCEPTED, PUBLISH_REFUSED } from './channel.ts'
import type { RabbitProperties } from './properties.ts'
import {
  type RabbitBinding,
  RabbitExchange,
  type RabbitExchangeSettings,
} from './rabbitExchange.ts'
import type {
  ConfirmTarget,
  IncomingMessage,
  QueueAnswer,
  RabbitTarget,
  Route,
  RouteQueue,
} from './rabbitRoute.ts'
import { TestWorld } from './testWorld.ts'

export const PUBLISHER: RabbitProperties = {
  kind: 'rabbit',
  confirms: true,
  mandatory: false,
  priority: null,
  expiration: null,
}

/** Takes, refuses, or answers later, when the test has decided. */
export class TestQueue implements RabbitTarget, RouteQueue {
  /** `m1 key` for each message that came. */
  readonly got: string[] = []
  /** Who waits for its answer, in the order of their messages. */
  readonly owed: ConfirmTarget[] = []
  readonly name: string
  readonly #world: TestWorld
  readonly #answer: QueueAnswer

  constructor(world: TestWorld, name: string, answer: QueueAnswer = 'taken') {
    this.#world = world
    this.name = name
    this.#answer = answer
  }

  enqueue({ event, routingKey, confirm }: IncomingMessage): QueueAnswer {
    this.got.push(`${this.#world.nameOf(event)} ${this.#world.texts.text(routingKey)}`.trim())
    if (confirm && this.#answer === 'later') this.owed.push(confirm)
    return confirm || this.#answer === 'refused' ? this.#answer : 'taken'
  }

  /** Answers what came first of all that it owes. */
  decide(outcome: typeof PUBLISH_ACCEPTED | typeof PUBLISH_REFUSED): void {
    const [confirm] = this.owed.splice(0, 1)
    if (confirm) this.#world.scheduler.handOver(confirm.entity, outcome, confirm.token)
    this.#world.settleDown()
  }

  extend(route: Route): void {
    if (!route.queues.includes(this)) route.queues.push(this)
  }

  isDeathCycle(deaths: number): boolean {
    return this.#world.texts.text(deaths) === this.name
  }
}

type BindingOptions = Pick<RabbitBinding, 'headers'> & {
  readonly routingKey?: string
  /** `from→to` where it is left out. */
  readonly name?: string
}

export function exchanges(world = new TestWorld()) {
  const names = new Map<RabbitTarget, string>()

  const exchange = (name: string, type: RabbitExchangeSettings['type']): RabbitExchange => {
    const made = new RabbitExchange({
      name,
      element: world.element(name),
      world,
      settings: { type },
    })
    names.set(made, name)
    return made
  }

  const queue = (name: string, answer?: QueueAnswer): TestQueue => {
    const made = new TestQueue(world, name, answer)
    names.set(made, name)
    return made
  }

  /** Returns the element of the binding. */
  const bind = (
    from: RabbitExchange,
    target: RabbitTarget,
    options: BindingOptions = {},
  ): number => {
    const { name = `${names.get(from)}→${names.get(target)}`, routingKey = '', headers } = options
    const bindingElement = world.element(name)
    from.bind({ bindingElement, target, routingKey, ...(headers && { headers }) })
    return bindingElement
  }

  return { world, exchange, queue, bind }
}
