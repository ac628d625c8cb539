// What becomes of events whose handling fails, or takes too long.

import { unreachable } from '../../lib/assert.ts'
import { entriesById, ownValue } from '../../lib/entries.ts'
import { exactDuration, formatDuration } from '../../lib/units.ts'
import { p95Ms } from '../analysis/demand.ts'
import { type Channel, filledChannel, filledSubscription, type Subscription } from '../channels.ts'
import { setField } from '../edits.ts'
import type { Handler } from '../services.ts'
import type { Topology } from '../topology.ts'
import type { Examined } from './examined.ts'
import type { LintProblem } from './problem.ts'
import { shownSubscription } from './shown.ts'
import { named, plural } from './words.ts'

export function lostFailures({ topology }: Examined): readonly LintProblem[] {
  return consumptionsOf(topology).flatMap((consumption) => {
    const { id, subscription, handlers } = consumption
    const { channelId } = subscription
    const probability = Math.max(0, ...handlers.map(({ failure }) => failure.probability))
    const loss = probability > 0 ? lossOf(topology, consumption, probability) : null
    if (loss === null) return []
    return [
      {
        severity: 'warning',
        code: loss.code,
        message: loss.message,
        elementIds: shownSubscription(topology, id),
        path: loss.remedy === 'channel' ? ['channels', channelId] : ['subscriptions', id],
      } as const,
    ]
  })
}

interface Loss {
  readonly code: 'lost-failures' | 'endless-redelivery'
  readonly message: string
  /** Where it can be put right. */
  readonly remedy: 'channel' | 'subscription'
}

function lossOf(
  topology: Topology,
  { subscription, channel }: Consumption,
  probability: number,
): Loss | null {
  const queue = named(topology, subscription.channelId)
  const service = named(topology, subscription.serviceId)
  const attempts = plural(subscription.retry.attempts, 'failed attempt')
  switch (subscription.kind) {
    case 'kafkaConsumer': {
      if (subscription.deadLetterChannelId !== undefined) return null
      const message = `After ${attempts} ${service} drops a record of ${queue}. Give the subscription a dead-letter channel to keep it.`
      return { code: 'lost-failures', message, remedy: 'subscription' }
    }
    case 'rabbitConsumer':
      return rabbitLoss({ queue, service, attempts, subscription, channel, probability })
    case 'sqsConsumer':
    case 'lambdaConsumer': {
      if (channel.kind !== 'sqsQueue' || channel.redrivePolicy) return null
      const { visibilityTimeoutMs, messageRetentionPeriodMs } = filledChannel(channel)
      const again = formatDuration(visibilityTimeoutMs)
      const end = formatDuration(messageRetentionPeriodMs)
      const message = `A message of ${queue} that fails in ${service} comes again every ${again} until its retention of ${end} ends. Give the queue a redrive policy to put it aside.`
      return { code: 'endless-redelivery', message, remedy: 'channel' }
    }
    case 'catchUpConsumer': {
      const { whenExhausted } = filledSubscription(subscription)
      const message =
        whenExhausted === 'skip'
          ? `After ${attempts} ${service} leaves an event of ${queue} out. Let it resubscribe, or let another service handle what may fail.`
          : `After ${attempts} the subscription of ${service} to ${queue} is dropped and begins again at its checkpoint: an event that always fails stops it for ever.`
      const code = whenExhausted === 'skip' ? 'lost-failures' : 'endless-redelivery'
      if (whenExhausted === 'resubscribe' && probability < 1) return null
      return { code, message, remedy: 'subscription' }
    }
    case 'persistentConsumer': {
      if (filledSubscription(subscription).whenExhausted !== 'skip') return null
      const message = `After ${attempts} ${service} skips an event of ${queue}. Park it to keep it for an operator.`
      return { code: 'lost-failures', message, remedy: 'subscription' }
    }
    default:
      return unreachable(subscription)
  }
}

interface RabbitFailure {
  readonly queue: string
  readonly service: string
  readonly attempts: string
  readonly subscription: Extract<Subscription, { kind: 'rabbitConsumer' }>
  readonly channel: Channel
  readonly probability: number
}

function rabbitLoss(failure: RabbitFailure): Loss | null {
  const { queue, service, attempts, subscription, channel, probability } = failure
  if (channel.kind !== 'rabbitQueue') return null
  if (channel.queueType === 'stream') {
    const message = `After ${attempts} ${service} goes on: the stream ${queue} hands a message out once, and takes nothing back. Read from a queue to have it again.`
    return { code: 'lost-failures', message, remedy: 'subscription' }
  }
  if (subscription.noAck) {
    const message = `A message of ${queue} that fails in ${service} is lost: without acknowledgements it is settled when it is sent. Turn them on to keep it.`
    return { code: 'lost-failures', message, remedy: 'subscription' }
  }
  if (subscription.whenExhausted === 'requeue') {
    if (probability < 1) return null
    const message = `Every message of ${queue} fails in ${service} and is requeued, at once and for ever. Reject it instead.`
    return { code: 'endless-redelivery', message, remedy: 'subscription' }
  }
  if (channel.deadLetterExchangeId !== undefined) return null
  const message = `After ${attempts} ${service} rejects a message of ${queue}, and it is lost. Give the queue a dead-letter exchange to keep it.`
  return { code: 'lost-failures', message, remedy: 'channel' }
}

/** SQS counts the visibility timeout from the receive, and a batch is handled one by one. */
export function shortVisibility({ topology }: Examined): readonly LintProblem[] {
  return consumptionsOf(topology).flatMap(({ id, subscription, channel, handlers }) => {
    if (subscription.kind !== 'sqsConsumer' || channel.kind !== 'sqsQueue') return []
    const { maxNumberOfMessages: batch } = filledSubscription(subscription)
    const { visibilityTimeoutMs } = filledChannel(channel)
    const neededMs = batch * Math.max(0, ...handlers.map(({ serviceTime }) => p95Ms(serviceTime)))
    if (neededMs <= visibilityTimeoutMs) return []
    const { channelId, serviceId } = subscription
    const path = ['channels', channelId, 'visibilityTimeoutMs']
    const enoughMs = Math.ceil((neededMs * 2) / 1000) * 1000
    const label = `Use a visibility timeout of ${exactDuration(enoughMs)}`
    return [
      {
        severity: 'warning',
        code: 'short-visibility',
        message: `${named(topology, serviceId)} may need ${formatDuration(neededMs)} for ${plural(batch, 'message')} of ${named(topology, channelId)} received at once, but they are hidden for ${formatDuration(visibilityTimeoutMs)} only: they are delivered again before they are done.`,
        elementIds: [...shownSubscription(topology, id), channelId],
        path,
        ...(enoughMs <= VISIBILITY_MAX_MS && {
          fix: { label, edit: setField(path, enoughMs, label) },
        }),
      } as const,
    ]
  })
}

const VISIBILITY_MAX_MS = 43_200_000

/** Without a limit RabbitMQ pushes the whole backlog to whoever comes first. */
export function unlimitedPrefetch({ topology, connections }: Examined): readonly LintProblem[] {
  return entriesById(topology.subscriptions).flatMap(([id, subscription]) => {
    if (subscription.kind !== 'rabbitConsumer') return []
    const { channelId, noAck, prefetchCount } = filledSubscription(subscription)
    if (prefetchCount > 0) return []
    const consumers = connections.consumersOf(channelId).reduce((sum, { slots }) => sum + slots, 0)
    if (noAck || consumers < 2) return []
    const path = ['subscriptions', id, 'prefetchCount']
    const label = `Use a prefetch of ${PREFETCH}`
    return [
      {
        severity: 'warning',
        code: 'unlimited-prefetch',
        message: `${named(topology, channelId)} has ${plural(consumers, 'consumer')}, but without a prefetch limit a backlog goes to the first of them while the others have nothing to do.`,
        elementIds: shownSubscription(topology, id),
        path,
        fix: { label, edit: setField(path, PREFETCH, label) },
      } as const,
    ]
  })
}

const PREFETCH = 10

interface Consumption {
  readonly id: string
  readonly subscription: Subscription
  readonly channel: Channel
  /** Of the service, those that take what the subscription brings. */
  readonly handlers: readonly Handler[]
}

function consumptionsOf(topology: Topology): readonly Consumption[] {
  return entriesById(topology.subscriptions).flatMap(([id, subscription]) => {
    const service = ownValue(topology.services, subscription.serviceId)
    const channel = ownValue(topology.channels, subscription.channelId)
    if (!service || !channel) return []
    const handlers = Object.values(service.handlers).filter(({ subscriptionIds }) =>
      subscriptionIds.includes(id),
    )
    return [{ id, subscription, channel, handlers }]
  })
}
