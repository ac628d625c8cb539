// The brokers that a channel can be swapped to.

import type { ChannelKind } from '../channels.ts'
import type { Topology } from '../topology.ts'

export const SWAP_TARGETS = ['kafka', 'rabbitClassic', 'rabbitQuorum', 'sqs', 'sqsFifo'] as const
export type SwapTarget = (typeof SWAP_TARGETS)[number]

export const SWAP_NAMES: { readonly [Target in SwapTarget]: string } = {
  kafka: 'Apache Kafka',
  rabbitClassic: 'RabbitMQ, classic queues',
  rabbitQuorum: 'RabbitMQ, quorum queues',
  sqs: 'Amazon SNS/SQS, standard',
  sqsFifo: 'Amazon SNS/SQS, FIFO',
}

/** What a channel is already; null: none of these. */
export function targetOf({ channels }: Topology, channelId: string): SwapTarget | null {
  const channel = channels[channelId]
  if (!channel) return null
  if (channel.kind === 'sqsQueue') return channel.fifoQueue === true ? 'sqsFifo' : 'sqs'
  if (channel.kind === 'snsTopic') return channel.fifoTopic === true ? 'sqsFifo' : 'sqs'
  if (channel.kind === 'rabbitQueue')
    return channel.queueType === 'quorum' ? 'rabbitQuorum' : 'rabbitClassic'
  const byKind: { readonly [Kind in ChannelKind]?: SwapTarget } = {
    kafkaTopic: 'kafka',
    rabbitExchange: 'rabbitClassic',
  }
  return byKind[channel.kind] ?? null
}
