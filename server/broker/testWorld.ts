// Set-up for the tests of channels: a kernel, the stores, a journal that reads as text, and a publisher
// who remembers how its publications went. Consumers for it are in `testConsumer.ts`.

import type { JournalKind } from '#shared/lib/journal.ts'
import { type Entity, type EntityIndex, Kernel, type KernelState } from '../engine/kernel.ts'
import { type Random, Streams, type StreamsState } from '../engine/random.ts'
import { after, type Duration, inMilliseconds, type SimTime } from '../engine/time.ts'
import {
  type BrokerWorld,
  type Channel,
  PUBLISH_ACCEPTED,
  PUBLISH_REFUSED,
  PUBLISH_UNROUTABLE,
} from './channel.ts'
import type { ColumnsState } from './columns.ts'
import { Deliveries } from './deliveries.ts'
import { type EventHandle, Events, NO_EVENT, NO_KEY } from './events.ts'
import { Messages } from './messages.ts'
import { type AttributeSet, Texts, type TextsState } from './texts.ts'

export interface TestWorldState {
  readonly kernel: KernelState
  readonly events: ColumnsState
  readonly messages: ColumnsState
  readonly deliveries: ColumnsState
  readonly texts: TextsState
  readonly streams: StreamsState
  readonly elements: readonly string[]
  readonly published: number
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
  readonly key?: number
  readonly routingKey?: string
  readonly attributes?: AttributeSet
}

export class TestWorld implements BrokerWorld, Entity {
  readonly scheduler = new Kernel()
  readonly events = new Events()
  readonly messages = new Messages(this.events)
  readonly deliveries = new Deliveries()
  readonly texts = new Texts()
  readonly journal: JournalEntry[] = []
  /** `m1 accepted`, in the order in which the publisher was told. */
  readonly outcomes: string[] = []
  /** Why the run was ended by a channel. */
  haltedBy: string | null = null
  readonly #streams: Streams
  readonly #elements: string[] = []
  readonly #publisher: EntityIndex
  #published = 0

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
    const event = this.events.create(
      {
        origin: 0,
        n: token,
        type: 0,
        key: publication.key ?? NO_KEY,
        attributes: this.texts.internAttributes(publication.attributes ?? []),
        cause: NO_EVENT,
      },
      this.now,
    )
    const routingKey = this.texts.intern(publication.routingKey ?? '')
    channel.publish({ event, routingKey, replyTo: { entity: this.#publisher, token } })
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
      elements: [...this.#elements],
      published: this.#published,
    }
  }

  #restore(state: TestWorldState): void {
    this.scheduler.restore(state.kernel)
    this.events.restore(state.events)
    this.messages.restore(state.messages)
    this.deliveries.restore(state.deliveries)
    this.texts.restore(state.texts)
    this.#streams.restore(state.streams)
    this.#elements.push(...state.elements)
    this.#published = state.published
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
}

/** Kinds whose detail is the element that gave the message up. */
const NAMES_ELEMENT: ReadonlySet<JournalKind> = new Set(['deadLettered', 'dropped'])

function isOneOf(kinds: readonly JournalKind[]): (entry: JournalEntry) => boolean {
  return ({ kind }) => kinds.includes(kind)
}
