// Set-up for the tests of channels: a kernel, the stores, a journal that reads as text, and a publisher
// who remembers how its publications went. Consumers for it are in `testConsumer.ts`.

import type { JournalKind } from '#shared/lib/journal.ts'
import type { AttributeSet } from '#shared/schemas/attributes.ts'
import { type Entity, type EntityIndex, Kernel, type KernelState } from '../engine/kernel.ts'
import { type Random, Streams, type StreamsState } from '../engine/random.ts'
import { after, type Duration, inMilliseconds, type SimTime } from '../engine/time.ts'
import {
  type BrokerWorld,
  type Channel,
  PUBLISH_ACCEPTED,
  PUBLISH_CONFLICT,
  PUBLISH_REFUSED,
  PUBLISH_RETURNED,
  PUBLISH_UNKNOWN,
  PUBLISH_UNROUTABLE,
  type Publication,
} from './channel.ts'
import type { ColumnsState } from './columns.ts'
import { Deliveries } from './deliveries.ts'
import { type EventHandle, Events, type NewEvent, NO_EVENT, NO_KEY } from './events.ts'
import { KafkaTransactions, type KafkaTransactionsState } from './kafkaTransactions.ts'
import { Messages } from './messages.ts'
import type { PublishProperties } from './properties.ts'
import { Texts, type TextsState } from './texts.ts'

export interface TestWorldState {
  readonly kernel: KernelState
  readonly events: ColumnsState
  readonly messages: ColumnsState
  readonly deliveries: ColumnsState
  readonly texts: TextsState
  readonly streams: StreamsState
  readonly transactions: KafkaTransactionsState
  readonly elements: readonly string[]
  readonly published: number
  readonly bodies: readonly (readonly [token: number, body: unknown])[]
  readonly sizes: readonly (readonly [token: number, sizeBytes: number])[]
}

export interface JournalEntry {
  readonly at: SimTime
  readonly kind: JournalKind
  readonly element: string
  /** `m1` for what was published first. */
  readonly event: string
  readonly attempt: number
  readonly detail: number
}

export interface TestPublication {
  /** Element of the source or output that publishes; 0 when it does not matter. */
  readonly producer?: number
  readonly key?: number
  readonly type?: number
  /** It is told of this one's handling; its output is the same for all. */
  readonly cause?: EventHandle
  readonly routingKey?: string
  readonly attributes?: AttributeSet
  readonly properties?: PublishProperties
  readonly body?: unknown
  readonly sizeBytes?: number
  /** Of the rest of the publication. */
  readonly more?: Pick<Publication, 'expectedVersion' | 'transaction'>
}

/** Of no source in particular. */
export const SOME_EVENT: NewEvent = {
  origin: 0,
  n: 1,
  type: 0,
  key: NO_KEY,
  attributes: 0,
  properties: 0,
  cause: NO_EVENT,
}

export class TestWorld implements BrokerWorld, Entity {
  readonly scheduler = new Kernel()
  readonly events = new Events(this.scheduler)
  readonly messages = new Messages(this.events, this.scheduler)
  readonly deliveries = new Deliveries(this.scheduler)
  readonly texts = new Texts()
  readonly transactions = new KafkaTransactions(this.scheduler)
  readonly journal: JournalEntry[] = []
  /** `m1 accepted`, in the order in which the publisher was told. */
  readonly outcomes: string[] = []
  /** Why the run was ended by a channel. */
  haltedBy: string | null = null
  readonly #streams: Streams
  readonly #elements: string[] = []
  readonly #publisher: EntityIndex
  #published = 0
  /** By number of the publication. */
  readonly #bodies = new Map<number, unknown>()
  readonly #sizes = new Map<number, number>()

  /** With a state, the world that was saved: make its channels and consumers again before it runs. */
  constructor(seed = 1, state?: TestWorldState) {
    this.#streams = new Streams(seed)
    if (state) this.#restore(state)
    this.#publisher = this.scheduler.register('publisher', this)
  }

  get now(): SimTime {
    return this.scheduler.now
  }

  /** The index of the element with this name. */
  element(name: string): number {
    const known = this.#elements.indexOf(name)
    return known < 0 ? this.#elements.push(name) - 1 : known
  }

  /** Publishes a new event and returns its name, `m1` for the first. */
  publish(channel: Pick<Channel, 'publish'>, publication: TestPublication = {}): string {
    this.#published += 1
    const token = this.#published
    const event = this.events.create({
      origin: publication.producer ?? 0,
      n: token,
      type: publication.type ?? 0,
      key: publication.key ?? NO_KEY,
      attributes: this.texts.internAttributes(publication.attributes ?? []),
      properties: this.texts.internProperties(publication.properties ?? null),
      cause: publication.cause ?? NO_EVENT,
    })
    const routingKey = this.texts.intern(publication.routingKey ?? '')
    const { body, sizeBytes } = publication
    if (body !== undefined) this.#bodies.set(token, body)
    if (sizeBytes !== undefined) this.#sizes.set(token, sizeBytes)
    const replyTo = { entity: this.#publisher, token }
    channel.publish({ event, routingKey, replyTo, ...publication.more })
    this.events.release(event)
    return `m${token}`
  }

  /** Lets time pass, and with it everything due by its end. */
  run(duration: Duration): void {
    this.scheduler.runUntil(after(this.now, duration))
  }

  /** What happens at this instant, timers included. */
  settleDown(): void {
    this.scheduler.runUntil(this.now)
  }

  /** What the journal says, a line for each record: `5ms billing delivered m1 #2`. */
  history(...kinds: JournalKind[]): string[] {
    const told = kinds.length === 0 ? this.journal : this.journal.filter(isOneOf(kinds))
    return told.map((entry) => this.#line(entry))
  }

  nameOf(event: EventHandle): string {
    return `m${this.events.n(event)}`
  }

  keyText(key: number): string {
    return `key-${key}`
  }

  bodyOf(event: EventHandle): unknown {
    return this.#bodies.get(this.events.n(event)) ?? null
  }

  sizeOf(event: EventHandle): number {
    return this.#sizes.get(this.events.n(event)) ?? 1024
  }

  random(element: string, purpose: string): Random {
    return this.#streams.of(element, purpose)
  }

  record(
    kind: JournalKind,
    element: number,
    event: EventHandle,
    attempt: number,
    detail: number,
  ): void {
    this.journal.push({
      at: this.now,
      kind,
      element: this.#elements[element] ?? `element ${element}`,
      event: event === NO_EVENT ? '' : this.nameOf(event),
      attempt,
      detail,
    })
  }

  halt(reason: string): void {
    this.haltedBy = reason
    this.scheduler.halt()
  }

  /** The publisher is told. */
  fire(kind: number, token: number): void {
    this.outcomes.push(`m${token} ${OUTCOMES[kind] ?? `outcome ${kind}`}`)
  }

  save(): TestWorldState {
    return {
      kernel: this.scheduler.save(),
      events: this.events.save(),
      messages: this.messages.save(),
      deliveries: this.deliveries.save(),
      texts: this.texts.save(),
      streams: this.#streams.save(),
      transactions: this.transactions.save(),
      elements: [...this.#elements],
      published: this.#published,
      bodies: [...this.#bodies],
      sizes: [...this.#sizes],
    }
  }

  #restore(state: TestWorldState): void {
    this.scheduler.restore(state.kernel)
    this.events.restore(state.events)
    this.messages.restore(state.messages)
    this.deliveries.restore(state.deliveries)
    this.texts.restore(state.texts)
    this.#streams.restore(state.streams)
    this.transactions.restore(state.transactions)
    this.#elements.push(...state.elements)
    this.#published = state.published
    for (const [token, body] of state.bodies) this.#bodies.set(token, body)
    for (const [token, bytes] of state.sizes) this.#sizes.set(token, bytes)
  }

  #line({ at, element, kind, event, attempt, detail }: JournalEntry): string {
    const words = [`${inMilliseconds(at)}ms`, element, kind]
    if (event) words.push(event)
    if (attempt > 0) words.push(`#${attempt}`)
    if (NAMES_ELEMENT.has(kind)) words.push(`by ${this.#elements[detail] ?? detail}`)
    else if (detail !== 0) words.push(`(${detail})`)
    return words.join(' ')
  }
}

const OUTCOMES: Readonly<Record<number, string>> = {
  [PUBLISH_ACCEPTED]: 'accepted',
  [PUBLISH_UNROUTABLE]: 'unroutable',
  [PUBLISH_REFUSED]: 'refused',
  [PUBLISH_RETURNED]: 'returned',
  [PUBLISH_CONFLICT]: 'conflict',
  [PUBLISH_UNKNOWN]: 'unknown',
}

/** Kinds whose detail is the element that gave the message up. */
const NAMES_ELEMENT: ReadonlySet<JournalKind> = new Set(['deadLettered', 'dropped'])

function isOneOf(kinds: readonly JournalKind[]): (entry: JournalEntry) => boolean {
  return ({ kind }) => kinds.includes(kind)
}
