import { exactDuration } from '../../lib/units.ts'
import {
  type ChannelOf,
  filledChannel,
  filledProducer,
  filledSubscription,
  type Producer,
  type SubscriptionOf,
} from '../../topology/channels.ts'
import { type GuaranteeWords, those } from './words.ts'

type Topic = ReturnType<typeof filledTopic>
type Reader = ReturnType<typeof filledReader>
type Writer = ReturnType<typeof filledWriter>

interface Around {
  readonly readers: readonly SubscriptionOf<'kafkaConsumer'>[]
  /** Undefined: the defaults hold. */
  readonly writers: readonly (Extract<Producer, { kind: 'kafkaProducer' }> | undefined)[]
}

export function kafkaGuarantees(
  channel: ChannelOf<'kafkaTopic'>,
  { readers, writers }: Around,
): GuaranteeWords {
  const topic = filledTopic(channel)
  return {
    order: order(topic, writers.map(filledWriter)),
    delivery: delivery(readers.map(filledReader)),
    replay: replay(topic),
    losses: losses(topic, readers.map(filledReader), writers.map(filledWriter)),
  }
}

function filledTopic(channel: ChannelOf<'kafkaTopic'>) {
  return filledChannel(channel)
}

function filledReader(subscription: SubscriptionOf<'kafkaConsumer'>) {
  return filledSubscription(subscription)
}

function filledWriter(producer: Around['writers'][number]) {
  return filledProducer(producer ?? { kind: 'kafkaProducer' })
}

function order({ partitions }: Topic, writers: readonly Writer[]): string {
  const isLoose = writers.some(
    ({ enableIdempotence, maxInFlightRequests }) => !enableIdempotence && maxInFlightRequests > 1,
  )
  const kept =
    partitions === 1
      ? 'All records are read in the order in which they were written.'
      : 'Records of a key share a partition and are read in the order in which they were written; across partitions there is no order.'
  return isLoose ? `${kept} A retry without idempotence may overtake it.` : kept
}

function delivery(readers: readonly Reader[]): string {
  const once = readers.filter(
    ({ enableAutoCommit, commitWhen }) => !enableAutoCommit && commitWhen === 'beforeHandling',
  )
  if (readers.length > 0 && once.length === readers.length)
    return 'At most once: the offset is committed before the record is handled, and a crash skips what was in hand.'
  const automatic = readers.find(({ enableAutoCommit }) => enableAutoCommit)
  const repeated = automatic
    ? `what was handled since the last automatic commit, up to ${exactDuration(automatic.autoCommitIntervalMs)} of it`
    : 'what was handled and not committed'
  return `At least once in each consumer group: after a crash or an eviction a group gets ${repeated}, once more.`
}

function replay({ cleanupPolicy, retentionMs, retentionBytes }: Topic): string {
  if (cleanupPolicy === 'compact')
    return 'A group can read again from any offset; of each key at least the newest record stays for ever.'
  const size = retentionBytes === null ? '' : ', or until the partition is too large'
  return `A group can read again from any offset that is kept: for ${exactDuration(retentionMs)}${size}, and until the segment is closed.`
}

function losses(
  { replicationFactor, minInsyncReplicas, uncleanLeaderElectionEnable, retentionMs }: Topic,
  readers: readonly Reader[],
  writers: readonly Writer[],
): string[] {
  const weakest = writers.map(({ acks }) => acks).sort()[0] ?? 'all'
  return those(
    `A group that is behind by more than ${exactDuration(retentionMs)} never reads what was deleted meanwhile.`,
    replicationFactor === 1 &&
      'While its only broker is down a partition takes nothing: producers give up after delivery.timeout.ms.',
    weakest === '0' &&
      'With acks=0 a record that reaches no leader is gone, and nobody learns of it.',
    weakest === '1' &&
      replicationFactor > 1 &&
      'With acks=1 a leader that dies takes records along that it had confirmed and no follower had.',
    weakest === 'all' &&
      replicationFactor > 1 &&
      minInsyncReplicas === 1 &&
      'With min.insync.replicas=1 acks=all may mean one replica: if that one dies last, its records go.',
    uncleanLeaderElectionEnable &&
      'With unclean elections a replica that is behind may lead: what it lacks is lost.',
    readers.some(({ autoOffsetReset }) => autoOffsetReset === 'latest') &&
      'A group without committed offsets begins at the end: it misses what was written before.',
    readers.some(({ deadLetterChannelId }) => deadLetterChannelId === undefined) &&
      'A record whose attempts have all failed is skipped: there is no dead-letter topic.',
  )
}
