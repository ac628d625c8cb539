// Which partition a record is stored in, how often, and what a stream's version is.

import type { Drawing } from '../drawing.ts'
import type { Moment, Violations } from '../violations.ts'
import type { LogBook, LogRule } from './logBook.ts'
import type { Entry } from './partition.ts'

export interface LogOptions {
  readonly channelId: string
  readonly book: LogBook
  readonly drawing: Drawing
  readonly violations: Violations
}

const KEYS_MAX = 500_000

/** The partition of a key is a function while partitions stay; what lingers may come late to the old one. */
export class KeyRule implements LogRule {
  readonly #options: LogOptions
  #before = new Map<number, number>()
  #now = new Map<number, number>()
  #partitions: number
  #hasChanged = false

  constructor(options: LogOptions) {
    this.#options = options
    this.#partitions = this.#drawn
  }

  onAccepted({ key, partition, origin }: Entry, moment: Moment): void {
    if (key < 0 || this.#ignoresKeys(origin) || this.#now.size > KEYS_MAX) return
    if (partition >= this.#drawn)
      this.#options.violations.add('key', `there is no partition ${partition}`, moment)
    if (this.#before.get(key) === partition) return
    const known = this.#now.get(key)
    if (known === undefined) {
      this.#now.set(key, partition)
    } else if (known !== partition && this.#hasChanged && !this.#before.has(key)) {
      // The first of its key has lingered since before the change.
      this.#before.set(key, known)
      this.#now.set(key, partition)
    } else if (known !== partition)
      this.#options.violations.add('key', `its key belongs to partition ${known}`, moment)
  }

  onEdited(): void {
    if (this.#drawn === this.#partitions) return
    this.#partitions = this.#drawn
    this.#hasChanged = true
    // An older one may have been replaced before anything of it came.
    this.#before = new Map([...this.#before, ...this.#now])
    this.#now = new Map()
  }

  get #drawn(): number {
    const { drawing, channelId } = this.#options
    return drawing.channelOf(channelId, 'kafkaTopic')?.partitions ?? 0
  }

  #ignoresKeys(origin: string): boolean {
    const producer = this.#options.drawing.producer(origin)
    if (producer === undefined) return true
    return producer?.kind === 'kafkaProducer' && producer.partitioner === 'roundRobin'
  }
}

/** Retries of an idempotent producer write a record once. */
export class IdempotenceRule implements LogRule {
  readonly #options: LogOptions

  constructor(options: LogOptions) {
    this.#options = options
  }

  onAccepted({ event, origin }: Entry, moment: Moment): void {
    const { book, drawing, channelId, violations } = this.#options
    // Whatever else brings it here, a dead letter most often, may do so again.
    if (drawing.publication(origin)?.publishes.channelId !== channelId) return
    const producer = drawing.producer(origin)
    const isIdempotent =
      producer === null ||
      (producer?.kind === 'kafkaProducer' && producer.enableIdempotence && producer.acks === 'all')
    if (isIdempotent && this.#isNoDeadLetterTopic && book.find(event, () => true))
      violations.add('idempotence', 'the log has it already', moment)
  }

  get #isNoDeadLetterTopic(): boolean {
    const { drawing, channelId } = this.#options
    return !Object.values(drawing.topology.subscriptions).some(
      (spec) => spec.kind === 'kafkaConsumer' && spec.deadLetterChannelId === channelId,
    )
  }
}

/** Versions of the streams of an event store are contiguous: a conflict tells where a stream was. */
export class VersionRule implements LogRule {
  readonly #options: LogOptions
  readonly #versions = new Map<number, number>()

  constructor(options: LogOptions) {
    this.#options = options
  }

  onAccepted({ key }: Entry): void {
    if (this.#versions.size < KEYS_MAX || this.#versions.has(key))
      this.#versions.set(key, (this.#versions.get(key) ?? -1) + 1)
  }

  onOther(moment: Moment): void {
    const { key, detail } = moment.row
    if (moment.kind !== 'conflicted' || this.#versions.size >= KEYS_MAX) return
    const version = this.#versions.get(key) ?? -1
    // -1, as the journal keeps it.
    if (detail !== version && detail !== 2 ** 32 - 1)
      this.#options.violations.add(
        'versions',
        `its stream was at ${version}, not ${detail}`,
        moment,
      )
  }
}
