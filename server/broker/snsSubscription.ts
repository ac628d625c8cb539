// One subscription of a queue to an SNS topic: what it takes, and one attempt to pass it on.

import type { FilterPolicy, PolicyScope } from '#shared/schemas/filterPolicy/compile.ts'
import type { BrokerWorld } from './channel.ts'
import { type EventHandle, NO_EVENT } from './events.ts'
import { Filter } from './snsFilter.ts'
import type { SqsDelivery, SqsDeliveryOutcome } from './sqsDelivery.ts'
import { ATTRIBUTES_MAX } from './sqsSending.ts'

/** A queue, as SNS sees it. */
export interface SnsEndpoint {
  deliver(delivery: SqsDelivery): SqsDeliveryOutcome
}

export interface SnsBinding {
  readonly bindingElement: number
  readonly target: SnsEndpoint
  /** Empty: everything matches. */
  readonly filterPolicy: FilterPolicy
  readonly filterPolicyScope: PolicyScope
  readonly rawMessageDelivery: boolean
  /** Null: what cannot be delivered is lost. */
  readonly deadLetterQueue: SnsEndpoint | null
}

/** What is to be passed on. */
export interface SnsCopy {
  readonly event: EventHandle
  readonly routingKey: number
  /** FIFO topics: goes with the message; null elsewhere. */
  readonly deduplicationId: string | null
}

/** Type, ids, topic, timestamp, signature and URLs, as JSON. */
const ENVELOPE_BYTES = 950

export class SnsSubscription {
  readonly element: number
  readonly #world: BrokerWorld
  readonly #binding: SnsBinding
  readonly #filter: Filter
  /** Filled in for each delivery, so that a delivery allocates nothing. */
  readonly #handed: Handed
  readonly #body: () => unknown
  /** Whose body a filter policy may ask for. */
  #examined: EventHandle = NO_EVENT

  constructor(world: BrokerWorld, binding: SnsBinding) {
    this.element = binding.bindingElement
    this.#world = world
    this.#binding = binding
    const { filterPolicy: policy, filterPolicyScope: scope } = binding
    this.#filter = new Filter({ policy, scope, texts: world.texts })
    this.#body = () => world.bodyOf(this.#examined)
    const journal = { kind: 'routed', element: this.element, attempt: 0, detail: 0 } as const
    const nothing = { event: NO_EVENT, routingKey: 0, deduplicationId: null, moreBytes: 0 }
    this.#handed = { ...nothing, journal }
  }

  takes(event: EventHandle): boolean {
    this.#examined = event
    return this.#filter.matches(this.#world.events.attributes(event), this.#body)
  }

  /** Where it goes well, that is in the journal by then. */
  attempt(copy: SnsCopy, attempt: number): SqsDeliveryOutcome {
    const { target, rawMessageDelivery } = this.#binding
    const attributes = this.#world.events.attributes(copy.event)
    if (rawMessageDelivery && this.#hasTooMany(attributes)) return 'refused'
    const { journal } = this.#handed
    this.#handed.moreBytes =
      (rawMessageDelivery ? 0 : ENVELOPE_BYTES) + this.#world.texts.attributeBytes(attributes)
    journal.kind = 'routed'
    journal.attempt = attempt > 1 ? attempt : 0
    journal.detail = 0
    return this.#handTo(target, copy)
  }

  /** A copy that cannot be delivered: into the dead-letter queue as it is, or lost. */
  giveUp(copy: SnsCopy, attempt: number): void {
    const { element } = this
    const { deadLetterQueue } = this.#binding
    const { journal } = this.#handed
    this.#handed.moreBytes = 0
    journal.kind = 'deadLettered'
    journal.attempt = attempt
    journal.detail = element
    if (deadLetterQueue && this.#handTo(deadLetterQueue, copy) === 'taken') return
    this.#world.record('dropped', element, copy.event, attempt, element)
  }

  /** With raw delivery, attributes of SNS become attributes of SQS. */
  #hasTooMany(attributes: number): boolean {
    return this.#world.texts.attributes(attributes).length > ATTRIBUTES_MAX
  }

  #handTo(target: SnsEndpoint, { event, routingKey, deduplicationId }: SnsCopy) {
    const handed = this.#handed
    handed.event = event
    handed.routingKey = routingKey
    handed.deduplicationId = deduplicationId
    return target.deliver(handed)
  }
}

type Writable<Value> = { -readonly [Key in keyof Value]: Value[Key] }

interface Handed extends Writable<Omit<SqsDelivery, 'journal'>> {
  readonly journal: Writable<SqsDelivery['journal']>
}
