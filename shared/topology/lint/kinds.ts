// Connections between kinds of channels that do not go together.

import { unreachable } from '../../lib/assert.ts'
import { entriesById, ownValue } from '../../lib/entries.ts'
import {
  type Binding,
  type Channel,
  type ChannelKind,
  type ProducerKind,
  producerKindFor,
  type SubscriptionKind,
} from '../channels.ts'
import { edgeIds } from '../edges.ts'
import { CHANNEL_NOUNS } from '../naming.ts'
import { publicationsOf } from '../publications.ts'
import type { Topology } from '../topology.ts'
import type { Examined } from './examined.ts'
import type { LintProblem } from './problem.ts'
import { shownBinding, shownSubscription } from './shown.ts'
import { bindingWords, named, publicationWords, sentence, subscriptionWords } from './words.ts'

const READ_BY = {
  kafkaConsumer: { channel: 'kafkaTopic', noun: 'a Kafka consumer' },
  rabbitConsumer: { channel: 'rabbitQueue', noun: 'a RabbitMQ consumer' },
  sqsConsumer: { channel: 'sqsQueue', noun: 'an SQS consumer' },
  lambdaConsumer: { channel: 'sqsQueue', noun: 'a Lambda event source mapping' },
  catchUpConsumer: { channel: 'eventStore', noun: 'a catch-up subscription' },
  persistentConsumer: { channel: 'eventStore', noun: 'a persistent subscription' },
} as const satisfies { [Kind in SubscriptionKind]: { channel: ChannelKind; noun: string } }

export function subscriptionKinds({ topology }: Examined): readonly LintProblem[] {
  return entriesById(topology.subscriptions).flatMap(([id, { kind, channelId }]) => {
    const channel = ownValue(topology.channels, channelId)
    const { channel: wanted, noun } = READ_BY[kind]
    if (!channel || channel.kind === wanted) return []
    const words = sentence(subscriptionWords(topology, id))
    const is = `${words} is that of ${noun}, but ${named(topology, channelId)} is ${CHANNEL_NOUNS[channel.kind]}.`
    return [
      {
        severity: 'error',
        code: 'subscription-kind',
        message: `${is} ${howToRead(channel)}`,
        elementIds: shownSubscription(topology, id),
        path: ['subscriptions', id, 'kind'],
      },
    ]
  })
}

function howToRead({ kind }: Channel): string {
  switch (kind) {
    case 'kafkaTopic':
      return 'Subscribe as a Kafka consumer.'
    case 'rabbitQueue':
      return 'Subscribe as a RabbitMQ consumer.'
    case 'sqsQueue':
      return 'Subscribe as an SQS consumer or as a Lambda function.'
    case 'eventStore':
      return 'Use a catch-up or a persistent subscription.'
    case 'rabbitExchange':
      return 'Bind a queue to the exchange and subscribe to that.'
    case 'snsTopic':
      return 'Subscribe an SQS queue to the topic, and to that queue.'
    default:
      return unreachable(kind)
  }
}

const PRODUCER_NOUNS = {
  kafkaProducer: 'a Kafka producer',
  rabbitPublisher: 'a RabbitMQ publisher',
  awsSender: 'an SNS or SQS sender',
  eventStoreAppender: 'an event store appender',
} as const satisfies { [Kind in ProducerKind]: string }

/** A publisher speaks to the broker that its channel is of. */
export function producerKinds({ topology }: Examined): readonly LintProblem[] {
  return publicationsOf(topology).flatMap((publication) => {
    const { producer, channelId } = publication.publishes
    if (!producer) return []
    const noun = PRODUCER_NOUNS[producer.kind]
    const channel = ownValue(topology.channels, channelId)
    if (!channel || producerKindFor(channel.kind) === producer.kind) return []
    const wrong = `${named(topology, channelId)} is ${CHANNEL_NOUNS[channel.kind]}`
    const words = sentence(publicationWords(topology, publication))
    return [
      {
        severity: 'error',
        code: 'producer-kind',
        message: `${words} has the settings of ${noun}, but ${wrong}. Take them away, or publish to a channel of that broker.`,
        elementIds: [edgeIds.publish(publication.serviceId, channelId)],
        path: [...publication.path, 'producer'],
      },
    ]
  })
}

interface Ends {
  readonly from: readonly ChannelKind[]
  readonly to: readonly ChannelKind[]
  readonly rule: string
}

const BINDING_ENDS = {
  rabbitBinding: {
    from: ['rabbitExchange'],
    to: ['rabbitQueue', 'rabbitExchange'],
    rule: 'A RabbitMQ binding leads from an exchange to a queue or to another exchange.',
  },
  snsSubscription: {
    from: ['snsTopic'],
    to: ['sqsQueue'],
    rule: 'An SNS subscription leads from an SNS topic to an SQS queue.',
  },
} as const satisfies { [Kind in Binding['kind']]: Ends }

export function bindingKinds({ topology }: Examined): readonly LintProblem[] {
  return entriesById(topology.bindings).flatMap(([id, { kind, fromChannelId, toChannelId }]) => {
    const ends: Ends = BINDING_ENDS[kind]
    const wrong =
      misfit(topology, fromChannelId, ends.from) ?? misfit(topology, toChannelId, ends.to)
    if (wrong === null) return []
    return [
      {
        severity: 'error',
        code: 'binding-kind',
        message: `${sentence(bindingWords(topology, id))} cannot be: ${wrong}. ${ends.rule}`,
        elementIds: shownBinding(topology, id),
        path: ['bindings', id],
      },
    ]
  })
}

/** Where dead letters go is settled by the broker, and each broker has its own way. */
export function deadLetterKinds({ topology }: Examined): readonly LintProblem[] {
  return entriesById(topology.channels).flatMap(([id, channel]): readonly LintProblem[] => {
    if (channel.kind === 'rabbitQueue' && channel.deadLetterExchangeId !== undefined)
      return deadLetterKind(topology, {
        id,
        toId: channel.deadLetterExchangeId,
        wanted: 'rabbitExchange',
        path: ['channels', id, 'deadLetterExchangeId'],
      })
    if (channel.kind === 'sqsQueue' && channel.redrivePolicy)
      return deadLetterKind(topology, {
        id,
        toId: channel.redrivePolicy.deadLetterQueueId,
        wanted: 'sqsQueue',
        path: ['channels', id, 'redrivePolicy', 'deadLetterQueueId'],
      })
    return []
  })
}

interface DeadLetters {
  readonly id: string
  readonly toId: string
  readonly wanted: ChannelKind
  readonly path: readonly string[]
}

function deadLetterKind(
  topology: Topology,
  { id, toId, wanted, path }: DeadLetters,
): readonly LintProblem[] {
  const ownDeadLetters = wanted === 'sqsQueue' && toId === id
  const wrong = ownDeadLetters ? 'that is the queue itself' : misfit(topology, toId, [wanted])
  if (wrong === null) return []
  const nouns = { rabbitExchange: 'a RabbitMQ exchange', sqsQueue: 'another SQS queue' }
  const right = wanted === 'sqsQueue' ? nouns.sqsQueue : nouns.rabbitExchange
  return [
    {
      severity: 'error',
      code: 'dead-letter-kind',
      message: `${named(topology, id)} cannot send dead letters to ${named(topology, toId)}: ${wrong}. They go to ${right}.`,
      elementIds: [edgeIds.deadLetter(id, toId)],
      path,
    },
  ]
}

/** Why the channel is none of `wanted`; null where it is, or where it is missing. */
function misfit(
  topology: Topology,
  channelId: string,
  wanted: readonly ChannelKind[],
): string | null {
  const channel = ownValue(topology.channels, channelId)
  if (!channel || wanted.includes(channel.kind)) return null
  return `${named(topology, channelId)} is ${CHANNEL_NOUNS[channel.kind]}`
}
