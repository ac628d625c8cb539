// The promises of any channel of a drawing, with what its readers and publishers make of them.

import { unreachable } from '../../lib/assert.ts'
import type {
  Producer,
  ProducerKind,
  SubscriptionKind,
  SubscriptionOf,
} from '../../topology/channels.ts'
import { publicationsOf } from '../../topology/publications.ts'
import type { Topology } from '../../topology/topology.ts'
import { snsGuarantees, sqsGuarantees } from './aws.ts'
import { eventStoreGuarantees } from './eventStore.ts'
import { kafkaGuarantees } from './kafka.ts'
import { rabbitExchangeGuarantees, rabbitQueueGuarantees } from './rabbit.ts'
import type { GuaranteeWords } from './words.ts'

/** Null: there is no such channel. */
export function guaranteesOf(topology: Topology, channelId: string): GuaranteeWords | null {
  const channel = topology.channels[channelId]
  if (!channel) return null
  switch (channel.kind) {
    case 'kafkaTopic':
      return kafkaGuarantees(channel, {
        readers: readersOf(topology, channelId, 'kafkaConsumer'),
        writers: writersOf(topology, channelId, 'kafkaProducer'),
      })
    case 'rabbitQueue':
      return rabbitQueueGuarantees(channel, {
        readers: readersOf(topology, channelId, 'rabbitConsumer'),
        consumers: consumersOf(topology, channelId),
        writers: writersOf(topology, channelId, 'rabbitPublisher'),
      })
    case 'rabbitExchange':
      return rabbitExchangeGuarantees(channel, {
        writers: writersOf(topology, channelId, 'rabbitPublisher'),
      })
    case 'snsTopic':
      return snsGuarantees(channel)
    case 'sqsQueue':
      return sqsGuarantees(channel)
    case 'eventStore':
      return eventStoreGuarantees(
        channel,
        Object.values(topology.subscriptions).filter((each) => each.channelId === channelId),
      )
    default:
      return unreachable(channel)
  }
}

function readersOf<Kind extends SubscriptionKind>(
  { subscriptions }: Topology,
  channelId: string,
  kind: Kind,
): readonly SubscriptionOf<Kind>[] {
  return Object.values(subscriptions).filter(
    (subscription): subscription is SubscriptionOf<Kind> =>
      subscription.channelId === channelId && subscription.kind === kind,
  )
}

/** Undefined: one that says nothing. */
function writersOf<Kind extends ProducerKind>(
  topology: Topology,
  channelId: string,
  kind: Kind,
): readonly (Extract<Producer, { kind: Kind }> | undefined)[] {
  return publicationsOf(topology)
    .filter(({ publishes }) => publishes.channelId === channelId)
    .map(({ publishes: { producer } }) =>
      producer?.kind === kind ? (producer as Extract<Producer, { kind: Kind }>) : undefined,
    )
}

function consumersOf({ subscriptions, services }: Topology, channelId: string): number {
  return Object.values(subscriptions)
    .filter((subscription) => subscription.channelId === channelId)
    .reduce((sum, { serviceId }) => {
      const service = services[serviceId]
      return sum + (service ? service.replicas * service.concurrency : 0)
    }, 0)
}
