// What RabbitMQ refuses when it is declared, bound or consumed from, and what it takes without a word.

import { entriesById, ownValue } from '../../lib/entries.ts'
import {
  type ChannelOf,
  channelSchemas,
  filledSubscription,
  type SubscriptionOf,
} from '../channels.ts'
import { quoted } from '../describe.ts'
import { edgeIds } from '../edges.ts'
import { setField } from '../edits.ts'
import { settingsIn } from '../families/setting.ts'
import { CHANNEL_NOUNS } from '../naming.ts'
import { HASH_WORDS_MAX, hashWordsIn } from '../routing.ts'
import type { Topology } from '../topology.ts'
import type { Examined } from './examined.ts'
import type { LintProblem } from './problem.ts'
import { shownBinding, shownSubscription } from './shown.ts'
import { bindingWords, listed, named, plural, sentence, subscriptionWords } from './words.ts'

export function alternateKinds({ topology }: Examined): readonly LintProblem[] {
  return entriesById(topology.channels).flatMap(([id, channel]) => {
    if (channel.kind !== 'rabbitExchange' || channel.alternateExchangeId === undefined) return []
    const alternate = ownValue(topology.channels, channel.alternateExchangeId)
    if (!alternate || alternate.kind === 'rabbitExchange') return []
    return [
      {
        severity: 'error',
        code: 'alternate-kind',
        message: `${named(topology, id)} cannot send what it does not route to ${named(topology, channel.alternateExchangeId)}, which is ${CHANNEL_NOUNS[alternate.kind]}. An alternate exchange is a RabbitMQ exchange.`,
        elementIds: [edgeIds.alternate(id)],
        path: ['channels', id, 'alternateExchangeId'],
      } as const,
    ]
  })
}

/** From RabbitMQ 4 on; older releases take any number and may be slow with them. */
export function manyHashes({ topology }: Examined): readonly LintProblem[] {
  return entriesById(topology.bindings).flatMap(([id, binding]) => {
    if (binding.kind !== 'rabbitBinding') return []
    const from = ownValue(topology.channels, binding.fromChannelId)
    if (from?.kind !== 'rabbitExchange' || from.type !== 'topic') return []
    const hashes = hashWordsIn(binding.routingKey)
    if (hashes <= HASH_WORDS_MAX) return []
    return [
      {
        severity: 'error',
        code: 'many-hashes',
        message: `${sentence(bindingWords(topology, id))} has the binding key ${quoted(binding.routingKey)} with ${hashes} words that are #. RabbitMQ takes ${HASH_WORDS_MAX} at most.`,
        elementIds: shownBinding(topology, id),
        path: ['bindings', id, 'routingKey'],
      } as const,
    ]
  })
}

/** A stream refuses consumers without a prefetch, and those that do not acknowledge. */
export function streamConsumers({ topology }: Examined): readonly LintProblem[] {
  return streamReadersIn(topology).flatMap(([id, subscription]) => {
    const { prefetchCount, noAck } = filledSubscription(subscription)
    const words = sentence(subscriptionWords(topology, id))
    const refusal = (key: 'prefetchCount' | 'noAck', why: string, value: unknown, label: string) =>
      ({
        severity: 'error',
        code: `stream-${key === 'noAck' ? 'no-ack' : 'prefetch'}`,
        message: `${words} ${why}`,
        elementIds: shownSubscription(topology, id),
        path: ['subscriptions', id, key],
        fix: { label, edit: setField(['subscriptions', id, key], value, label) },
      }) as const
    return [
      ...(prefetchCount > 0
        ? []
        : [
            refusal(
              'prefetchCount',
              'has no prefetch_count. A stream refuses consumers without one.',
              PREFETCH_FOR_STREAMS,
              `Set prefetch_count to ${PREFETCH_FOR_STREAMS}`,
            ),
          ]),
      ...(noAck
        ? [
            refusal(
              'noAck',
              'does not acknowledge (no-ack). A stream refuses that: its credit comes by acknowledgements.',
              undefined,
              'Let it acknowledge',
            ),
          ]
        : []),
    ]
  })
}

const PREFETCH_FOR_STREAMS = 100

/** Unlike those of a queue, the consumers of a stream do not share its messages. */
export function streamCopies({ topology, connections }: Examined): readonly LintProblem[] {
  return streamReadersIn(topology).flatMap(([id, { channelId, serviceId }]) => {
    const slots =
      connections.consumersOf(channelId).find(({ subscriptionId }) => subscriptionId === id)
        ?.slots ?? 0
    if (slots < 2) return []
    return [
      {
        severity: 'warning',
        code: 'stream-copies',
        message: `${named(topology, serviceId)} has ${plural(slots, 'consumer')} of the stream ${named(topology, channelId)}, and each of them gets every message: it is handled ${slots} times. Give the service one replica with a concurrency of 1, or read from a queue to share the messages.`,
        elementIds: shownSubscription(topology, id),
        path: ['subscriptions', id],
      } as const,
    ]
  })
}

/** RabbitMQ refuses to declare a stream with arguments that are those of queues. */
export function streamSettings({ topology }: Examined): readonly LintProblem[] {
  return entriesById(topology.channels).flatMap(([id, channel]) => {
    if (channel.kind !== 'rabbitQueue' || channel.queueType !== 'stream') return []
    const foreign = foreignTo(channel)
    const [first] = foreign
    if (!first) return []
    const label = `Remove ${first.name}`
    const path = ['channels', id, first.key]
    return [
      {
        severity: 'warning',
        code: 'stream-settings',
        message: `${named(topology, id)} is a stream with ${listed(foreign.map(({ name }) => name))}: RabbitMQ refuses to declare it so, and here that has no effect.`,
        elementIds: [id],
        path,
        fix: { label, edit: setField(path, undefined, label) },
      } as const,
    ]
  })
}

const OF_STREAMS: ReadonlySet<string> = new Set([
  'queueType',
  'maxLengthBytes',
  'maxAgeMs',
  'maxSegmentSizeBytes',
  'quorumInitialGroupSize',
])

function foreignTo(stream: ChannelOf<'rabbitQueue'>) {
  const settings = settingsIn(channelSchemas.rabbitQueue).filter(({ key }) => !OF_STREAMS.has(key))
  const named = settings.filter(({ key }) => Object.entries(stream).some(([own]) => own === key))
  return stream.deadLetterExchangeId === undefined
    ? named
    : [...named, { key: 'deadLetterExchangeId', name: 'x-dead-letter-exchange' }]
}

function streamReadersIn(
  topology: Topology,
): readonly (readonly [id: string, subscription: SubscriptionOf<'rabbitConsumer'>])[] {
  return entriesById(topology.subscriptions).flatMap(([id, subscription]) => {
    if (subscription.kind !== 'rabbitConsumer') return []
    const channel = ownValue(topology.channels, subscription.channelId)
    const isStream = channel?.kind === 'rabbitQueue' && channel.queueType === 'stream'
    return isStream ? [[id, subscription] as const] : []
  })
}
