// Follows the events from the sources through the drawing, and writes down the traffic equations.

import { entriesById, ownValue } from '../../lib/entries.ts'
import type { Arrivals } from '../arrivals.ts'
import { type ElementName, elementNames } from '../elements.ts'
import type { Topology } from '../topology.ts'
import { meanBatchSize } from './arrivalRates.ts'
import { connectionsOf } from './connections.ts'
import { consequencesOf } from './consequences.ts'
import { mixesKey, NO_ATTRIBUTES } from './mixes.ts'
import { type Consequence, type Drawing, type Stream, streamsFrom } from './stream.ts'

export type Effect = Exclude<Consequence, { kind: 'stream' }>

/** An event of one stream leads to `gain` events of the stream at `to`. */
export interface Link {
  readonly to: number
  readonly gain: number
  readonly viaServiceId: string | null
}

export interface Vertex {
  readonly stream: Stream
  /** Per second, from sources. */
  readonly inflow: number
  readonly links: readonly Link[]
  readonly effects: readonly Effect[]
}

export interface Traffic {
  readonly vertices: readonly Vertex[]
  /** Per second, what the sources publish. */
  readonly published: ReadonlyMap<ElementName, number>
  /** True where a bound was hit: what came after was guessed or left out. */
  readonly assumed: boolean
}

/** From so many streams on, attributes are no longer told apart. */
const STREAMS_DETAILED_MAX = 5000
/** A drawing made by hand has some hundreds. */
const STREAMS_MAX = 20_000
const LINKS_MAX = 200_000

export function trafficOf(topology: Topology, rateOf: (arrivals: Arrivals) => number): Traffic {
  const drawing = { topology, connections: connectionsOf(topology) }
  const table = new StreamTable(topology)
  const published = new Map<ElementName, number>()
  const inflows = new Map<number, number>()
  for (const [serviceId, { sources }] of entriesById(topology.services))
    for (const [sourceId, source] of entriesById(sources)) {
      const rate = rateOf(source.arrivals) * meanBatchSize(source.batch)
      increase(published, elementNames.source(serviceId, sourceId), rate)
      increase(published, elementNames.eventType(source.eventTypeId), rate)
      for (const [stream, share] of streamsFrom(drawing, source, NO_ATTRIBUTES)) {
        const index = table.indexOf(stream)
        if (index !== null) increase(inflows, index, rate * share)
      }
    }
  const followed = followedFrom(drawing, table)
  const vertices = followed.map((vertex, index) => ({
    ...vertex,
    inflow: inflows.get(index) ?? 0,
  }))
  return { vertices, published, assumed: table.assumed }
}

export function increase<Key>(sums: Map<Key, number>, key: Key, amount: number): void {
  sums.set(key, (sums.get(key) ?? 0) + amount)
}

function followedFrom(drawing: Drawing, table: StreamTable): readonly Omit<Vertex, 'inflow'>[] {
  const followed: Omit<Vertex, 'inflow'>[] = []
  // What follows may be streams that are new: the list grows while it is walked through.
  for (const stream of table.streams) {
    const consequences = consequencesOf(drawing, stream)
    const links = consequences.flatMap((consequence) => table.linkFor(consequence) ?? [])
    const effects = consequences.filter(isEffect)
    followed.push({ stream, links, effects })
  }
  return followed
}

function isEffect(consequence: Consequence): consequence is Effect {
  return consequence.kind !== 'stream' && consequence.amount > 0
}

/** Streams found so far, each once. */
class StreamTable {
  readonly streams: Stream[] = []
  readonly #topology: Topology
  readonly #indices = new Map<string, number>()
  #links = 0
  #assumed = false

  constructor(topology: Topology) {
    this.#topology = topology
  }

  get assumed(): boolean {
    return this.#assumed
  }

  /** Null where the channel is missing, or where there are too many. */
  indexOf(stream: Stream): number | null {
    if (!ownValue(this.#topology.channels, stream.channelId)) return null
    const told = this.streams.length < STREAMS_DETAILED_MAX ? stream : { ...stream, mixes: null }
    const key = streamKey(told)
    const known = this.#indices.get(key)
    if (known !== undefined) return known
    if (told !== stream || this.streams.length >= STREAMS_MAX) this.#assumed = true
    if (this.streams.length >= STREAMS_MAX) return null
    this.#indices.set(key, this.streams.length)
    return this.streams.push(told) - 1
  }

  linkFor(consequence: Consequence): Link | null {
    if (consequence.kind !== 'stream' || !(consequence.gain > 0)) return null
    const to = this.indexOf(consequence.stream)
    if (to === null) return null
    this.#links += 1
    if (this.#links > LINKS_MAX) this.#assumed = true
    const { gain, viaServiceId } = consequence
    return this.#links > LINKS_MAX ? null : { to, gain, viaServiceId }
  }
}

function streamKey(stream: Stream): string {
  const { channelId, eventTypeId, routingKey, mixes, expiredIn } = stream
  return JSON.stringify([channelId, eventTypeId, routingKey, mixes && mixesKey(mixes), expiredIn])
}
