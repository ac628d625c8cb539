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

interface Around {
  readonly readers: readonly SubscriptionOf<'rabbitConsumer'>[]
  /** Slots of all services that consume: competing consumers. */
  readonly consumers: number
  readonly writers: readonly (Extract<Producer, { kind: 'rabbitPublisher' }> | undefined)[]
}

type Queue = ReturnType<typeof filledQueue>

function filledQueue(channel: ChannelOf<'rabbitQueue'>) {
  return filledChannel(channel)
}

export function rabbitQueueGuarantees(
  channel: ChannelOf<'rabbitQueue'>,
  { readers, consumers, writers }: Around,
): GuaranteeWords {
  const queue = filledQueue(channel)
  if (queue.queueType === 'stream') return streamGuarantees(queue)
  const isSentForGood = readers.some((reader) => filledSubscription(reader).noAck)
  return {
    order: order(queue, consumers, writers.some(saysPriority)),
    delivery: isSentForGood
      ? 'At most once where no-ack is on: a message is gone when it is sent.'
      : 'At least once to one of the consumers: what a consumer has not acknowledged comes back when it goes, marked as redelivered.',
    replay: 'None: an acknowledged message is gone.',
    losses: losses(queue, isSentForGood, confirmsMissing(writers)),
  }
}

export function rabbitExchangeGuarantees(
  channel: ChannelOf<'rabbitExchange'>,
  { writers }: Pick<Around, 'writers'>,
): GuaranteeWords {
  const isMandatory = writers.every(
    (writer) => filledProducer(writer ?? { kind: 'rabbitPublisher' }).mandatory,
  )
  return {
    order: 'Messages of one publisher reach each queue in the order in which they were published.',
    delivery: 'One copy to each queue that a binding leads to, however many bindings match.',
    replay: 'None: an exchange keeps nothing, and a queue bound later gets nothing of before.',
    losses: those(
      channel.alternateExchangeId === undefined &&
        !isMandatory &&
        'A message that no binding matches is dropped, and confirmed to its publisher.',
    ),
  }
}

function streamGuarantees({ maxAgeMs, maxLengthBytes }: Queue): GuaranteeWords {
  return {
    order: 'Every consumer reads all messages in the order in which they were written.',
    delivery: 'At least once to each consumer: it goes on from the offset that it stored.',
    replay: 'A consumer can begin at any offset that is kept.',
    losses: those(
      (maxAgeMs !== null || maxLengthBytes !== null) &&
        'A consumer that is too far behind never reads the segments that were deleted meanwhile.',
    ),
  }
}

function order(
  { queueType, maxPriority, singleActiveConsumer }: Queue,
  consumers: number,
  hasPriorities: boolean,
): string {
  if (queueType === 'quorum' ? hasPriorities : maxPriority !== null)
    return `${queueType === 'quorum' ? 'What is returned first, then higher' : 'Higher'} priorities first; within a priority in the order in which they came.`
  const back =
    queueType === 'quorum'
      ? 'What is returned is handed out again before what waits; without a delivery limit, what is nacked goes to the back.'
      : 'What is requeued goes back to its old place.'
  if (singleActiveConsumer)
    return `In the order in which they came, to one consumer at a time. ${back}`
  return consumers > 1
    ? `Handed out in the order in which they came, in turn to ${consumers} consumers that do not wait for each other. ${back}`
    : `In the order in which they came, as long as one consumer reads. ${back}`
}

function losses(queue: Queue, isSentForGood: boolean, isUnconfirmed: boolean): string[] {
  const { queueType, messageTtlMs, maxLength, maxLengthBytes, maxPriority } = queue
  const isQuorum = queueType === 'quorum'
  // A quorum queue does not know the third.
  const dropsHead =
    queue.overflow === 'drop-head' || (isQuorum && queue.overflow === 'reject-publish-dlx')
  const hasDeadLetters = queue.deadLetterExchangeId !== undefined
  const isKept = isQuorum && !dropsHead && queue.deadLetterStrategy === 'at-least-once'
  const limit = maxLength !== null || maxLengthBytes !== null
  const gone = hasDeadLetters ? 'dead-lettered' : 'lost'
  return those(
    isSentForGood && 'A consumer that crashes loses what it had been sent.',
    messageTtlMs !== null &&
      `After ${exactDuration(messageTtlMs)} of waiting a message is ${gone}.`,
    limit &&
      dropsHead &&
      (maxPriority !== null && !isQuorum
        ? `When the queue is full, the oldest message of its highest priority is ${gone}.`
        : `When the queue is full, its oldest message is ${gone}.`),
    limit &&
      !dropsHead &&
      isUnconfirmed &&
      'When the queue is full, a publisher without confirms loses messages and does not know.',
    !hasDeadLetters && 'A message that is rejected is lost: there is no dead-letter exchange.',
    hasDeadLetters && !isKept && 'A dead letter that no binding matches is lost.',
    isQuorum &&
      !hasDeadLetters &&
      queue.deliveryLimit >= 0 &&
      `Rejected, or left by a consumer that goes, more than ${queue.deliveryLimit} times, a message is lost.`,
    isUnconfirmed &&
      !isQuorum &&
      'While its node is down, a publisher without confirms loses what it sends.',
  )
}

function saysPriority(writer: Around['writers'][number]): boolean {
  return filledProducer(writer ?? { kind: 'rabbitPublisher' }).priority !== null
}

function confirmsMissing(writers: Around['writers']): boolean {
  return writers.some((writer) => !filledProducer(writer ?? { kind: 'rabbitPublisher' }).confirms)
}
