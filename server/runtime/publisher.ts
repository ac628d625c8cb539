// What sources and outputs have in common: making an event and handing it to its channel.

import type { Choice } from '#shared/topology/fields.ts'
import { PUBLISH_UNROUTABLE, type Publication } from '../broker/channel.ts'
import { type EventHandle, NO_EVENT } from '../broker/events.ts'
import type { AttributeSet } from '../broker/texts.ts'
import { WeightedIndex } from '../engine/distributions.ts'
import type { RuntimeWorld } from './world.ts'

/** The part of a source or an output that says what is published. */
export interface PublisherSpec {
  readonly eventTypeId: string
  readonly eventTypeName: string
  readonly channelId: string
  readonly routingKey?: Choice | undefined
  readonly attributes?: Readonly<Record<string, Choice>> | undefined
}

/** An event caused by a thousand others in a row is a storm. */
const HOPS_MAX = 1000

/** Each is kept to the end of the run; a drawing that means something has a handful. */
const ATTRIBUTE_SETS_MAX = 100_000

export class Publisher {
  readonly #world: RuntimeWorld
  readonly #name: string
  readonly #element: number
  #spec: PublisherSpec
  #type: number
  #routingKey: TextChooser
  #onlyRoutingKey: number | null = null
  #attributes: readonly (readonly [name: string, chooser: TextChooser])[]
  #published = 0

  constructor(world: RuntimeWorld, name: string, spec: PublisherSpec) {
    this.#world = world
    this.#name = name
    this.#element = world.elementOf(name)
    this.#spec = spec
    this.#type = world.elementOf(`eventTypes/${spec.eventTypeId}`)
    this.#routingKey = this.#routingKeyChooser(spec)
    this.#attributes = attributeChoosers(spec)
  }

  update(spec: PublisherSpec): void {
    this.#spec = spec
    this.#type = this.#world.elementOf(`eventTypes/${spec.eventTypeId}`)
    this.#routingKey = this.#routingKeyChooser(spec)
    this.#onlyRoutingKey = null
    this.#attributes = attributeChoosers(spec)
  }

  publish(cause: EventHandle, key: number, replyTo: Publication['replyTo']): void {
    const world = this.#world
    const attributes = this.#attributesAfter(cause)
    const event = world.events.create(
      {
        origin: this.#element,
        n: this.#published++,
        type: this.#type,
        key,
        attributes,
        cause,
      },
      world.scheduler.now,
    )
    world.record('published', this.#element, event, 0, attributes)
    if (world.events.hops(event) >= HOPS_MAX)
      world.halt(`An event was caused by ${HOPS_MAX} others in a row, the last from ${this.#name}.`)
    const routingKey = this.#drawRoutingKey()
    const channel = world.channel(this.#spec.channelId)
    if (channel) channel.publish({ event, routingKey, replyTo })
    else if (replyTo) world.scheduler.handOver(replyTo.entity, PUBLISH_UNROUTABLE, replyTo.token)
    world.events.release(event)
  }

  save(): number {
    return this.#published
  }

  restore(published: number): void {
    this.#published = published
  }

  /** Interned. A single text is found once. */
  #drawRoutingKey(): number {
    const { texts } = this.#world
    const only = this.#routingKey.only
    if (only === null)
      return texts.intern(this.#routingKey.choose(this.#world.random(this.#name, 'routing key')))
    this.#onlyRoutingKey ??= texts.intern(only)
    return this.#onlyRoutingKey
  }

  #routingKeyChooser({ routingKey, eventTypeName }: PublisherSpec): TextChooser {
    return new TextChooser(routingKey ?? eventTypeName)
  }

  /** Those of the cause, with our own added or put in their place. */
  #attributesAfter(cause: EventHandle): number {
    const { events, texts } = this.#world
    const carried = cause === NO_EVENT ? 0 : events.attributes(cause)
    if (this.#attributes.length === 0) return carried
    const random = this.#world.random(this.#name, 'attributes')
    const drawn: AttributeSet = this.#attributes.map(([name, chooser]) => [
      name,
      chooser.choose(random),
    ])
    const own = new Set(drawn.map(([name]) => name))
    const kept = texts.attributes(carried).filter(([name]) => !own.has(name))
    if (texts.attributeSets > ATTRIBUTE_SETS_MAX)
      this.#world.halt(
        `Events have more than ${ATTRIBUTE_SETS_MAX} different sets of attributes, the last from ${this.#name}.`,
      )
    return texts.internAttributes([...kept, ...drawn])
  }
}

/** One text, or a weighted choice between several. */
class TextChooser {
  readonly #values: readonly string[]
  readonly #weights: WeightedIndex | null

  constructor(choice: Choice) {
    this.#values = typeof choice === 'string' ? [choice] : choice.map(({ value }) => value)
    this.#weights =
      typeof choice === 'string' ? null : new WeightedIndex(choice.map(({ weight }) => weight))
  }

  /** Null where there is a choice. */
  get only(): string | null {
    return this.#weights ? null : (this.#values[0] as string)
  }

  /** A single text draws nothing. */
  choose(random: Parameters<WeightedIndex['sample']>[0]): string {
    return this.#values[this.#weights ? this.#weights.sample(random) : 0] as string
  }
}

function attributeChoosers({
  attributes,
}: PublisherSpec): readonly (readonly [string, TextChooser])[] {
  return Object.entries(attributes ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, choice]) => [name, new TextChooser(choice)])
}
