// The words of the traffic equations. A stream is what arrives at one channel of one kind: event type,
// routing key, attributes. An event of one stream leads, on average, to so many of the next.

import { ownValue } from '../../lib/entries.ts'
import type { ElementName } from '../elements.ts'
import type { Output, Source } from '../services.ts'
import type { Topology } from '../topology.ts'
import type { Connections } from './connections.ts'
import { type Mixes, mixOf, sharesOf, withAttributes } from './mixes.ts'

export interface Stream {
  readonly channelId: string
  readonly eventTypeId: string
  readonly routingKey: string
  /** Null where they are not known: filter policies are then taken to let everything pass. */
  readonly mixes: Mixes | null
  /** RabbitMQ: the queues in which it has expired since somebody last took it. */
  readonly expiredIn: readonly string[]
}

/** What one event of a stream leads to. */
export type Consequence =
  | {
      readonly kind: 'stream'
      readonly stream: Stream
      readonly gain: number
      /** The service that handles the one and publishes the other; null between channels. */
      readonly viaServiceId: string | null
    }
  | {
      /** Events that pass a part of the drawing, or milliseconds for which they occupy its slots. */
      readonly kind: 'passes' | 'occupies' | 'occupiesBusiest'
      readonly name: ElementName
      readonly amount: number
    }

export interface Drawing {
  readonly topology: Topology
  readonly connections: Connections
}

/** The streams that a source or an output feeds, each with its share of the events. */
export function streamsFrom(
  { topology, connections }: Drawing,
  publishes: Source | Output,
  carried: Mixes | null,
): readonly (readonly [stream: Stream, share: number])[] {
  const { channelId, eventTypeId, routingKey, attributes = {} } = publishes
  const asked = connections.filteredAttributes
  const added = asked.size === 0 ? [] : Object.entries(attributes)
  const mixes = carried && withAttributes(carried, added, (name) => asked.has(name))
  const keys = mixOf<string>(
    routingKey ?? ownValue(topology.eventTypes, eventTypeId)?.name ?? eventTypeId,
  )
  return sharesOf(keys).map(([key, share]) => [
    { channelId, eventTypeId, routingKey: key, mixes, expiredIn: [] },
    share,
  ])
}
