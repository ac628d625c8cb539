// Drawing from a channel to a channel: bindings and dead letters.

import type { Edit } from './change.ts'
import type { Binding, ChannelOf } from './channels.ts'
import { flowsOf } from './flows.ts'
import { connectLabel, freshIdIn } from './naming.ts'
import type { Topology } from './topology.ts'

/** How often SQS hands a message out before it goes to the dead-letter queue. */
const RECEIVE_COUNT_MAX = 3

export interface Binds {
  readonly edit: Edit
  readonly bindingId: string
}

/** An exchange to a queue or exchange. */
export function bindExchange(
  topology: Topology,
  from: { readonly id: string; readonly channel: ChannelOf<'rabbitExchange'> },
  toChannelId: string,
): Binds {
  const routingKey = newBindingKey(topology, from)
  return bind(topology, { kind: 'rabbitBinding', fromChannelId: from.id, toChannelId, routingKey })
}

/** An SNS topic to an SQS queue, without a filter. */
export function bindTopic(topology: Topology, fromChannelId: string, toChannelId: string): Binds {
  return bind(topology, { kind: 'snsSubscription', fromChannelId, toChannelId })
}

function bind(topology: Topology, binding: Binding): Binds {
  const { fromChannelId, toChannelId } = binding
  const bindingId = freshIdIn(topology.bindings, `${fromChannelId}-${toChannelId}`, 'binding')
  const label = connectLabel(topology, fromChannelId, toChannelId)
  const changes = [{ path: ['bindings', bindingId], value: binding }]
  return { edit: { label, changes }, bindingId }
}

/** Everything from a topic exchange; from a direct one, a key that is published but not yet bound. */
function newBindingKey(
  topology: Topology,
  { id, channel }: { readonly id: string; readonly channel: ChannelOf<'rabbitExchange'> },
): string {
  switch (channel.type) {
    case 'topic':
      return '#'
    case 'headers':
    case 'fanout':
      return ''
    case 'direct': {
      const bound = Object.values(topology.bindings).map((binding) =>
        binding.kind === 'rabbitBinding' && binding.fromChannelId === id
          ? binding.routingKey
          : null,
      )
      const published = (flowsOf(topology).get(id) ?? []).map(({ routingKey }) => routingKey).sort()
      return published.find((key) => !bound.includes(key)) ?? published[0] ?? ''
    }
  }
}

export function deadLetterTo(topology: Topology, queueId: string, exchangeId: string): Edit {
  const label = connectLabel(topology, queueId, exchangeId)
  return {
    label,
    changes: [{ path: ['channels', queueId, 'deadLetterExchangeId'], value: exchangeId }],
  }
}

export function redriveTo(topology: Topology, queueId: string, deadLetterQueueId: string): Edit {
  const value = { deadLetterQueueId, maxReceiveCount: RECEIVE_COUNT_MAX }
  const label = connectLabel(topology, queueId, deadLetterQueueId)
  return { label, changes: [{ path: ['channels', queueId, 'redrivePolicy'], value }] }
}
