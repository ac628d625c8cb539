// What sources and outputs have in common: making an event and handing it to its channel.

import type { Draft } from '#shared/lib/draft.ts'
import { refusalIndex } from '#shared/lib/journal.ts'
import type { Producer } from '#shared/topology/channels.ts'
import { elementNames } from '#shared/topology/elements.ts'
import type { AttributeChoice, Choice } from '#shared/topology/fields.ts'
import {
  type Channel,
  PUBLISH_REFUSED,
  PUBLISH_UNKNOWN,
  PUBLISH_UNROUTABLE,
  type Publication,
} from '../broker/channel.ts'
import { NO_STREAM } from '../broker/eventStoreStreams.ts'
import { type EventHandle, type NewEvent, NO_EVENT, NO_KEY } from '../broker/events.ts'
import type { Random } from '../engine/random.ts'
import { AttributeDraw } from './attributeDraw.ts'
import { Chooser } from './chooser.ts'
import { publishProperties, streamExpectation } from './producers.ts'
import type { RuntimeWorld } from './world.ts'

/** What a publisher must know of the service that it belongs to. */
export interface PublishingService {
  /** Its network is gone: it reaches no broker. */
  readonly isCutOff: boolean
}

/** The part of a source or an output that says what is published. */
export interface PublisherSpec {
  readonly eventTypeId: string
  readonly eventTypeName: string
  readonly channelId: string
  readonly routingKey?: Choice | undefined
  readonly attributes?: Readonly<Record<string, AttributeChoice>> | undefined
  readonly producer?: Producer | undefined
}

interface PublisherOptions {
  readonly world: RuntimeWorld
  readonly name: string
  readonly spec: PublisherSpec
  readonly service: PublishingService
}

export interface PublisherState {
  readonly published: number
  readonly refused: number
}

const NO_DRAFT: NewEvent = {
  origin: 0,
  n: 0,
  type: 0,
  key: NO_KEY,
  attributes: 0,
  properties: 0,
  cause: NO_EVENT,
}

/** What one publication is part of, and who is told how it went. */
export type PublicationTerms = Pick<Publication, 'replyTo' | 'transaction' | 'expectedVersion'>

/** Whether the event is not there, as far as the publisher can tell. */
export function hasFailed(outcome: number): boolean {
  return outcome >= PUBLISH_REFUSED && outcome <= PUBLISH_UNKNOWN
}

const UNREACHABLE = refusalIndex('unreachable')

/** An event caused by a thousand others in a row is a storm. */
const HOPS_MAX = 1000

/** Each is kept to the end of the run; a drawing that means something has a handful. */
const ATTRIBUTE_SETS_MAX = 100_000

export class Publisher {
  readonly #world: RuntimeWorld
  readonly #name: string
  readonly #element: number
  readonly #service: PublishingService
  #spec: PublisherSpec
  #type: number
  #routingKey: Chooser<string>
  #onlyRoutingKey: number | null = null
  #routingKeyDraws: Random | null = null
  #attributes: AttributeDraw
  #attributeDraws: Random | null = null
  /** Interned. */
  #properties: number
  /** Of the stream, where the terms of a publication say nothing. */
  #expectation: number | undefined
  #published = 0
  #refused = 0
  /** Filled in anew for each event, so that none allocates. */
  readonly #draft: Draft<NewEvent>
  /** The same for each publication: a channel reads it and keeps nothing of it. */
  readonly #publication: Draft<Publication> = {
    event: NO_EVENT,
    routingKey: 0,
    replyTo: null,
    transaction: undefined,
    expectedVersion: undefined,
  }
  /** As it was found, with the wiring of that time. */
  #channel: Channel | null = null
  #wiring = -1

  constructor({ world, name, spec, service }: PublisherOptions) {
    this.#world = world
    this.#name = name
    this.#element = world.elementOf(name)
    this.#draft = { ...NO_DRAFT, origin: this.#element }
    this.#service = service
    this.#spec = spec
    this.#type = world.elementOf(`eventTypes/${spec.eventTypeId}`)
    this.#routingKey = this.#routingKeyChooser(spec)
    this.#attributes = new AttributeDraw(spec.attributes ?? {})
    this.#properties = world.texts.internProperties(publishProperties(spec.producer))
    this.#expectation = expectationOf(spec)
  }

  /** Publications that were not taken, as far as the publisher was told. */
  get refused(): number {
    return this.#refused
  }

  update(spec: PublisherSpec): void {
    this.#spec = spec
    this.#wiring = -1
    this.#type = this.#world.elementOf(`eventTypes/${spec.eventTypeId}`)
    this.#routingKey = this.#routingKeyChooser(spec)
    this.#onlyRoutingKey = null
    this.#attributes = new AttributeDraw(spec.attributes ?? {})
    this.#properties = this.#world.texts.internProperties(publishProperties(spec.producer))
    this.#expectation = expectationOf(spec)
  }

  publish(cause: EventHandle, key: number, terms: PublicationTerms): void {
    const world = this.#world
    const { events } = world
    const carried = cause === NO_EVENT ? 0 : events.attributes(cause)
    const attributes = this.#attributes.isEmpty ? carried : this.#attributesAfter(carried)
    const draft = this.#draft
    draft.n = this.#published++
    draft.type = this.#type
    draft.key = key
    draft.attributes = attributes
    draft.properties = this.#properties
    draft.cause = cause
    const event = events.create(draft)
    world.record('published', this.#element, event, 0, attributes)
    if (cause !== NO_EVENT && events.hops(event) >= HOPS_MAX) this.#endStorm()
    this.#handOver(event, terms)
    events.release(event)
  }

  /** Its process is gone: what the broker's client had not sent is not sent any more. */
  crash(): void {
    this.#world.channel(this.#spec.channelId)?.noteCrash?.(this.#element)
  }

  noteOutcome(outcome: number): void {
    if (hasFailed(outcome)) this.#refused += 1
  }

  save(): PublisherState {
    return { published: this.#published, refused: this.#refused }
  }

  restore({ published, refused }: PublisherState): void {
    this.#published = published
    this.#refused = refused
  }

  #handOver(event: EventHandle, terms: PublicationTerms): void {
    const routingKey = this.#onlyRoutingKey ?? this.#drawRoutingKey()
    const channel = this.#wiring === this.#world.wiring ? this.#channel : this.#findChannel()
    if (!channel) this.#answer(terms, PUBLISH_UNROUTABLE)
    else if (this.#service.isCutOff) this.#fallBack(event, terms)
    else {
      const publication = this.#publication
      publication.event = event
      publication.routingKey = routingKey
      publication.replyTo = terms.replyTo
      publication.transaction = terms.transaction
      publication.expectedVersion = terms.expectedVersion ?? this.#expectation
      channel.publish(publication)
    }
  }

  /** It is cut off, and knows it. */
  #fallBack(event: EventHandle, terms: PublicationTerms): void {
    const element = this.#world.elementOf(elementNames.channel(this.#spec.channelId))
    this.#world.record('refused', element, event, 0, UNREACHABLE)
    this.#answer(terms, PUBLISH_REFUSED)
  }

  #endStorm(): void {
    this.#world.halt(
      `An event was caused by ${HOPS_MAX} others in a row, the last from ${this.#name}.`,
    )
  }

  #findChannel(): Channel | null {
    this.#channel = this.#world.channel(this.#spec.channelId)
    this.#wiring = this.#world.wiring
    return this.#channel
  }

  #answer({ replyTo }: PublicationTerms, outcome: number): void {
    if (replyTo) this.#world.scheduler.handOver(replyTo.entity, outcome, replyTo.token)
  }

  /** Interned. A single text is drawn once. */
  #drawRoutingKey(): number {
    const { texts } = this.#world
    const only = this.#routingKey.only
    if (only === null) {
      this.#routingKeyDraws ??= this.#world.random(this.#name, 'routing key')
      return texts.intern(this.#routingKey.choose(this.#routingKeyDraws))
    }
    this.#onlyRoutingKey = texts.intern(only)
    return this.#onlyRoutingKey
  }

  #routingKeyChooser({ routingKey, eventTypeName }: PublisherSpec): Chooser<string> {
    return new Chooser<string>(routingKey ?? eventTypeName)
  }

  #attributesAfter(carried: number): number {
    const { texts } = this.#world
    this.#attributeDraws ??= this.#world.random(this.#name, 'attributes')
    if (texts.attributeSets > ATTRIBUTE_SETS_MAX)
      this.#world.halt(
        `Events have more than ${ATTRIBUTE_SETS_MAX} different sets of attributes, the last from ${this.#name}.`,
      )
    return this.#attributes.after(carried, this.#attributeDraws, texts)
  }
}

function expectationOf({ producer }: PublisherSpec): number | undefined {
  return streamExpectation(producer) === 'noStream' ? NO_STREAM : undefined
}
