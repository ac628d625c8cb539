// What becomes of the records of one log: a Kafka topic, a stream of RabbitMQ, an event store. Here is
// what holds for every log: what ends was there, and ends once; its readers have rules of their own.

import type { Moment, Violations } from '../violations.ts'
import { type Entry, Partition } from './partition.ts'

/** A rule that listens to what becomes of the records of one log. */
export interface LogRule {
  onAccepted?(entry: Entry, moment: Moment): void
  /** A record of the log itself that changes nothing in it. */
  onOther?(moment: Moment): void
  onEdited?(): void
}

export interface LogReader {
  takeFrom(moment: Moment, subscription: string): void
  onLost?(entry: Entry): void
  /** Services may have gone and come, or an operator has done something. */
  onIntervention?(): void
  onSeek?(subscription: string): void
  onEdited?(): void
  /** All records of the edit are in. */
  onEditSettled?(): void
}

const ENDED_MAX = 500_000

export class LogBook {
  readonly kind = 'log'
  readonly element: string
  readonly rules: LogRule[] = []
  /** By name. */
  readonly readers = new Map<string, LogReader>()
  readonly #isTopic: boolean
  readonly #violations: Violations
  readonly #partitions: Partition[] = []
  /** Those that are there. */
  readonly #byEvent = new Map<number, Entry[]>()
  readonly #ended = new Set<number>()
  #retained = 0

  constructor(element: string, options: { isTopic: boolean; violations: Violations }) {
    this.element = element
    this.#isTopic = options.isTopic
    this.#violations = options.violations
  }

  get retained(): number {
    return this.#retained
  }

  partition(number: number): Partition {
    const known = this.#partitions[number]
    if (known) return known
    const partition = new Partition(number)
    this.#partitions[number] = partition
    return partition
  }

  /** In the log; the first that fits. */
  find(event: number, fits: (entry: Entry) => boolean): Entry | null {
    return this.#byEvent.get(event)?.find(fits) ?? null
  }

  edited(): void {
    for (const rule of this.rules) rule.onEdited?.()
    for (const reader of this.readers.values()) reader.onEdited?.()
  }

  /** A reader that the edit removed begins with nothing should it come again. */
  settleEdit(isStillRead: (reader: string) => boolean): void {
    for (const [name, reader] of this.readers) {
      if (isStillRead(name)) reader.onEditSettled?.()
      else this.readers.delete(name)
    }
  }

  intervene(): void {
    for (const reader of this.readers.values()) reader.onIntervention?.()
  }

  /** It was here once, as far as that is remembered. */
  hadOnce(event: number): boolean {
    return this.#ended.has(event) || this.#ended.size >= ENDED_MAX
  }

  take(moment: Moment): void {
    const { kind, row } = moment
    switch (kind) {
      case 'accepted':
        this.#accept(moment)
        break
      case 'expired':
      case 'removed':
        this.#end(moment, () => true)
        break
      case 'compacted':
        this.#end(moment, ({ partition }) => partition === row.detail)
        break
      case 'lost':
        this.#lose(moment)
        break
      case 'aborted':
      case 'committed':
        this.#mark(moment)
        break
      default:
        for (const rule of this.rules) rule.onOther?.(moment)
    }
  }

  #accept(moment: Moment): void {
    const { event, row, nameOf } = moment
    const partition = this.partition(this.#isTopic ? row.detail : 0)
    const entry = partition.append({ event, key: row.key, origin: nameOf(row.origin) })
    const others = this.#byEvent.get(event)
    for (const rule of this.rules) rule.onAccepted?.(entry, moment)
    if (others) others.push(entry)
    else this.#byEvent.set(event, [entry])
    this.#retained += 1
  }

  #lose(moment: Moment): void {
    const isMeant = ({ partition }: Entry) => !this.#isTopic || partition === moment.row.detail
    const entry = this.#end(moment, isMeant)
    if (!entry) return
    this.partition(entry.partition).cutAt(entry.ordinal)
    for (const reader of this.readers.values()) reader.onLost?.(entry)
  }

  #mark(moment: Moment): void {
    const partition = this.partition(moment.row.detail)
    partition.hasMarkers = true
    const entry = this.find(moment.event, (each) => each.partition === partition.number)
    if (!entry || moment.kind !== 'aborted') return
    entry.isAborted = true
  }

  #end(moment: Moment, isMeant: (entry: Entry) => boolean): Entry | null {
    const entries = this.#byEvent.get(moment.event) ?? []
    const entry = entries.find(isMeant)
    if (!entry) {
      this.#violations.add('endings', `${this.element} does not have it`, moment)
      return null
    }
    entry.isGone = true
    const left = entries.filter((each) => each !== entry)
    if (left.length > 0) this.#byEvent.set(moment.event, left)
    else this.#byEvent.delete(moment.event)
    if (this.#ended.size < ENDED_MAX) this.#ended.add(moment.event)
    this.#retained -= 1
    this.partition(entry.partition).trim()
    return entry
  }
}
