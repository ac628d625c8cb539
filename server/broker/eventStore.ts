// An event store, as KurrentDB (EventStoreDB) is one: a stream of events for each key, appended to with
// optimistic concurrency, and $all, which has the events of all streams in one order.

import { assert } from '#shared/lib/assert.ts'
import { orderById } from '#shared/lib/entries.ts'
import { refusalIndex } from '#shared/lib/journal.ts'
import type { EntityIndex } from '../engine/kernel.ts'
import { between, type Duration } from '../engine/time.ts'
import { NO_TIMER, type TimerHandle } from '../engine/timerQueue.ts'
import { EXPIRED_FOR_GOOD } from './accounting.ts'
import {
  CATCH_UP_GUARANTEES,
  type CatchUpSettings,
  type CatchUpState,
  CatchUpSubscription,
} from './catchUpSubscription.ts'
import {
  type BrokerWorld,
  type ChannelFigures,
  type ChannelOperation,
  type ConsumableChannel,
  type Guarantees,
  PUBLISH_ACCEPTED,
  PUBLISH_CONFLICT,
  PUBLISH_REFUSED,
  type Publication,
  type Subscriber,
  type Subscription,
  tell,
} from './channel.ts'
import { EventStoreLog, type EventStoreLogState } from './eventStoreLog.ts'
import type { EventStoreReader, ReaderOptions } from './eventStoreReader.ts'
import { EventStoreStreams, type EventStoreStreamsState } from './eventStoreStreams.ts'
import { NO_EVENT } from './events.ts'
import {
  type PersistentSettings,
  type PersistentState,
  PersistentSubscription,
} from './persistentSubscription.ts'

export interface EventStoreSettings {
  /** $maxCount of each stream; null: all. */
  readonly maxCount: number | null
  /** $maxAge of each stream; null: for ever. */
  readonly maxAge: Duration | null
  /** Between scavenges; null: nobody scavenges, and $all keeps everything. */
  readonly scavengeInterval: Duration | null
}

export type EventStoreReaderSettings = CatchUpSettings | PersistentSettings

export interface EventStoreOptions {
  readonly name: string
  readonly element: number
  readonly world: BrokerWorld
  readonly settings: EventStoreSettings
}

type ReaderState = CatchUpState | PersistentState
type Reader = CatchUpSubscription | PersistentSubscription

interface EventStoreState {
  readonly streams: EventStoreStreamsState
  readonly log: EventStoreLogState
  readonly readers: readonly (readonly [name: string, state: ReaderState])[]
  readonly consumers: number
  readonly isUp: boolean
  readonly scavenging: number
}

const SCAVENGE = 1

/** The only node there is. */
const NODE = 0

export class EventStore implements ConsumableChannel<EventStoreReaderSettings> {
  /** Of catch-up subscriptions; those of persistent ones are PERSISTENT_GUARANTEES. */
  readonly guarantees: Guarantees = CATCH_UP_GUARANTEES
  readonly #element: number
  readonly #world: BrokerWorld
  readonly #entity: EntityIndex
  readonly #streams = new EventStoreStreams()
  readonly #log: EventStoreLog
  readonly #readers = new Map<string, Reader>()
  /** Of a restored run: readers whose subscription has not come back yet. */
  readonly #savedReaders = new Map<string, ReaderState>()
  #settings: EventStoreSettings
  /** How many consumers there ever were. */
  #consumers = 0
  #isUp = true
  #scavenging: TimerHandle = NO_TIMER

  constructor({ name, element, world, settings }: EventStoreOptions) {
    this.#element = element
    this.#world = world
    this.#settings = settings
    this.#log = new EventStoreLog(world.messages)
    this.#entity = world.scheduler.register(name, this)
  }

  /** Once for a store that is new, not for a restored one. */
  start(): void {
    this.#planScavenge()
  }

  /** Number of streams that were ever appended to. */
  get streams(): number {
    return this.#streams.count
  }

  /** Events that subscriptions have put aside. */
  get parked(): number {
    let parked = 0
    for (const reader of this.#readers.values()) parked += reader.parked
    return parked
  }

  get waiting(): number {
    let waiting = 0
    for (const reader of this.#readers.values()) waiting = Math.max(waiting, reader.waiting)
    return waiting
  }

  get figures(): ChannelFigures {
    let inFlight = 0
    let oldestWaitingAt: number | null = null
    for (const reader of this.#readers.values()) {
      inFlight += reader.figures.inFlight
      const oldest = reader.oldestWaitingAt
      if (oldest !== null) oldestWaitingAt = Math.min(oldest, oldestWaitingAt ?? oldest)
    }
    return {
      waiting: this.waiting,
      inFlight,
      retained: this.#log.size,
      oldestWaitingAt,
      parked: this.parked,
      streams: this.#streams.count,
    }
  }

  versionOf(key: number): number {
    return this.#streams.versionOf(key)
  }

  publish({ event, routingKey, replyTo, expectedVersion }: Publication): void {
    const outcome = this.#append(event, routingKey, expectedVersion)
    tell(this.#world.scheduler, replyTo, outcome)
  }

  subscribe(
    subscriber: Subscriber<EventStoreReaderSettings>,
  ): Subscription<EventStoreReaderSettings> {
    const { name, element, settings } = subscriber
    assert(!this.#readers.has(name), 'a subscription subscribes once')
    const options: ReaderOptions = {
      world: this.#world,
      log: this.#log,
      element,
      name,
      storeElement: this.#element,
      nextConsumer: () => ++this.#consumers,
      onClose: () => this.#readers.delete(name),
    }
    const saved = this.#savedReaders.get(name)
    this.#savedReaders.delete(name)
    const reader =
      settings.kind === 'catchUp'
        ? this.#catchUp(options, settings, saved)
        : this.#persistent(options, settings, saved)
    this.#readers.set(name, reader)
    // Readers take turns by name, so that a restored run takes the same turns.
    orderById(this.#readers)
    // A subscription keeps its kind: the settings that come to it later are its own.
    return reader as EventStoreReader<never> as EventStoreReader<EventStoreReaderSettings>
  }

  /** $maxCount and $maxAge apply to what is stored as well, from the next scavenge on. */
  update(settings: EventStoreSettings): void {
    const before = this.#settings.scavengeInterval
    this.#settings = settings
    if (settings.scavengeInterval !== before) this.#planScavenge()
  }

  operate({ kind }: ChannelOperation): boolean {
    if (kind !== 'redrive') return false
    for (const reader of this.#readers.values()) reader.replayParked()
    return true
  }

  setNodeUp(node: number, isUp: boolean): void {
    if (node !== NODE || isUp === this.#isUp) return
    this.#isUp = isUp
    this.#world.record(isUp ? 'nodeUp' : 'nodeDown', this.#element, NO_EVENT, 0, node)
    for (const reader of this.#readers.values()) reader.setUp(isUp)
  }

  close(): void {
    for (const reader of this.#readers.values()) reader.release()
    const indexes = Array.from({ length: this.#log.size }, (_, index) => index)
    for (const index of indexes) {
      const event = this.#world.messages.event(this.#log.messageAt(index))
      this.#world.record('removed', this.#element, event, 0, 0)
    }
    this.#log.remove(indexes)
    this.#world.scheduler.unregister(this.#entity)
  }

  fire(kind: number): void {
    assert(kind === SCAVENGE, 'an event store is fired with a kind of its own')
    this.#scavenging = NO_TIMER
    this.#scavenge()
    this.#planScavenge()
  }

  save(): EventStoreState {
    return {
      streams: this.#streams.save(),
      log: this.#log.save(),
      readers: [...this.#readers].map(([name, reader]) => [name, reader.save()] as const),
      consumers: this.#consumers,
      isUp: this.#isUp,
      scavenging: this.#scavenging,
    }
  }

  restore(state: unknown): void {
    const { streams, log, readers, consumers, isUp, scavenging } = state as EventStoreState
    this.#streams.restore(streams)
    this.#log.restore(log)
    for (const [name, reader] of readers) this.#savedReaders.set(name, reader)
    this.#consumers = consumers
    this.#isUp = isUp
    this.#scavenging = scavenging as TimerHandle
  }

  /** Returns the outcome for the publisher. */
  #append(
    event: Publication['event'],
    routingKey: number,
    expectedVersion: number | undefined,
  ): number {
    const { events, messages } = this.#world
    if (!this.#isUp) {
      this.#world.record('refused', this.#element, event, 0, refusalIndex('unavailable'))
      return PUBLISH_REFUSED
    }
    const key = events.key(event)
    const version = this.#streams.versionOf(key)
    if (expectedVersion !== undefined && expectedVersion !== version) {
      this.#world.record('conflicted', this.#element, event, 0, version)
      return PUBLISH_CONFLICT
    }
    const message = messages.create(event, routingKey)
    this.#log.append(message, this.#streams.append(key))
    this.#world.record('accepted', this.#element, event, 0, 0)
    for (const reader of this.#readers.values()) reader.onAppend()
    return PUBLISH_ACCEPTED
  }

  #catchUp(options: ReaderOptions, settings: CatchUpSettings, saved: ReaderState | undefined) {
    const reader = new CatchUpSubscription(options, settings)
    if (saved?.kind === 'catchUp') reader.restore(saved)
    else if (!this.#isUp) reader.setUp(false)
    return reader
  }

  #persistent(
    options: ReaderOptions,
    settings: PersistentSettings,
    saved: ReaderState | undefined,
  ) {
    const reader = new PersistentSubscription(options, settings)
    if (saved?.kind === 'persistent') {
      reader.restore(saved)
      return reader
    }
    reader.start()
    if (!this.#isUp) reader.setUp(false)
    return reader
  }

  #planScavenge(): void {
    const { scheduler } = this.#world
    const { scavengeInterval } = this.#settings
    scheduler.cancel(this.#scavenging)
    this.#scavenging =
      scavengeInterval === null
        ? NO_TIMER
        : scheduler.schedule(scavengeInterval, this.#entity, SCAVENGE, 0)
  }

  /** Deletes from $all what $maxCount and $maxAge have hidden in its stream. */
  #scavenge(): void {
    const gone: number[] = []
    for (let index = 0; index < this.#log.size; index += 1)
      if (this.#isHidden(index)) gone.push(index)
    for (const index of gone) {
      for (const reader of this.#readers.values()) reader.onScavenge(index)
      const event = this.#world.messages.event(this.#log.messageAt(index))
      this.#world.record('expired', this.#element, event, 0, EXPIRED_FOR_GOOD)
    }
    if (gone.length > 0) this.#log.remove(gone)
  }

  #isHidden(index: number): boolean {
    const { events, messages, scheduler } = this.#world
    const { maxCount, maxAge } = this.#settings
    const message = this.#log.messageAt(index)
    const eventNumber = this.#log.eventNumberAt(index)
    const version = this.#streams.versionOf(events.key(messages.event(message)))
    // A scavenge leaves each stream its last event, which tells its version.
    if (eventNumber === version) return false
    if (maxCount !== null && eventNumber <= version - maxCount) return true
    return maxAge !== null && between(messages.enqueuedAt(message), scheduler.now) > maxAge
  }
}
