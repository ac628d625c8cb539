// A standard topic of Amazon SNS: hands a copy of each message to every queue that is subscribed now,
// each on its own terms, and keeps nothing.

import {
  type BrokerWorld,
  type Channel,
  type ChannelFigures,
  type Guarantees,
  PUBLISH_ACCEPTED,
  type Publication,
} from './channel.ts'
import { Filter, type FilterPolicy } from './filterPolicy.ts'
import type { SqsQueue } from './sqsQueue.ts'

export interface SnsTopicOptions {
  readonly name: string
  readonly element: number
  readonly world: BrokerWorld
}

export interface SnsBinding {
  readonly bindingElement: number
  readonly target: SqsQueue
  /** Empty: everything matches. */
  readonly filterPolicy: FilterPolicy
}

interface Bound {
  readonly element: number
  readonly target: SqsQueue
  readonly filter: Filter
}

const NOTHING_INSIDE: ChannelFigures = {
  waiting: 0,
  inFlight: 0,
  retained: 0,
  oldestWaitingAt: null,
}

export class SnsTopic implements Channel {
  readonly guarantees: Guarantees = {
    reachesEveryGroup: true,
    keepsKeyOrder: false,
    redeliversAfterCrash: false,
    noticesCrash: 'never',
    replays: false,
    keepsWithoutConsumers: false,
    consumption: 'none',
  }
  readonly figures = NOTHING_INSIDE
  readonly #element: number
  readonly #world: BrokerWorld
  /** In the order of their elements: the order of edits must not show in a restored run. */
  #bindings: readonly Bound[] = []

  constructor({ element, world }: SnsTopicOptions) {
    this.#element = element
    this.#world = world
  }

  /** Binding again replaces target and policy. */
  bind({ bindingElement: element, target, filterPolicy }: SnsBinding): void {
    const filter = new Filter(filterPolicy, this.#world.texts)
    const others = this.#bindings.filter((other) => other.element !== element)
    this.#bindings = [...others, { element, target, filter }].sort((a, b) => a.element - b.element)
  }

  unbind(bindingElement: number): void {
    this.#bindings = this.#bindings.filter(({ element }) => element !== bindingElement)
  }

  publish({ event, routingKey, replyTo }: Publication): void {
    const { events, scheduler } = this.#world
    this.#world.record('accepted', this.#element, event, 0, 0)
    if (this.#bindings.length === 0) this.#world.record('unroutable', this.#element, event, 0, 0)
    const attributes = events.attributes(event)
    for (const { element, target, filter } of this.#bindings) {
      const isMatch = filter.matches(attributes)
      this.#world.record(isMatch ? 'routed' : 'filtered', element, event, 0, 0)
      if (isMatch) target.accept(event, routingKey)
    }
    // A success even when nobody is subscribed: SNS does not tell.
    if (replyTo) scheduler.handOver(replyTo.entity, PUBLISH_ACCEPTED, replyTo.token)
  }

  close(): void {
    this.#bindings = []
  }

  save(): null {
    return null
  }

  restore(): void {
    // Nothing is kept; its bindings are made again from the drawing.
  }
}
