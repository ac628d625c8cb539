import {
  filledChannel,
  filledSubscription,
  type Subscription as SubscriptionSpec,
} from '#shared/topology/channels.ts'
import type { KafkaConsumerSettings } from '../../broker/kafkaConsumerSettings.ts'
import { KafkaTopic } from '../../broker/kafkaTopic.ts'
import type { KafkaTopicSettings } from '../../broker/kafkaTopicSettings.ts'
import { milliseconds } from '../../engine/time.ts'
import { type ChannelFamily, ofKind, subscribeTo } from './family.ts'

type TopicSpec = Parameters<ChannelFamily<'kafkaTopic'>['create']>[1]

export const kafkaTopicFamily: ChannelFamily<'kafkaTopic'> = {
  create(place, spec) {
    const topic = new KafkaTopic({ ...place, settings: topicSettings(spec) })
    return {
      channel: topic,
      waiting: () => topic.waiting,
      start: () => topic.start(),
      update: (next) => topic.update(topicSettings(ofKind(next, 'kafkaTopic'))),
      subscribe: (subscriber, subscription) =>
        subscribeTo(topic, subscriber, { spec: subscription, settingsOf: consumerSettings }),
      get partitions() {
        return topic.partitions
      },
    }
  },
  // Kafka takes no partition away; to change the number of replicas, it moves them by hand.
  isAnother: (before, after) =>
    after.partitions < before.partitions ||
    filledChannel(after).replicationFactor !== filledChannel(before).replicationFactor,
}

function topicSettings(topic: TopicSpec): KafkaTopicSettings {
  const spec = filledChannel(topic)
  return {
    partitions: spec.partitions,
    replicationFactor: spec.replicationFactor,
    minInsyncReplicas: spec.minInsyncReplicas,
    uncleanLeaderElection: spec.uncleanLeaderElectionEnable,
    replicaLagTimeMax: milliseconds(spec.replicaLagTimeMaxMs),
    brokerSessionTimeout: milliseconds(spec.brokerSessionTimeoutMs),
    replicationDelay: milliseconds(spec.replicationDelayMs),
    retention: milliseconds(spec.retentionMs),
    retentionBytes: spec.retentionBytes,
    cleanupPolicy: spec.cleanupPolicy,
    segmentAge: milliseconds(spec.segmentMs),
    segmentBytes: spec.segmentBytes,
    minCleanableDirtyRatio: spec.minCleanableDirtyRatio,
    initialRebalanceDelay: milliseconds(spec.groupInitialRebalanceDelayMs),
  }
}

function consumerSettings(subscription: SubscriptionSpec): KafkaConsumerSettings {
  const said = ofKind(subscription, 'kafkaConsumer')
  const spec = filledSubscription(said)
  // Under KIP-848 the broker says it: group.consumer.heartbeat.interval.ms.
  const heartbeatByDefault = spec.groupProtocol === 'consumer' ? 5000 : spec.heartbeatIntervalMs
  return {
    groupId: spec.groupId,
    groupProtocol: spec.groupProtocol,
    strategy: spec.partitionAssignmentStrategy,
    isStatic: spec.staticMembership,
    maxPollRecords: spec.maxPollRecords,
    maxPollInterval: milliseconds(spec.maxPollIntervalMs),
    sessionTimeout: milliseconds(spec.sessionTimeoutMs),
    heartbeatInterval: milliseconds(said.heartbeatIntervalMs ?? heartbeatByDefault),
    autoOffsetReset: spec.autoOffsetReset,
    autoCommitInterval: spec.enableAutoCommit ? milliseconds(spec.autoCommitIntervalMs) : null,
    commitWhen: spec.commitWhen,
    isolation: spec.isolationLevel,
    processingDelay: milliseconds(spec.processingDelayMs),
  }
}
