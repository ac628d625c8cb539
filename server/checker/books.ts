// The books of all channels that keep anything, each with the rules of its kind.

import type { Drawing } from './drawing.ts'
import { IdempotenceRule, KeyRule, type LogOptions, VersionRule } from './logs/acceptanceRules.ts'
import { CatchUpReader } from './logs/catchUpReader.ts'
import { KafkaGroupReader } from './logs/kafkaGroupReader.ts'
import { LogBook, type LogReader } from './logs/logBook.ts'
import { PersistentReader } from './logs/persistentReader.ts'
import { StreamReader } from './logs/streamReader.ts'
import type { RuleOptions } from './queues/consumerRules.ts'
import { PrefetchRule, SettlementRule, SingleActiveRule } from './queues/consumerRules.ts'
import type { QueueRule } from './queues/copy.ts'
import { DeduplicationRule, GroupRule } from './queues/fifoRules.ts'
import { DelayRule, LeaseRule, ReceiveCountRule } from './queues/leaseRules.ts'
import { QueueBook } from './queues/queueBook.ts'
import { LengthRule, OrderRule, TtlRule } from './queues/stockRules.ts'
import type { Violations } from './violations.ts'

export type Book = QueueBook | LogBook

/** Null: it keeps nothing. */
export function bookFor(channelId: string, drawing: Drawing, violations: Violations): Book | null {
  const element = `channels/${channelId}`
  const channel = drawing.channel(channelId)
  const options = { channelId, drawing, violations }
  switch (channel?.kind) {
    case 'kafkaTopic':
      return withRules(new LogBook(element, { isTopic: true, violations }), options)
    case 'eventStore':
      return withRules(new LogBook(element, { isTopic: false, violations }), options)
    case 'rabbitQueue':
      return channel.queueType === 'stream'
        ? new LogBook(element, { isTopic: false, violations })
        : rabbitBook(element, options)
    case 'sqsQueue':
      return sqsBook(element, options)
    default:
      return null
  }
}

/** Whether an edit has made another channel of it: what was fixed when it was made is not as it was. */
export function isAnother(before: Fixed, after: Fixed): boolean {
  return (after.partitions ?? 0) < (before.partitions ?? 0) || before.fixed !== after.fixed
}

export interface Fixed {
  readonly fixed: string
  /** Only more of them can be had. */
  readonly partitions?: number
}

export function fixedOf(channelId: string, drawing: Drawing): Fixed {
  const channel = drawing.channel(channelId)
  switch (channel?.kind) {
    case 'kafkaTopic':
      return { fixed: `kafka ${channel.replicationFactor}`, partitions: channel.partitions }
    case 'rabbitQueue': {
      const { queueType, singleActiveConsumer, maxPriority, quorumInitialGroupSize } = channel
      const size = queueType === 'stream' ? 0 : quorumInitialGroupSize
      return { fixed: `rabbit ${queueType} ${singleActiveConsumer} ${maxPriority} ${size}` }
    }
    case 'sqsQueue':
      return { fixed: `sqs ${channel.fifoQueue}` }
    default:
      return { fixed: channel?.kind ?? '' }
  }
}

/** By whom a log is read: the members of a group of Kafka read together. */
export function readerName(subscriptionId: string, drawing: Drawing): string {
  const spec = drawing.subscription(subscriptionId)
  return spec?.kind === 'kafkaConsumer' ? `group ${spec.groupId}` : subscriptionId
}

export function readerFor(
  subscriptionId: string,
  channelId: string,
  { book, drawing, violations }: { book: LogBook; drawing: Drawing; violations: Violations },
): LogReader {
  const options = { channelId, book, drawing, violations }
  const spec = drawing.subscription(subscriptionId)
  switch (spec?.kind) {
    case 'kafkaConsumer':
      return new KafkaGroupReader(options, spec.groupId)
    case 'catchUpConsumer':
      return new CatchUpReader(options)
    case 'persistentConsumer':
      return new PersistentReader(options)
    default:
      return new StreamReader(options)
  }
}

function withRules(book: LogBook, options: Omit<LogOptions, 'book'>): LogBook {
  const all = { ...options, book }
  const isTopic = options.drawing.channel(options.channelId)?.kind === 'kafkaTopic'
  if (isTopic) book.rules.push(new KeyRule(all), new IdempotenceRule(all))
  else book.rules.push(new VersionRule(all))
  return book
}

function rabbitBook(element: string, options: RuleOptions): QueueBook {
  const { drawing, violations, channelId } = options
  const spec = drawing.channelOf(channelId, 'rabbitQueue')
  const endsLate =
    spec?.queueType === 'quorum' &&
    spec.deadLetterStrategy === 'at-least-once' &&
    spec.overflow !== 'drop-head'
  const rules: QueueRule[] = [new TtlRule(options), new LengthRule(options, () => book.copies)]
  const hasPriorities =
    spec?.maxPriority !== null ||
    (spec?.queueType === 'quorum' &&
      drawing.somePublisher(
        ({ publishes }) =>
          publishes.producer?.kind === 'rabbitPublisher' &&
          publishes.producer.priority !== undefined,
      ))
  if (!hasPriorities) rules.push(new OrderRule(options))
  if (!endsLate) rules.push(new PrefetchRule(options), new SettlementRule(options))
  if (!endsLate && spec?.singleActiveConsumer) rules.push(new SingleActiveRule(options))
  const traits = { isLeased: false, isFifo: false, endsLate }
  const book = new QueueBook(element, { traits, violations, rules })
  return book
}

function sqsBook(element: string, options: RuleOptions): QueueBook {
  const { drawing, violations, channelId } = options
  const isFifo = drawing.channelOf(channelId, 'sqsQueue')?.fifoQueue === true
  const rules: QueueRule[] = [
    new LeaseRule(options, () => book.copies),
    new DelayRule(options),
    new ReceiveCountRule(options),
    ...(isFifo ? [new GroupRule(options), new DeduplicationRule(options)] : []),
  ]
  const traits = { isLeased: true, isFifo, endsLate: false }
  const book = new QueueBook(element, { traits, violations, rules })
  return book
}
