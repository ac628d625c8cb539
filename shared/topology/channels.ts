// Channels, bindings, subscriptions and producers of all families. Each family's settings are in a file
// of `families/`, under their official names and with their official defaults.

import { z } from 'zod'
import {
  awsSenderSchema,
  lambdaConsumerSchema,
  snsSubscriptionSchema,
  snsTopicSchema,
  sqsConsumerSchema,
  sqsQueueSchema,
} from './families/aws.ts'
import {
  catchUpConsumerSchema,
  eventStoreAppenderSchema,
  eventStoreSchema,
  persistentConsumerSchema,
} from './families/eventStore.ts'
import { kafkaConsumerSchema, kafkaProducerSchema, kafkaTopicSchema } from './families/kafka.ts'
import {
  rabbitBindingSchema,
  rabbitConsumerSchema,
  rabbitExchangeSchema,
  rabbitPublisherSchema,
  rabbitQueueSchema,
} from './families/rabbit.ts'
import { type Filled, withDefaults } from './families/setting.ts'

export const channelSchemas = {
  kafkaTopic: kafkaTopicSchema,
  rabbitExchange: rabbitExchangeSchema,
  rabbitQueue: rabbitQueueSchema,
  snsTopic: snsTopicSchema,
  sqsQueue: sqsQueueSchema,
  eventStore: eventStoreSchema,
} as const

export const channelSchema = z.discriminatedUnion('kind', [
  kafkaTopicSchema,
  rabbitExchangeSchema,
  rabbitQueueSchema,
  snsTopicSchema,
  sqsQueueSchema,
  eventStoreSchema,
])
export type Channel = z.infer<typeof channelSchema>
export type ChannelKind = Channel['kind']
export type ChannelOf<Kind extends ChannelKind> = Extract<Channel, { kind: Kind }>

export const bindingSchemas = {
  rabbitBinding: rabbitBindingSchema,
  snsSubscription: snsSubscriptionSchema,
} as const

export const bindingSchema = z.discriminatedUnion('kind', [
  rabbitBindingSchema,
  snsSubscriptionSchema,
])
export type Binding = z.infer<typeof bindingSchema>

export const subscriptionSchemas = {
  kafkaConsumer: kafkaConsumerSchema,
  rabbitConsumer: rabbitConsumerSchema,
  sqsConsumer: sqsConsumerSchema,
  lambdaConsumer: lambdaConsumerSchema,
  catchUpConsumer: catchUpConsumerSchema,
  persistentConsumer: persistentConsumerSchema,
} as const

export const subscriptionSchema = z.discriminatedUnion('kind', [
  kafkaConsumerSchema,
  rabbitConsumerSchema,
  sqsConsumerSchema,
  lambdaConsumerSchema,
  catchUpConsumerSchema,
  persistentConsumerSchema,
])
export type Subscription = z.infer<typeof subscriptionSchema>
export type SubscriptionKind = Subscription['kind']
export type SubscriptionOf<Kind extends SubscriptionKind> = Extract<Subscription, { kind: Kind }>

export const producerSchemas = {
  kafkaProducer: kafkaProducerSchema,
  rabbitPublisher: rabbitPublisherSchema,
  awsSender: awsSenderSchema,
  eventStoreAppender: eventStoreAppenderSchema,
} as const

/** How a source or an output publishes; without one, its broker's defaults hold. */
export const producerSchema = z.discriminatedUnion('kind', [
  kafkaProducerSchema,
  rabbitPublisherSchema,
  awsSenderSchema,
  eventStoreAppenderSchema,
])
export type Producer = z.infer<typeof producerSchema>
export type ProducerKind = Producer['kind']

const PRODUCER_FOR = {
  kafkaTopic: 'kafkaProducer',
  rabbitExchange: 'rabbitPublisher',
  rabbitQueue: 'rabbitPublisher',
  snsTopic: 'awsSender',
  sqsQueue: 'awsSender',
  eventStore: 'eventStoreAppender',
} as const satisfies { [Kind in ChannelKind]: ProducerKind }

/** A publisher speaks to the broker that its channel is of. */
export function producerKindFor(channelKind: ChannelKind): ProducerKind {
  return PRODUCER_FOR[channelKind]
}

/** With the broker's defaults where the document says nothing. */
export function filledChannel<Of extends Channel>(
  channel: Of,
): Filled<(typeof channelSchemas)[Of['kind']]['shape']> {
  return withDefaults<(typeof channelSchemas)[Of['kind']]['shape']>(
    channelSchemas[channel.kind],
    channel,
  )
}

export function filledBinding<Of extends Binding>(
  binding: Of,
): Filled<(typeof bindingSchemas)[Of['kind']]['shape']> {
  return withDefaults<(typeof bindingSchemas)[Of['kind']]['shape']>(
    bindingSchemas[binding.kind],
    binding,
  )
}

export function filledSubscription<Of extends Subscription>(
  subscription: Of,
): Filled<(typeof subscriptionSchemas)[Of['kind']]['shape']> {
  return withDefaults<(typeof subscriptionSchemas)[Of['kind']]['shape']>(
    subscriptionSchemas[subscription.kind],
    subscription,
  )
}

export function filledProducer<Of extends Producer>(
  producer: Of,
): Filled<(typeof producerSchemas)[Of['kind']]['shape']> {
  return withDefaults<(typeof producerSchemas)[Of['kind']]['shape']>(
    producerSchemas[producer.kind],
    producer,
  )
}
