// Names and ids of what a document holds.

import { assert } from '../lib/assert.ts'
import { ownValue } from '../lib/entries.ts'
import type { ChannelKind } from './channels.ts'
import { shortened } from './describe.ts'
import { freshId } from './ids.ts'
import type { Topology } from './topology.ts'

const LABEL_NAME_MAX = 60
const EVENT_PREFIX_MAX = 100

/** Services and channels share their ids. */
export function freshNodeId(
  { services, channels }: Topology,
  name: string,
  fallback: string,
): string {
  const isTaken = (id: string) => Object.hasOwn(services, id) || Object.hasOwn(channels, id)
  return freshId(name, { isTaken, fallback })
}

export function freshEventTypeId({ eventTypes }: Topology, name: string): string {
  return freshIdIn(eventTypes, name, 'event')
}

export function freshIdIn(map: object, name: string, fallback: string): string {
  return freshId(name, { isTaken: (id) => Object.hasOwn(map, id), fallback })
}

/** The name of a service or channel; its id where it is gone. */
export function nodeName({ services, channels }: Topology, id: string): string {
  return ownValue(services, id)?.name ?? ownValue(channels, id)?.name ?? id
}

/** Short enough that a label with two names keeps within its bounds. */
export function labelName(name: string): string {
  return shortened(name, LABEL_NAME_MAX)
}

/** "orders and 2 more" */
export function manyLabel(topology: Topology, ids: readonly string[]): string {
  const [first] = ids
  assert(first !== undefined, 'an edit of nodes has at least one')
  const name = labelName(nodeName(topology, first))
  return ids.length === 1 ? name : `${name} and ${ids.length - 1} more`
}

/** With their articles, as they stand in sentences. */
export const CHANNEL_NOUNS = {
  kafkaTopic: 'a Kafka topic',
  rabbitExchange: 'a RabbitMQ exchange',
  rabbitQueue: 'a RabbitMQ queue',
  snsTopic: 'an SNS topic',
  sqsQueue: 'an SQS queue',
  eventStore: 'an event store',
} satisfies { [Kind in ChannelKind]: string }

/** "OrderHistoryEvent": what a service publishes that nobody has named yet. */
export function genericEventName(serviceName: string): string {
  const words = serviceName.match(/[\p{L}\p{N}]+/gu) ?? []
  const joined = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
  return `${joined.slice(0, EVENT_PREFIX_MAX)}Event`
}

export function connectLabel(topology: Topology, fromId: string, toId: string): string {
  return `Connect ${labelName(nodeName(topology, fromId))} to ${labelName(nodeName(topology, toId))}`
}
