// Messages that a broker would take and drop without a word.

import { entriesById, ownValue } from '../../lib/entries.ts'
import { routesOf } from '../analysis/routes.ts'
import type { Binding, ChannelOf } from '../channels.ts'
import { quoted } from '../describe.ts'
import { edgeIds } from '../edges.ts'
import { publicationsOf, routingKeysOf } from '../publications.ts'
import type { Topology } from '../topology.ts'
import type { Examined } from './examined.ts'
import type { LintProblem } from './problem.ts'
import { bindingWords, listed, named, publicationWords, sentence } from './words.ts'

/** An exchange or an SNS topic keeps nothing: what it has nobody to pass on to is gone. */
export function unboundChannels({
  topology,
  connections,
  reached,
}: Examined): readonly LintProblem[] {
  return entriesById(topology.channels).flatMap(([id, channel]) => {
    const { kind } = channel
    if (kind !== 'rabbitExchange' && kind !== 'snsTopic') return []
    if (kind === 'rabbitExchange' && channel.alternateExchangeId !== undefined) return []
    if (connections.bindingsFrom(id).length > 0 || !reached.has(id)) return []
    const way = kind === 'snsTopic' ? 'Subscribe an SQS queue to it.' : 'Bind a queue to it.'
    const has = kind === 'snsTopic' ? 'has no subscription' : 'has no binding'
    return [
      {
        severity: 'warning',
        code: 'unbound-channel',
        message: `${named(topology, id)} ${has}: every message that comes to it is dropped. ${way}`,
        elementIds: [id],
        path: ['channels', id],
      } as const,
    ]
  })
}

export function unroutableKeys(examined: Examined): readonly LintProblem[] {
  const { topology, connections } = examined
  return publicationsOf(topology).flatMap((publication) => {
    const { publishes, path, serviceId } = publication
    const { channelId } = publishes
    const exchange = ownValue(topology.channels, channelId)
    if (exchange?.kind !== 'rabbitExchange') return []
    if (connections.bindingsFrom(channelId).length === 0 && !exchange.alternateExchangeId) return []
    const lost = routingKeysOf(topology, publishes).filter(
      (routingKey) =>
        routesOf({ topology, connections }, channelId, { routingKey, headers: null }).queueIds
          .length === 0,
    )
    if (lost.length === 0) return []
    const { producer } = publishes
    const isMandatory = producer?.kind === 'rabbitPublisher' && producer.mandatory === true
    return [
      {
        severity: 'warning',
        code: 'unroutable-key',
        message: `${sentence(publicationWords(topology, publication))} publishes with the routing key ${listed(lost.map(quoted))}, which no binding of ${named(topology, channelId)} takes: such messages are ${isMandatory ? 'returned' : 'dropped'}. ${keyAdvice(exchange)}`,
        elementIds: [edgeIds.publish(serviceId, channelId)],
        path: [...path, 'routingKey'],
      } as const,
    ]
  })
}

function keyAdvice({ type }: ChannelOf<'rabbitExchange'>): string {
  if (type === 'headers') return 'Bind a queue with arguments that it has as attributes.'
  if (type === 'topic') return 'Bind a queue with a pattern that takes it, such as #.'
  return type === 'direct' ? 'Bind a queue with that key.' : 'Bind a queue to it.'
}

/** A binding by which nothing ever goes, although messages come to its channel. */
export function idleBindings({ topology, reached, edges, load }: Examined): readonly LintProblem[] {
  return edges.flatMap(({ id, kind, fromId, eventTypeIds, elements }) => {
    if (kind !== 'binding' || !reached.has(fromId)) return []
    const [name = ''] = elements
    const bindingId = name.slice(name.indexOf('/') + 1)
    const binding = ownValue(topology.bindings, bindingId)
    const arriving = load.channels[fromId]?.publishedPerSecond ?? 0
    const passesNothing =
      binding !== undefined &&
      readsAttributes(topology, binding) &&
      arriving > 0 &&
      !((load.elements[name] ?? 0) > 0)
    if (!binding || (eventTypeIds.length > 0 && !passesNothing)) return []
    const why = passesNothing
      ? `no event that comes to ${named(topology, fromId)} has attributes that ${binding.kind === 'snsSubscription' ? 'its filter policy accepts' : 'it takes'}`
      : `no message that comes to ${named(topology, fromId)} has a routing key that it takes`
    return [
      {
        severity: 'warning',
        code: 'idle-binding',
        message: `Nothing goes by ${bindingWords(topology, bindingId)}: ${why}.`,
        elementIds: [id],
        path: ['bindings', bindingId],
      } as const,
    ]
  })
}

function readsAttributes({ channels }: Topology, binding: Binding): boolean {
  if (binding.kind === 'snsSubscription') return binding.filterPolicy !== undefined
  const from = ownValue(channels, binding.fromChannelId)
  return from?.kind === 'rabbitExchange' && from.type === 'headers'
}

/** Outputs of one group are picked by one draw between 0 and 1. */
export function exclusiveGroups({ topology }: Examined): readonly LintProblem[] {
  return entriesById(topology.services).flatMap(([serviceId, { handlers }]) =>
    entriesById(handlers).flatMap(([handlerId, { outputs }]) => {
      const sums = new Map<string, number>()
      for (const { exclusiveGroup, probability } of Object.values(outputs))
        if (exclusiveGroup !== undefined)
          sums.set(exclusiveGroup, (sums.get(exclusiveGroup) ?? 0) + probability)
      const tooMuch = [...sums].filter(([, sum]) => sum > 1 + ROUNDING)
      return tooMuch.map(([group, sum]): LintProblem => {
        const percent = Number((sum * 100).toPrecision(6))
        return {
          severity: 'error',
          code: 'group-probability',
          message: `The outputs of the group ${quoted(group)} of the handler ${quoted(handlerId)} of ${named(topology, serviceId)} have probabilities of ${percent} % together. They exclude each other, so they add up to 100 % at most.`,
          elementIds: [serviceId],
          path: ['services', serviceId, 'handlers', handlerId, 'outputs'],
        }
      })
    }),
  )
}

/** 0.2 + 0.4 + 0.3 + 0.1 is a little more than 1. */
const ROUNDING = 1e-9
