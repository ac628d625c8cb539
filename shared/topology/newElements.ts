// Elements as a person first gets them when drawing: each broker's defaults, and otherwise something
// that runs and can be seen.

import { EVENT_HUES, EVENT_SHAPES, type EventType } from '../schemas/eventType.ts'
import { type Channel, type ChannelKind, channelSchema } from './channels.ts'
import type { Retry } from './families/common.ts'
import type { Handler, Output, Service, Source } from './services.ts'
import type { Topology } from './topology.ts'

const SOURCE_RATE_PER_SECOND = 10

export function newService(name: string, role: Service['role']): Service {
  return { name, role, replicas: 1, concurrency: 1, sources: {}, handlers: {} }
}

const REQUIRED_SETTINGS = {
  kafkaTopic: { partitions: 3 },
  rabbitExchange: { type: 'topic' },
  rabbitQueue: {},
  snsTopic: {},
  sqsQueue: {},
  eventStore: {},
} satisfies { [Kind in ChannelKind]: object }

export function newChannel(kind: ChannelKind, name: string): Channel {
  return channelSchema.parse({ kind, name, ...REQUIRED_SETTINGS[kind] })
}

export const NO_RETRY: Retry = { attempts: 1, backoffMs: 100, multiplier: 2, backoffMaxMs: 10_000 }

export function newHandler(subscriptionId: string): Handler {
  return {
    subscriptionIds: [subscriptionId],
    serviceTime: { kind: 'logNormal', meanMs: 20, cv: 0.5 },
    failure: { probability: 0 },
    outputs: {},
  }
}

export function newSource(eventTypeId: string, channelId: string): Source {
  return {
    eventTypeId,
    channelId,
    arrivals: { kind: 'poisson', ratePerSecond: SOURCE_RATE_PER_SECOND },
    keys: { prefix: 'id-', size: 1000, distribution: { kind: 'uniform' } },
  }
}

export function newOutput(eventTypeId: string, channelId: string): Output {
  return { eventTypeId, channelId, probability: 1, count: 1, key: { kind: 'carry' }, delayMs: 0 }
}

/** Marked unlike every other event type, as long as there are marks left. */
export function newEventType(topology: Topology, name: string): EventType {
  const schema = {
    type: 'object',
    properties: { id: { type: 'string' } },
    required: ['id'],
  }
  return {
    name,
    keyPath: 'id',
    compatibility: 'backward',
    versions: [{ version: 1, schema }],
    ...freshMark(Object.values(topology.eventTypes)),
  }
}

type Mark = Pick<EventType, 'hue' | 'shape'>

function freshMark(eventTypes: readonly EventType[]): Mark {
  const used = new Set(eventTypes.map(({ hue, shape }) => `${hue} ${shape}`))
  const marks = EVENT_SHAPES.flatMap((_, turn) =>
    EVENT_SHAPES.map((_, index) => markAt(index, turn)),
  )
  const free = marks.find(({ hue, shape }) => !used.has(`${hue} ${shape}`))
  return free ?? markAt(eventTypes.length, 0)
}

/** Neighbours differ in hue and in shape. */
function markAt(index: number, turn: number): Mark {
  const shape = EVENT_SHAPES[(index + turn) % EVENT_SHAPES.length] ?? 'circle'
  return { hue: (index % EVENT_HUES) + 1, shape }
}
