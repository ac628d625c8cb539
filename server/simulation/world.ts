// Everything that the parts of one run share.

import type { JournalKind } from '#shared/lib/journal.ts'
import { BODY_BYTES_DEFAULT, type EventType } from '#shared/schemas/eventType.ts'
import type { Channel } from '../broker/channel.ts'
import { Deliveries } from '../broker/deliveries.ts'
import { type EventHandle, Events, NO_KEY } from '../broker/events.ts'
import { KafkaTransactions, type KafkaTransactionsState } from '../broker/kafkaTransactions.ts'
import { Messages } from '../broker/messages.ts'
import { Texts } from '../broker/texts.ts'
import { Cells } from '../engine/cells.ts'
import { Kernel } from '../engine/kernel.ts'
import { type Random, Streams } from '../engine/random.ts'
import { KeySpaces } from '../runtime/keySpaces.ts'
import { type LogReaders, Stories } from '../runtime/stories.ts'
import type { RuntimeWorld } from '../runtime/world.ts'
import { DepthMeter, type DepthMeterState } from './depthMeter.ts'
import { ElementTable } from './elementTable.ts'
import { bodyOf, eventId } from './eventBody.ts'
import { Journal } from './journal.ts'
import { type Limits, STORM_LOOK_MESSAGES } from './limits.ts'

export class SimulationWorld implements RuntimeWorld {
  readonly scheduler = new Kernel()
  readonly events = new Events(this.scheduler)
  readonly messages = new Messages(this.events, this.scheduler)
  readonly deliveries = new Deliveries(this.scheduler)
  readonly texts = new Texts()
  readonly transactions = new KafkaTransactions(this.scheduler)
  readonly keys = new KeySpaces()
  readonly cells = new Cells()
  readonly table = new ElementTable()
  readonly journal = new Journal(this.events, this.scheduler)
  readonly #streams: Streams
  readonly #limits: Limits
  readonly depths = new DepthMeter(this.scheduler, this.cells)
  #findChannel: (channelId: string) => Channel | null = () => null
  #findEventType: (eventTypeId: string) => EventType | undefined = () => undefined
  #storm: () => string | null = () => null
  #readers: LogReaders = { of: () => null, by: () => null, has: () => false }
  readonly stories = new Stories(this, {
    of: (element) => this.#readers.of(element),
    by: (element) => this.#readers.by(element),
    has: (reader) => this.#readers.has(reader),
  })
  /** With more messages than these, the bounds are looked at. */
  #boundsFrom: number
  wiring = 0
  /** Of events, by their origin: as they were asked for. */
  #sizes: (number | undefined)[] = []
  #haltReason: string | null = null
  readonly #seed: number

  constructor(seed: number, limits: Limits) {
    this.#seed = seed
    this.#streams = new Streams(seed)
    this.#limits = limits
    this.#boundsFrom = Math.min(limits.stormMessages, limits.messagesMax)
    this.scheduler.beforeTimePasses(() => this.depths.settle())
  }

  /** Why the run had to end; null while it may go on. */
  get haltReason(): string | null {
    return this.#haltReason
  }

  connect(find: {
    readonly channel: (channelId: string) => Channel | null
    readonly eventType: (eventTypeId: string) => EventType | undefined
    /** What has happened, when it is a storm: see `StormWatch`. */
    readonly storm: () => string | null
    readonly readers: LogReaders
  }): void {
    this.#findChannel = find.channel
    this.#findEventType = find.eventType
    this.#storm = find.storm
    this.#readers = find.readers
  }

  /** Channels have come or gone, or event types have changed. */
  rewire(): void {
    this.wiring += 1
    this.#sizes = []
  }

  channel(channelId: string): Channel | null {
    return this.#findChannel(channelId)
  }

  elementOf(name: string): number {
    return this.table.indexOf(name)
  }

  keyText(key: number): string {
    return this.keys.text(key)
  }

  bodyOf(event: EventHandle): unknown {
    const { events } = this
    return this.bodyOfEvent(events.origin(event), events.n(event), events.key(event))
  }

  /** Of an event that may be gone. */
  bodyOfEvent(origin: number, n: number, key: number): unknown {
    const type = this.#eventTypeFrom(origin)
    if (!type) return null
    return bodyOf(type, {
      seed: this.#seed,
      eventId: eventId(this.table, origin, n),
      key: key === NO_KEY ? undefined : this.keys.text(key),
    })
  }

  sizeOf(event: EventHandle): number {
    const origin = this.events.origin(event)
    const known = this.#sizes[origin]
    if (known !== undefined) return known
    const size = this.#eventTypeFrom(origin)?.sizeBytes ?? BODY_BYTES_DEFAULT
    this.#sizes[origin] = size
    return size
  }

  #eventTypeFrom(origin: number): EventType | undefined {
    const id = this.table.elements[origin]?.eventTypeId ?? ''
    return this.#findEventType(id)
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
    this.journal.write(kind, element, event, attempt, detail)
    this.depths.touch(element)
    if (this.stories.areFollowed) this.stories.note(kind, element, event)
    if (kind === 'accepted' && this.messages.alive > this.#boundsFrom) this.#lookAtBounds(element)
  }

  #lookAtBounds(element: number): void {
    const { alive } = this.messages
    const { messagesMax } = this.#limits
    const isFull = alive > messagesMax
    const what = isFull ? `More than ${messagesMax} messages are kept` : this.#storm()
    this.#boundsFrom = Math.min(alive + STORM_LOOK_MESSAGES, messagesMax)
    const channel = this.table.nameOf(element).split('/')[1]
    if (what !== null) this.halt(`${what}; the last came to the channel '${channel}'.`)
  }

  halt(reason: string): void {
    this.#haltReason ??= reason
    this.scheduler.halt()
  }

  save(): WorldState {
    return {
      kernel: this.scheduler.save(),
      events: this.events.save(),
      messages: this.messages.save(),
      deliveries: this.deliveries.save(),
      texts: this.texts.save(),
      keys: this.keys.save(),
      table: this.table.save(),
      journal: this.journal.save(),
      streams: this.#streams.save(),
      transactions: this.transactions.save(),
      depths: this.#savedDepths(),
      boundsFrom: this.#boundsFrom,
      haltReason: this.#haltReason,
    }
  }

  #savedDepths(): DepthMeterState {
    this.depths.settle()
    return this.depths.save()
  }

  restore(state: WorldState): void {
    this.scheduler.restore(state.kernel)
    this.events.restore(state.events)
    this.messages.restore(state.messages)
    this.deliveries.restore(state.deliveries)
    this.texts.restore(state.texts)
    this.keys.restore(state.keys)
    this.table.restore(state.table)
    this.journal.restore(state.journal)
    this.#streams.restore(state.streams)
    this.transactions.restore(state.transactions)
    this.depths.restore(state.depths)
    this.#boundsFrom = state.boundsFrom
    if (state.haltReason !== null) this.halt(state.haltReason)
  }
}

export interface WorldState {
  readonly kernel: ReturnType<Kernel['save']>
  readonly events: ReturnType<Events['save']>
  readonly messages: ReturnType<Messages['save']>
  readonly deliveries: ReturnType<Deliveries['save']>
  readonly texts: ReturnType<Texts['save']>
  readonly keys: ReturnType<KeySpaces['save']>
  readonly table: ReturnType<ElementTable['save']>
  readonly journal: ReturnType<Journal['save']>
  readonly streams: ReturnType<Streams['save']>
  readonly transactions: KafkaTransactionsState
  readonly depths: DepthMeterState
  readonly boundsFrom: number
  readonly haltReason: string | null
}
