// A conversation as RabbitMQ carries it: a queue; or an exchange, and a queue for each group of readers.

import type { ChannelOf } from '../channels.ts'
import type { ReaderGroup } from './conversation.ts'
import type { Plan } from './plan.ts'

/** Enough that a consumer does not wait for the next message, few enough that others get some. */
const PREFETCH = 10

type QueueType = 'classic' | 'quorum'

export function asRabbit(plan: Plan, queueType: QueueType): void {
  const { root, rootId, groups } = plan.conversation
  const [only] = groups
  plan.setProducers('rabbitPublisher')
  const notes = root.notes === undefined ? {} : { notes: root.notes }
  if (groups.length === 1 && only && only.routingKeys === null) {
    plan.putRoot({ ...queue(plan, only, { name: root.name, queueType }), ...notes })
    consume(plan, only, rootId)
    return
  }
  const isKeyed = groups.some(({ routingKeys }) => routingKeys !== null)
  plan.putRoot({
    kind: 'rabbitExchange',
    name: root.name,
    ...notes,
    type: isKeyed ? 'topic' : 'fanout',
  })
  for (const group of groups) {
    const id = plan.putBeside(group, queue(plan, group, { name: group.name, queueType }))
    for (const routingKey of group.routingKeys ?? [isKeyed ? '#' : ''])
      plan.bind(`${rootId}-${id}`, {
        kind: 'rabbitBinding',
        fromChannelId: rootId,
        toChannelId: id,
        routingKey,
      })
    consume(plan, group, id)
  }
}

function queue(
  plan: Plan,
  group: ReaderGroup,
  { name, queueType }: { readonly name: string; readonly queueType: QueueType },
): ChannelOf<'rabbitQueue'> {
  const { root, keptMs } = plan.conversation
  // A Kafka topic and an SQS queue keep what nobody reads for days; a queue for ever, unless it has a TTL.
  const ttl = root.kind === 'rabbitQueue' && keptMs !== null ? { messageTtlMs: keptMs } : {}
  return {
    kind: 'rabbitQueue',
    name: name.slice(0, 120),
    ...(queueType === 'quorum' ? { queueType } : {}),
    ...ttl,
    ...(group.deadLetterId === null ? {} : { deadLetterExchangeId: deadLetters(plan, group) }),
  }
}

/** A fanout exchange with one queue behind it. */
function deadLetters(plan: Plan, group: ReaderGroup): string {
  const { rootId, root } = plan.conversation
  const exchangeId = plan.putBelow(rootId, `${group.id}-dlx`, {
    kind: 'rabbitExchange',
    name: `${root.name} dlx`.slice(0, 120),
    type: 'fanout',
  })
  const queueId = plan.putBelow(exchangeId, `${group.id}-dead`, {
    kind: 'rabbitQueue',
    name: `${root.name} dead letters`.slice(0, 120),
  })
  plan.bind(`${exchangeId}-${queueId}`, {
    kind: 'rabbitBinding',
    fromChannelId: exchangeId,
    toChannelId: queueId,
    routingKey: '',
  })
  return exchangeId
}

function consume(plan: Plan, { subscriptions }: ReaderGroup, channelId: string): void {
  for (const [id, subscription] of subscriptions)
    plan.resubscribe(id, subscription, {
      kind: 'rabbitConsumer',
      channelId,
      prefetchCount: PREFETCH,
    })
}
