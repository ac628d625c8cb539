// What is put in besides the node itself, so that events go on as they went before.

import { assert } from '../lib/assert.ts'
import { entriesById, ownValue } from '../lib/entries.ts'
import type { Change } from './change.ts'
import type { ChannelKind } from './channels.ts'
import { bindExchange, bindTopic } from './connectChannels.ts'
import { publish } from './connectPublish.ts'
import { subscribe } from './connectSubscription.ts'
import { settling } from './contextMembers.ts'
import type { TopologyEdge } from './edges.ts'
import { addChannel, addService } from './edits.ts'
import { NAME_LENGTH_MAX } from './fields.ts'
import { flowsOf } from './flows.ts'
import { freePlaceBetween } from './freePlace.ts'
import { CHANNEL_NOUNS, freshIdIn } from './naming.ts'
import { newChannel, newOutput } from './newElements.ts'
import { channelSize, serviceSize } from './nodeSizes.ts'
import { publicationsOf } from './publications.ts'
import { isReadable } from './reconnectReader.ts'
import type { Output, Service } from './services.ts'
import type { Steps } from './spliceSteps.ts'
import type { Topology } from './topology.ts'

/** Keys that one exchange is bound with at once, at the most. */
const KEYS_MAX = 100
/** Handlers that a relay gets, at the most: one for each event type. */
const TYPES_MAX = 50

/** A channel passes on everything that comes to it. */
export function feed(steps: Steps, fromId: string, toId: string): void {
  const channel = ownValue(steps.topology.channels, fromId)
  if (channel?.kind === 'snsTopic') steps.take(bindTopic(steps.topology, fromId, toId).edit)
  if (channel?.kind !== 'rabbitExchange') return
  const flows = flowsOf(steps.topology).get(fromId) ?? []
  const keys = channel.type === 'direct' ? new Set(flows.map(({ routingKey }) => routingKey)) : []
  // A direct exchange takes each key by a binding of its own.
  const bindings = Math.max(1, Math.min(KEYS_MAX, [...keys].length))
  for (let bound = 0; bound < bindings; bound += 1)
    steps.take(bindExchange(steps.topology, { id: fromId, channel }, toId).edit)
}

/** By what kind of channel services of that broker talk to each other. */
const STATIONS = {
  kafkaTopic: 'kafkaTopic',
  rabbitExchange: 'rabbitQueue',
  rabbitQueue: 'rabbitQueue',
  snsTopic: 'sqsQueue',
  sqsQueue: 'sqsQueue',
  eventStore: 'rabbitQueue',
} as const satisfies { [Kind in ChannelKind]: ChannelKind }

interface Between {
  /** The channel whose broker it is. */
  readonly besideId: string
  readonly fromId: string
  readonly toId: string
}

/** A new channel half way between two nodes. */
export function addStation(
  steps: Steps,
  { besideId, fromId, toId }: Between,
): { readonly id: string; readonly noun: string } {
  const { topology } = steps
  const kind = STATIONS[ownValue(topology.channels, besideId)?.kind ?? 'rabbitQueue']
  const name = `${fromId}-${toId}`.slice(0, NAME_LENGTH_MAX)
  const size = channelSize(newChannel(kind, name), { rows: 0, holdsDeadLetters: false })
  const position = freePlaceBetween(topology, [fromId, toId], size)
  const { edit, id } = addChannel(topology, { kind, name, position })
  steps.take(edit)
  steps.take({ changes: settling(steps.topology, id, { ...position, ...size }) })
  return { id, noun: CHANNEL_NOUNS[kind] }
}

interface Relaying {
  readonly fromId: string
  readonly toId: string
  /** The edge whose events are passed on. */
  readonly edge: TopologyEdge
}

/** A new service that reads from one channel and publishes to another. */
export function addRelay(steps: Steps, { fromId, toId, edge }: Relaying): void {
  const { topology } = steps
  const name = `${fromId}-${toId}-relay`.slice(0, NAME_LENGTH_MAX)
  const size = serviceSize({ role: 'service' })
  const position = freePlaceBetween(topology, [fromId, toId], size)
  const { edit, id: serviceId } = addService(topology, { name, role: 'service', position })
  steps.take(edit)
  steps.take({ changes: settling(steps.topology, serviceId, { ...position, ...size }) })
  relay(steps, { serviceId, fromId, toId, edge })
}

/** Lets a service read from one channel and publish to another, each event type as it came. */
export function relay(steps: Steps, relaying: Relaying & { readonly serviceId: string }): void {
  const { serviceId, fromId, toId, edge } = relaying
  const isNew = Object.keys(serviceIn(steps.topology, serviceId).handlers).length === 0
  const channel = ownValue(steps.topology.channels, fromId)
  assert(channel && isReadable(channel), 'a relay reads from what can be read')
  const kept = steps.topology
  const reader = { id: serviceId, service: serviceIn(kept, serviceId) }
  steps.take(subscribe(kept, { id: fromId, channel }, reader).edit)
  const outputs = outputsFor(kept, edge, toId)
  if (outputs.length === 0) {
    const service = serviceIn(steps.topology, serviceId)
    steps.take(publish(steps.topology, { id: serviceId, service }, toId))
    return
  }
  const changes = isNew
    ? oneHandlerEach(steps.topology, serviceId, outputs)
    : oneOutputEach(steps.topology, serviceId, outputs[0])
  steps.take({ changes })
}

function serviceIn(topology: Topology, serviceId: string): Service {
  const service = ownValue(topology.services, serviceId)
  assert(service, 'a relay is a service of the drawing')
  return service
}

/** What the edge carried, under the routing keys that it had. */
function outputsFor(topology: Topology, edge: TopologyEdge, channelId: string): readonly Output[] {
  const behind = new Set(edge.elements)
  const published = publicationsOf(topology).filter(({ element }) => behind.has(element))
  return edge.eventTypeIds.slice(0, TYPES_MAX).map((eventTypeId) => {
    const key = published.find(({ publishes }) => publishes.eventTypeId === eventTypeId)?.publishes
      .routingKey
    const output = newOutput(eventTypeId, channelId)
    return key === undefined ? output : { ...output, routingKey: key }
  })
}

/** The handler that was just made takes the first type; it has a likeness for every other. */
function oneHandlerEach(
  topology: Topology,
  serviceId: string,
  outputs: readonly Output[],
): Change[] {
  const { handlers } = serviceIn(topology, serviceId)
  const [first] = entriesById(handlers)
  if (!first) return []
  const [firstId, pattern] = first
  const taken: Record<string, unknown> = { ...handlers }
  return outputs.map((output, index) => {
    const id = index === 0 ? firstId : freshIdIn(taken, output.eventTypeId, 'handler')
    taken[id] = pattern
    const only = outputs.length > 1 ? { eventTypeIds: [output.eventTypeId] } : {}
    const value = { ...pattern, ...only, outputs: { [output.channelId]: output } }
    return { path: ['services', serviceId, 'handlers', id], value }
  })
}

/** A service with handlers of its own publishes from those that are at work. */
function oneOutputEach(
  topology: Topology,
  serviceId: string,
  output: Output | undefined,
): Change[] {
  if (!output) return []
  return entriesById(serviceIn(topology, serviceId).handlers)
    .filter(([, { subscriptionIds }]) => subscriptionIds.length > 0)
    .map(([handlerId, { outputs }]) => {
      const outputId = freshIdIn(outputs, output.channelId, 'output')
      const path = ['services', serviceId, 'handlers', handlerId, 'outputs', outputId]
      return { path, value: output }
    })
}
