// What the figures of a channel are called in production: on dashboards, in alerts, in the broker's own
// tools. Names of Kafka's JMX metrics, RabbitMQ's management API,
// CloudWatch, and KurrentDB's information on persistent subscriptions.

import type { MetricOf } from '../lib/metrics.ts'
import type { ChannelKind } from '../topology/channels.ts'

export interface ProductionMetric {
  /** The broker's name. */
  readonly name: string
  /** What it counts, in a few words. */
  readonly help: string
  readonly unit: 'count' | 'rate' | 'duration' | 'seconds'
  readonly from: Derivation
}

export type Derivation =
  | { readonly kind: 'figure' | 'rate'; readonly metric: MetricOf<'channel'> }
  | { readonly kind: 'sum'; readonly metrics: readonly MetricOf<'channel'>[] }
  | {
      readonly kind: 'partitions'
      readonly take: 'max' | 'sum'
      readonly metric: MetricOf<'partition'>
    }

export const PRODUCTION_METRICS: {
  readonly [Kind in ChannelKind]: readonly ProductionMetric[]
} = {
  kafkaTopic: [
    {
      name: 'records-lag-max',
      help: 'Most records behind on one partition, of the group farthest behind',
      unit: 'count',
      from: { kind: 'partitions', take: 'max', metric: 'lag' },
    },
    {
      name: 'records-consumed-rate',
      help: 'Records read a second, by all groups',
      unit: 'rate',
      from: { kind: 'rate', metric: 'delivered' },
    },
    {
      name: 'MessagesInPerSec',
      help: 'Records written a second',
      unit: 'rate',
      from: { kind: 'rate', metric: 'accepted' },
    },
    {
      name: 'LogEndOffset',
      help: 'Next offset, over all partitions',
      unit: 'count',
      from: { kind: 'partitions', take: 'sum', metric: 'endOffset' },
    },
    {
      name: 'LogStartOffset',
      help: 'Oldest offset kept, over all partitions',
      unit: 'count',
      from: { kind: 'partitions', take: 'sum', metric: 'startOffset' },
    },
  ],
  rabbitQueue: [
    {
      name: 'messages_ready',
      help: 'Waiting to be handed out',
      unit: 'count',
      from: { kind: 'figure', metric: 'waiting' },
    },
    {
      name: 'messages_unacknowledged',
      help: 'Handed out and not settled',
      unit: 'count',
      from: { kind: 'figure', metric: 'inFlight' },
    },
    {
      name: 'messages',
      help: 'Both together',
      unit: 'count',
      from: { kind: 'sum', metrics: ['waiting', 'inFlight'] },
    },
    {
      name: 'consumers',
      help: 'Consumers that are subscribed',
      unit: 'count',
      from: { kind: 'figure', metric: 'consumers' },
    },
    {
      name: 'message_stats.publish_details.rate',
      help: 'Messages that come a second',
      unit: 'rate',
      from: { kind: 'rate', metric: 'accepted' },
    },
    {
      name: 'message_stats.deliver_get_details.rate',
      help: 'Deliveries a second, those made again included',
      unit: 'rate',
      from: { kind: 'rate', metric: 'delivered' },
    },
    {
      name: 'message_stats.ack_details.rate',
      help: 'Acknowledgements a second',
      unit: 'rate',
      from: { kind: 'rate', metric: 'acknowledged' },
    },
  ],
  rabbitExchange: [
    {
      name: 'message_stats.drop_unroutable',
      help: 'In the overview of the broker: dropped because nothing was bound',
      unit: 'count',
      from: { kind: 'figure', metric: 'unroutable' },
    },
    {
      name: 'message_stats.return_unroutable',
      help: 'In the overview of the broker: mandatory ones, returned to their publishers',
      unit: 'count',
      from: { kind: 'figure', metric: 'returned' },
    },
  ],
  snsTopic: [
    {
      name: 'NumberOfMessagesPublished',
      help: 'Since the start',
      unit: 'count',
      from: { kind: 'figure', metric: 'accepted' },
    },
  ],
  sqsQueue: [
    {
      name: 'ApproximateNumberOfMessagesVisible',
      help: 'Waiting to be received',
      unit: 'count',
      from: { kind: 'figure', metric: 'waiting' },
    },
    {
      name: 'ApproximateNumberOfMessagesNotVisible',
      help: 'Received and not deleted',
      unit: 'count',
      from: { kind: 'figure', metric: 'inFlight' },
    },
    {
      name: 'ApproximateNumberOfMessagesDelayed',
      help: 'Not to be received yet',
      unit: 'count',
      from: { kind: 'figure', metric: 'delayed' },
    },
    {
      name: 'ApproximateAgeOfOldestMessage',
      help: 'Of those that wait',
      unit: 'seconds',
      from: { kind: 'figure', metric: 'oldestWaitingMs' },
    },
    {
      name: 'NumberOfMessagesSent',
      help: 'Since the start; CloudWatch does not count what a redrive policy moved here',
      unit: 'count',
      from: { kind: 'figure', metric: 'accepted' },
    },
    {
      name: 'NumberOfMessagesReceived',
      help: 'Since the start, those received again included',
      unit: 'count',
      from: { kind: 'figure', metric: 'delivered' },
    },
    {
      name: 'NumberOfMessagesDeleted',
      help: 'Since the start',
      unit: 'count',
      from: { kind: 'figure', metric: 'acknowledged' },
    },
  ],
  eventStore: [
    {
      name: 'totalInFlightMessages',
      help: 'Handed to consumers and not settled, those of catch-up subscriptions included',
      unit: 'count',
      from: { kind: 'figure', metric: 'inFlight' },
    },
    {
      name: 'parkedMessageCount',
      help: 'Put aside by persistent subscriptions',
      unit: 'count',
      from: { kind: 'figure', metric: 'parked' },
    },
    {
      name: 'connectionCount',
      help: 'Consumers that are subscribed, those of catch-up subscriptions included',
      unit: 'count',
      from: { kind: 'figure', metric: 'consumers' },
    },
  ],
}
