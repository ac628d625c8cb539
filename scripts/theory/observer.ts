// Reads a run's journal as it is written, and keeps of each message what theory speaks of. The beginning
// is left out by message: what is published before the run has settled is not measured.

import { JOURNAL_KINDS, type JournalRow } from '#shared/lib/journal.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { Station } from './station.ts'
import type { Counted, Measure, TheoryCase } from './theoryCase.ts'
import { quantileOf, Window } from './window.ts'

/** An event's number in one: as many as a run has. */
const NUMBERS = 2 ** 32

/** What an element is to the suite. */
interface Role {
  readonly name: string
  /** Whether its records are counted. */
  readonly isWatched: boolean
  readonly countsPublished: boolean
  /** Those that read the channel, or the one that is the subscription. */
  readonly stations: readonly Station[]
  readonly isChannel: boolean
}

export interface RunLength {
  readonly warmUp: number
  readonly messages: number
}

export class Observer {
  readonly #case: TheoryCase
  readonly #measuresResponses: boolean
  readonly #window: Window
  readonly #stations = new Map<string, Station>()
  readonly #roles: Role[] = []
  /** By kind and element. */
  readonly #counts = new Map<string, number>()
  readonly #roots = new Map<number, { readonly at: number; left: number }>()
  readonly #responses: number[] = []

  constructor(theoryCase: TheoryCase, length: RunLength) {
    this.#case = theoryCase
    this.#measuresResponses = theoryCase.metrics.some(({ measure }) =>
      measure.kind.startsWith('response'),
    )
    this.#window = new Window(length)
    for (const { measure } of theoryCase.metrics) {
      if ('at' in measure) this.#stationOf(measure)
      if (measure.kind === 'ratio') this.#watch(measure.of, measure.per)
      if (measure.kind === 'rate') this.#watch(measure.of)
    }
  }

  /** All that is measured is over. */
  get isDone(): boolean {
    if (!this.#window.isOver || this.#roots.size > 0) return false
    for (const station of this.#stations.values()) if (station.open > 0) return false
    return true
  }

  take(row: JournalRow, nameOf: (element: number) => string): void {
    const kind = JOURNAL_KINDS[row.kind]
    if (kind === undefined) return
    const role = this.#roles[row.element] ?? this.#newRole(row.element, nameOf(row.element))
    if (role.isWatched && this.#window.isOpen) this.#count(`${kind} ${role.name}`)
    if (kind === 'published' && role.countsPublished) this.#publish(row)
    const event = row.origin * NUMBERS + row.n
    for (const station of role.stations)
      if (station.from !== undefined && nameOf(row.origin) !== station.from) continue
      else if (role.isChannel) station.takeOfChannel(kind, event, row.atNs)
      else station.takeOfSubscription(kind, event, row.atNs)
    if (kind === 'acknowledged' && this.#roots.size > 0) this.#complete(row)
  }

  valueOf(measure: Measure): number {
    switch (measure.kind) {
      case 'mean':
        return meanOf(this.#stationOf(measure).samples(measure.of))
      case 'quantile':
        return quantileOf(this.#stationOf(measure).samples(measure.of), measure.share)
      case 'within':
        return shareWithin(this.#stationOf(measure).samples(measure.of), measure.limitNs)
      case 'response':
        return meanOf(this.#responses)
      case 'responseQuantile':
        return quantileOf(this.#responses, measure.share)
      case 'inSystem':
        return this.#stationOf(measure).insideArea / this.#window.length
      case 'busy':
        return this.#stationOf(measure).busyArea / this.#window.length
      case 'ratio':
        return this.#countOf(measure.of) / this.#countOf(measure.per)
      case 'rate':
        return (this.#countOf(measure.of) / this.#window.length) * 1e9
    }
  }

  #publish({ atNs, origin, n, rootOrigin, rootN }: JournalRow): void {
    this.#window.publish(atNs)
    const isRoot = origin === rootOrigin && n === rootN
    if (!isRoot || !this.#measuresResponses || !this.#window.isOpen) return
    this.#roots.set(origin * NUMBERS + n, { at: atNs, left: this.#case.parts ?? 1 })
  }

  #complete({ rootOrigin, rootN, atNs }: JournalRow): void {
    const number = rootOrigin * NUMBERS + rootN
    const root = this.#roots.get(number)
    if (!root) return
    root.left -= 1
    if (root.left > 0) return
    this.#responses.push(atNs - root.at)
    this.#roots.delete(number)
  }

  #newRole(element: number, name: string): Role {
    const [section, id = ''] = name.split('/')
    const all = [...this.#stations.values()]
    const role = {
      name,
      isWatched: [...this.#counts.keys()].some((record) => record.endsWith(` ${name}`)),
      countsPublished: name.includes('/sources/'),
      isChannel: section === 'channels',
      stations: all.filter((station) =>
        section === 'channels' ? station.channelId === id : name === `subscriptions/${station.id}`,
      ),
    }
    this.#roles[element] = role
    return role
  }

  #stationOf({ at, from }: { readonly at: string; readonly from?: string }): Station {
    const name = from === undefined ? at : `${at} from ${from}`
    const known = this.#stations.get(name)
    if (known) return known
    const channelId = channelOf(this.#case.topology, at)
    const station = new Station({ id: at, channelId, from }, this.#window)
    this.#stations.set(name, station)
    return station
  }

  #watch(...all: readonly Counted[]): void {
    for (const { kind, element } of all) this.#counts.set(`${kind} ${element}`, 0)
  }

  #count(record: string): void {
    const count = this.#counts.get(record)
    if (count !== undefined) this.#counts.set(record, count + 1)
  }

  #countOf({ kind, element }: Counted): number {
    return this.#counts.get(`${kind} ${element}`) ?? Number.NaN
  }
}

function channelOf({ subscriptions }: Topology, id: string): string {
  const subscription = subscriptions[id]
  if (!subscription) throw new Error(`The drawing has no subscription '${id}'.`)
  return subscription.channelId
}

function meanOf(values: readonly number[]): number {
  let sum = 0
  for (const value of values) sum += value
  return sum / values.length
}

function shareWithin(values: readonly number[], limit: number): number {
  let within = 0
  for (const value of values) if (value <= limit) within += 1
  return within / values.length
}
