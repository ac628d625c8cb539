import { assert } from '#shared/lib/assert.ts'
import {
  filledBinding,
  filledChannel,
  filledSubscription,
  type Subscription as SubscriptionSpec,
} from '#shared/topology/channels.ts'
import type { LambdaSettings } from '../../broker/lambdaPoller.ts'
import { SnsTopic } from '../../broker/snsTopic.ts'
import type { SqsConsumerSettings } from '../../broker/sqsMembers.ts'
import { SqsQueue } from '../../broker/sqsQueue.ts'
import type { SqsQueueSettings } from '../../broker/sqsSettings.ts'
import { milliseconds } from '../../engine/time.ts'
import { type ChannelFamily, ofKind, subscribeTo } from './family.ts'

type QueueSpec = Parameters<ChannelFamily<'sqsQueue'>['create']>[1]

export const snsTopicFamily: ChannelFamily<'snsTopic'> = {
  create(place, spec) {
    const topic = new SnsTopic({ ...place, settings: filledChannel(spec) })
    return {
      channel: topic,
      waiting: () => topic.figures.waiting,
      update: (next) => topic.update(filledChannel(ofKind(next, 'snsTopic'))),
      bind(binding, bindingElement, find) {
        const spec = filledBinding(ofKind(binding, 'snsSubscription'))
        const { toChannelId, filterPolicy = {}, deadLetterQueueId = '' } = spec
        const target = find(toChannelId)?.channel
        assert(target instanceof SqsQueue, 'an SNS topic is bound to SQS queues')
        const deadLetters = find(deadLetterQueueId)?.channel
        const deadLetterQueue = deadLetters instanceof SqsQueue ? deadLetters : null
        topic.bind({ ...spec, bindingElement, target, filterPolicy, deadLetterQueue })
      },
      unbind: (bindingElement) => topic.unbind(bindingElement),
    }
  },
  isAnother: (before, after) => filledChannel(before).fifoTopic !== filledChannel(after).fifoTopic,
}

export const sqsQueueFamily: ChannelFamily<'sqsQueue'> = {
  create(place, spec) {
    const queue = new SqsQueue({ ...place, settings: queueSettings(spec) })
    return {
      channel: queue,
      waiting: () => queue.waiting,
      update: (next) => queue.update(queueSettings(ofKind(next, 'sqsQueue'))),
      wire(next, find) {
        const { redrivePolicy } = ofKind(next, 'sqsQueue')
        const target = find(redrivePolicy?.deadLetterQueueId ?? '')?.channel
        queue.setDeadLetterQueue(target instanceof SqsQueue ? target : null)
      },
      subscribe: (subscriber, spec) => {
        if (spec.kind !== 'lambdaConsumer')
          return subscribeTo(queue, subscriber, { spec, settingsOf: consumerSettings })
        const settings = lambdaSettings(spec)
        const mapping = queue.subscribeLambda({ ...subscriber, settings })
        return {
          channelSubscription: mapping,
          update: (next) => mapping.update(lambdaSettings(next)),
        }
      },
    }
  },
  isAnother: (before, after) => filledChannel(before).fifoQueue !== filledChannel(after).fifoQueue,
}

function queueSettings(queue: QueueSpec): SqsQueueSettings {
  const spec = filledChannel(queue)
  const { contentBasedDeduplication, deduplicationScope, fifoThroughputLimit } = spec
  const fifo = {
    contentBasedDeduplication,
    deduplicationScope,
    throughputLimit: fifoThroughputLimit,
  }
  return {
    visibilityTimeout: milliseconds(spec.visibilityTimeoutMs),
    delay: milliseconds(spec.delayMs),
    retention: milliseconds(spec.messageRetentionPeriodMs),
    receiveWaitTime: milliseconds(spec.receiveMessageWaitTimeMs),
    messageBytesMax: spec.maximumMessageSize,
    maxReceiveCount: spec.redrivePolicy?.maxReceiveCount ?? null,
    ...(spec.fifoQueue && { fifo }),
  }
}

function consumerSettings(subscription: SubscriptionSpec): SqsConsumerSettings {
  const spec = filledSubscription(ofKind(subscription, 'sqsConsumer'))
  const { waitTimeMs, visibilityTimeoutMs } = spec
  return {
    maxNumberOfMessages: spec.maxNumberOfMessages,
    waitTime: waitTimeMs === null ? null : milliseconds(waitTimeMs),
    pollInterval: milliseconds(spec.pollIntervalMs),
    visibilityTimeout: visibilityTimeoutMs === null ? null : milliseconds(visibilityTimeoutMs),
  }
}

function lambdaSettings(subscription: SubscriptionSpec): LambdaSettings {
  const spec = filledSubscription(ofKind(subscription, 'lambdaConsumer'))
  return {
    batchSize: spec.batchSize,
    batchingWindow: milliseconds(spec.maximumBatchingWindowMs),
    maximumConcurrency: spec.maximumConcurrency,
    reportBatchItemFailures: spec.reportBatchItemFailures,
    functionTimeout: milliseconds(spec.functionTimeoutMs),
  }
}
