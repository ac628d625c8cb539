// What becomes of a message that a handler takes, on average: attempts, deliveries, dead letters.

import { unreachable } from '../../lib/assert.ts'
import { type Channel, filledChannel, filledSubscription, type Subscription } from '../channels.ts'
import type { Retry } from '../families/common.ts'
import type { Handler } from '../services.ts'
import { meanMs } from './demand.ts'

export interface Handling {
  /** How long one message occupies slots, over all attempts and backoffs; may be infinite. */
  readonly occupiedMs: number
  /** Chance that it is handled in the end. */
  readonly success: number
  /** Chance that its last delivery failed and the broker or consumer gives it up. */
  readonly givenUp: number
}

interface HandlingOptions {
  readonly subscription: Subscription
  readonly channel: Channel
  readonly handler: Handler
  /** What the last attempt waits for its outcomes, where it does not fail. */
  readonly publishWaitMs: number
}

export function handlingOf(options: HandlingOptions): Handling {
  const { subscription, channel, handler, publishWaitMs } = options
  const { probability } = handler.failure
  const exhausted = probability ** subscription.retry.attempts
  const deliveries = expectedTries(exhausted, deliveriesMax(subscription, channel))
  const attempts = expectedTries(probability, subscription.retry.attempts)
  const perDeliveryMs =
    attempts * meanMs(handler.serviceTime) +
    expectedBackoffMs(subscription.retry, probability) +
    (1 - exhausted) * publishWaitMs
  const givenUp = exhausted ** deliveriesMax(subscription, channel)
  return {
    occupiedMs: perDeliveryMs === 0 ? 0 : deliveries * perDeliveryMs,
    success: 1 - givenUp,
    givenUp,
  }
}

/** How often a message is handed out before it is given up. */
function deliveriesMax(subscription: Subscription, channel: Channel): number {
  switch (subscription.kind) {
    case 'kafkaConsumer':
      return 1
    case 'rabbitConsumer':
      // A stream takes nothing back.
      if (channel.kind === 'rabbitQueue' && channel.queueType === 'stream') return 1
      return subscription.whenExhausted === 'requeue' && !subscription.noAck ? Infinity : 1
    case 'sqsConsumer':
    case 'lambdaConsumer': {
      if (channel.kind !== 'sqsQueue') return 1
      if (channel.redrivePolicy) return channel.redrivePolicy.maxReceiveCount
      // Until it expires: once in each visibility timeout.
      const { messageRetentionPeriodMs, visibilityTimeoutMs } = filledChannel(channel)
      return Math.max(1, Math.floor(messageRetentionPeriodMs / Math.max(1, visibilityTimeoutMs)))
    }
    case 'catchUpConsumer':
      return filledSubscription(subscription).whenExhausted === 'resubscribe' ? Infinity : 1
    case 'persistentConsumer': {
      const { whenExhausted, maxRetryCount } = filledSubscription(subscription)
      return whenExhausted === 'retry' ? maxRetryCount + 1 : 1
    }
    default:
      return unreachable(subscription)
  }
}

/** Of tries that fail with `probability`, ended by the first success or the last try. */
function expectedTries(probability: number, triesMax: number): number {
  if (probability >= 1) return triesMax
  return (1 - probability ** triesMax) / (1 - probability)
}

/** The wait after the n-th failed attempt, which the slot sits out. */
function backoffMs({ backoffMs, multiplier, backoffMaxMs }: Retry, failures: number): number {
  return Math.min(backoffMs * multiplier ** (failures - 1), backoffMaxMs)
}

function expectedBackoffMs(retry: Retry, probability: number): number {
  let sumMs = 0
  for (let failures = 1; failures < retry.attempts; failures += 1)
    sumMs += probability ** failures * backoffMs(retry, failures)
  return sumMs
}
