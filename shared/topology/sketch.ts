// Small drawings for tests, in few words. What is not said is plain: 100 events a second of the type
// `placed`, handled in 1 ms without failure; names are ids.

import { EVENT_HUES, EVENT_SHAPES } from '../schemas/eventType.ts'
import { type Topology, topologySchema } from './topology.ts'

type Parts = Readonly<Record<string, object>>

interface Sketch {
  readonly services?: Parts
  readonly channels?: Parts
  readonly bindings?: Parts
  readonly subscriptions?: Parts
  /** Those that sources and outputs name are there anyway. */
  readonly eventTypes?: Parts
}

export function sketch(parts: Sketch): Topology {
  const { services = {}, channels = {}, subscriptions = {}, bindings = {} } = parts
  const eventTypes = Object.fromEntries(namedTypes(services).map((id) => [id, {}]))
  return topologySchema.parse({
    format: 'millrace/1',
    name: 'Sketch',
    eventTypes: filled({ ...eventTypes, ...parts.eventTypes }, plainEventType),
    services: filled(services, plainService),
    channels: filled(immediate(channels), (id) => ({ name: id })),
    bindings,
    subscriptions: filled(subscriptions, () => ({ retry: once })),
    layout: { nodes: {}, contexts: {}, notes: {} },
  })
}

/** Groups begin at once: in a small drawing nobody waits three seconds for more members. */
function immediate(channels: Parts): Parts {
  const topic = { groupInitialRebalanceDelayMs: 0 }
  return Object.fromEntries(
    Object.entries(channels).map(([id, channel]) => {
      const isTopic = 'kind' in channel && channel.kind === 'kafkaTopic'
      return [id, isTopic ? { ...topic, ...channel } : channel]
    }),
  )
}

const once = { attempts: 1, backoffMs: 0, multiplier: 1, backoffMaxMs: 0 }

/** A service with one source. */
export function shop(channelId: string, more: object = {}) {
  return { sources: { source: { ...publication(channelId), ...more } } }
}

/** A service with one handler that takes what the subscriptions bring. */
export function worker(subscriptionIds: readonly string[], more: object = {}) {
  return { handlers: { handler: handler(subscriptionIds, more) } }
}

export function handler(subscriptionIds: readonly string[], more: object = {}) {
  return {
    subscriptionIds,
    serviceTime: { kind: 'constant', valueMs: 1 },
    failure: { probability: 0 },
    outputs: {},
    ...more,
  }
}

export function output(channelId: string, more: object = {}) {
  const { arrivals: _, ...published } = publication(channelId)
  return { ...published, probability: 1, count: 1, key: { kind: 'carry' }, delayMs: 0, ...more }
}

export function kafka(channelId: string, serviceId: string, more: object = {}) {
  return { kind: 'kafkaConsumer', channelId, serviceId, groupId: serviceId, ...more }
}

export function rabbit(channelId: string, serviceId: string, more: object = {}) {
  return { kind: 'rabbitConsumer', channelId, serviceId, ...more }
}

export function sqs(channelId: string, serviceId: string, more: object = {}) {
  return { kind: 'sqsConsumer', channelId, serviceId, ...more }
}

export function lambda(channelId: string, serviceId: string, more: object = {}) {
  return { kind: 'lambdaConsumer', channelId, serviceId, ...more }
}

export function catchUp(channelId: string, serviceId: string, more: object = {}) {
  return { kind: 'catchUpConsumer', channelId, serviceId, ...more }
}

export function persistent(channelId: string, serviceId: string, more: object = {}) {
  return { kind: 'persistentConsumer', channelId, serviceId, groupName: serviceId, ...more }
}

export function bound(fromChannelId: string, toChannelId: string, routingKey: string) {
  return { kind: 'rabbitBinding', fromChannelId, toChannelId, routingKey }
}

export function notified(fromChannelId: string, toChannelId: string, filterPolicy?: object) {
  return {
    kind: 'snsSubscription',
    fromChannelId,
    toChannelId,
    ...(filterPolicy && { filterPolicy }),
  }
}

function publication(channelId: string) {
  const arrivals = { kind: 'constant', ratePerSecond: 100 }
  return { channelId, eventTypeId: 'placed', arrivals }
}

function plainService(id: string) {
  return { name: id, role: 'service', replicas: 1, concurrency: 1, sources: {}, handlers: {} }
}

/** Neighbours are marked unlike each other. */
function plainEventType(id: string, index: number) {
  const versions = [{ version: 1, schema: {} }]
  const hue = (index % EVENT_HUES) + 1
  const shape = EVENT_SHAPES[index % EVENT_SHAPES.length]
  return { name: id, compatibility: 'none', versions, hue, shape }
}

function filled(parts: Parts, plain: (id: string, index: number) => object) {
  return Object.fromEntries(
    Object.entries(parts).map(([id, part], index) => [id, { ...plain(id, index), ...part }]),
  )
}

/** The event types that sources and outputs name, wherever they stand. */
function namedTypes(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'eventTypeId' && typeof inner === 'string' ? [inner] : namedTypes(inner),
  )
}
