// One service's consumers of a stream. Each reads every message, at its own offset; where their
// applications keep offsets, they are kept here by the consumer's name.

import { assert } from '#shared/lib/assert.ts'
import type { EntityIndex } from '../engine/kernel.ts'
import type {
  BrokerWorld,
  LogPosition,
  Membership,
  Subscriber,
  Subscription,
  SubscriptionFigures,
} from './channel.ts'
import type { RabbitStreamLog } from './rabbitStreamLog.ts'
import {
  type RabbitStreamConsumerSettings,
  RabbitStreamReader,
  type RabbitStreamReaderState,
} from './rabbitStreamReader.ts'

/** What the application of a consumer knows of its last visit. */
interface Kept {
  /** Where it goes on; null: it has stored nothing. */
  offset: number | null
  /** What lies before, it has had. */
  furthest: number
}

export interface RabbitStreamSubscriptionState {
  readonly readers: readonly RabbitStreamReaderState[]
  readonly kept: readonly (readonly [name: string, kept: Readonly<Kept>])[]
}

export interface RabbitStreamSubscriptionOptions {
  readonly subscriber: Subscriber<RabbitStreamConsumerSettings>
  readonly world: BrokerWorld
  readonly log: RabbitStreamLog
  /** The lowest number that no consumer of the stream has. */
  readonly freeNumber: () => number
  readonly onClose: () => void
}

export class RabbitStreamSubscription implements Subscription<RabbitStreamConsumerSettings> {
  readonly #element: number
  readonly #world: BrokerWorld
  readonly #log: RabbitStreamLog
  readonly #freeNumber: () => number
  readonly #onClose: () => void
  readonly #readers: RabbitStreamReader[] = []
  readonly #kept = new Map<string, Kept>()
  #settings: RabbitStreamConsumerSettings

  constructor({ subscriber, world, log, freeNumber, onClose }: RabbitStreamSubscriptionOptions) {
    this.#element = subscriber.element
    this.#settings = subscriber.settings
    this.#world = world
    this.#log = log
    this.#freeNumber = freeNumber
    this.#onClose = onClose
  }

  get readers(): readonly RabbitStreamReader[] {
    return this.#readers
  }

  get figures(): SubscriptionFigures {
    const inFlight = this.#readers.reduce((sum, reader) => sum + reader.inFlight, 0)
    const lags = this.#readers.map(({ settledUpTo }) => this.#log.endOffset - settledUpTo)
    const { waiting } = this
    return {
      waiting,
      inFlight,
      members: this.#readers.length,
      lag: Math.max(waiting, ...lags),
    }
  }

  /** Of the consumer that is farthest behind, or of the one that would come. */
  get waiting(): number {
    const waiting = this.#readers.map((reader) => reader.waiting)
    if (waiting.length > 0) return Math.max(...waiting)
    const kept = [...this.#kept.keys()].map((name) => this.#startOf(name))
    return this.#log.endOffset - Math.min(...kept, kept.length > 0 ? Infinity : this.#asked())
  }

  join(name: string, consumer: EntityIndex): Membership {
    const known = this.#readers.find((reader) => reader.name === name)
    assert(!known || known.isDetached, 'a consumer joins once')
    const reader = known ?? this.#newReader(name)
    reader.attach(consumer, this.#element)
    reader.setCredit(this.#settings.prefetchCount)
    // A restored one has all that it could get: nothing happens.
    reader.serve()
    return {
      poll() {},
      settle: (delivery, settlement) => {
        reader.settle(delivery, settlement)
        if (settlement !== 'forget') this.#noteProgress(reader)
        reader.serve()
      },
      leave: () => this.#leave(reader),
    }
  }

  update(settings: RabbitStreamConsumerSettings): void {
    this.#settings = settings
    for (const reader of this.#readers) {
      reader.setCredit(settings.prefetchCount)
      reader.serve()
    }
  }

  seek(to: LogPosition): void {
    const offset = this.#offsetOf(to)
    for (const kept of this.#kept.values()) kept.offset = offset
    for (const reader of this.#readers) {
      reader.moveTo(offset)
      this.#noteProgress(reader)
      reader.serve()
    }
  }

  onRetention(startOffset: number): void {
    for (const reader of this.#readers) reader.skipTo(startOffset)
  }

  serve(): void {
    for (const reader of this.#readers) reader.serve()
  }

  close(): void {
    this.#onClose()
  }

  save(): RabbitStreamSubscriptionState {
    return {
      readers: this.#readers.map((reader) => reader.save()),
      kept: [...this.#kept].map(([name, kept]) => [name, { ...kept }]),
    }
  }

  restore({ readers, kept }: RabbitStreamSubscriptionState): void {
    for (const state of readers) {
      const { name, number } = state
      const reader = new RabbitStreamReader({ name, number, log: this.#log, world: this.#world })
      reader.restore(state)
      this.#readers.push(reader)
    }
    for (const [name, last] of kept) this.#kept.set(name, { ...last })
  }

  #newReader(name: string): RabbitStreamReader {
    const number = this.#freeNumber()
    const reader = new RabbitStreamReader({ name, number, log: this.#log, world: this.#world })
    reader.moveTo(this.#startOf(name))
    reader.hadUpTo(this.#kept.get(name)?.furthest ?? 0)
    this.#readers.push(reader)
    return reader
  }

  #leave(reader: RabbitStreamReader): void {
    reader.leave()
    this.#readers.splice(this.#readers.indexOf(reader), 1)
    const { offset = null } = this.#kept.get(reader.name) ?? {}
    this.#kept.set(reader.name, { offset, furthest: reader.furthest })
  }

  #noteProgress(reader: RabbitStreamReader): void {
    const kept = this.#kept.get(reader.name)
    if (kept) kept.offset = reader.settledUpTo
    else this.#kept.set(reader.name, { offset: reader.settledUpTo, furthest: 0 })
  }

  /** Where a consumer of this name begins; what is deleted is passed over. */
  #startOf(name: string): number {
    const kept = this.#settings.keepsOffset ? (this.#kept.get(name)?.offset ?? null) : null
    return Math.max(kept ?? this.#asked(), this.#log.startOffset)
  }

  #asked(): number {
    const { startOffset, endOffset } = this.#log
    switch (this.#settings.offset) {
      case 'first':
        return startOffset
      case 'last':
        return Math.max(endOffset - 1, startOffset)
      case 'next':
        return endOffset
    }
  }

  #offsetOf(to: LogPosition): number {
    switch (to.kind) {
      case 'earliest':
        return this.#log.startOffset
      case 'latest':
        return this.#log.endOffset
      case 'time':
        return this.#log.offsetAt(to.at)
    }
  }
}
