// What AWS would refuse: queues, senders and event source mappings whose settings do not go together.

import { entriesById, ownValue } from '../../lib/entries.ts'
import { exactDuration } from '../../lib/units.ts'
import { type ChannelOf, filledChannel, filledProducer, filledSubscription } from '../channels.ts'
import { setField } from '../edits.ts'
import { type Publication, publicationsOf } from '../publications.ts'
import type { Topology } from '../topology.ts'
import type { Examined } from './examined.ts'
import type { LintProblem } from './problem.ts'
import { shownSubscription } from './shown.ts'
import { named, publicationWords, sentence, subscriptionWords } from './words.ts'

/** The dead-letter queue of a FIFO queue is a FIFO queue, that of a standard queue a standard queue. */
export function deadLetterTypes({ topology }: Examined): readonly LintProblem[] {
  return entriesById(topology.channels).flatMap(([id, channel]) => {
    if (channel.kind !== 'sqsQueue' || !channel.redrivePolicy) return []
    const { deadLetterQueueId } = channel.redrivePolicy
    const target = ownValue(topology.channels, deadLetterQueueId)
    if (target?.kind !== 'sqsQueue' || deadLetterQueueId === id) return []
    if (isFifo(channel) === isFifo(target)) return []
    const kind = isFifo(channel) ? 'FIFO' : 'standard'
    const path = ['channels', deadLetterQueueId, 'fifoQueue']
    const label = `Make it a ${kind} queue`
    return [
      {
        severity: 'error',
        code: 'dead-letter-type',
        message: `${named(topology, id)} is a ${kind} queue, and its dead letters go to ${named(topology, deadLetterQueueId)}, which is none. A dead-letter queue is of the type of its source.`,
        elementIds: [id, deadLetterQueueId],
        path,
        fix: { label, edit: setField(path, isFifo(channel), label) },
      } as const,
    ]
  })
}

/** High throughput for FIFO queues: AWS takes both attributes together. */
export function throughputLimits({ topology }: Examined): readonly LintProblem[] {
  return entriesById(topology.channels).flatMap(([id, channel]) => {
    if (channel.kind !== 'sqsQueue') return []
    const { fifoQueue, fifoThroughputLimit, deduplicationScope } = filledChannel(channel)
    if (!fifoQueue || fifoThroughputLimit === 'perQueue') return []
    if (deduplicationScope === 'messageGroup') return []
    const path = ['channels', id, 'deduplicationScope']
    const label = 'Deduplicate within message groups'
    return [
      {
        severity: 'error',
        code: 'throughput-limit',
        message: `${named(topology, id)} has a throughput limit for each message group, which AWS takes with the deduplication scope messageGroup only.`,
        elementIds: [id],
        path,
        fix: { label, edit: setField(path, 'messageGroup', label) },
      } as const,
    ]
  })
}

/** A FIFO queue takes no message without a deduplication id, and none with a delay of its own. */
export function fifoSenders({ topology }: Examined): readonly LintProblem[] {
  return publicationsOf(topology).flatMap((publication): readonly LintProblem[] => {
    const { channelId } = publication.publishes
    const queue = ownValue(topology.channels, channelId)
    if (queue?.kind !== 'sqsQueue' || !isFifo(queue)) return []
    const producer = senderOf(publication)
    const words = `${sentence(publicationWords(topology, publication))} sends to the FIFO queue ${named(topology, channelId)}`
    const delayed = producer.delayMs !== null && producer.delayMs > 0
    const path = [...publication.path, 'producer']
    const elementIds = [publication.serviceId, channelId]
    return [
      ...(producer.deduplication === null && !filledChannel(queue).contentBasedDeduplication
        ? [withoutId(topology, channelId, words, elementIds)]
        : []),
      ...(delayed
        ? [
            {
              severity: 'error',
              code: 'fifo-delay',
              message: `${words} with a delay of its own, which a FIFO queue refuses. Give the queue the delay.`,
              elementIds,
              path: [...path, 'delayMs'],
            } as const,
          ]
        : []),
    ]
  })
}

function withoutId(
  topology: Topology,
  channelId: string,
  words: string,
  elementIds: readonly string[],
): LintProblem {
  const path = ['channels', channelId, 'contentBasedDeduplication']
  const label = 'Use content-based deduplication'
  return {
    severity: 'error',
    code: 'no-deduplication-id',
    message: `${words} without a deduplication id: it is refused. Give the sender one, or let ${named(topology, channelId)} use content-based deduplication.`,
    elementIds,
    path,
    fix: { label, edit: setField(path, true, label) },
  }
}

/** Lambda creates no mapping like this. */
export function eventSourceMappings({ topology }: Examined): readonly LintProblem[] {
  return entriesById(topology.subscriptions).flatMap(([id, subscription]) => {
    const queue = ownValue(topology.channels, subscription.channelId)
    if (subscription.kind !== 'lambdaConsumer' || queue?.kind !== 'sqsQueue') return []
    const mapping = filledSubscription(subscription)
    const wrong = isFifo(queue) ? fifoMistake(mapping) : standardMistake(mapping)
    const found = wrong ?? visibilityMistake(queue, mapping)
    if (found === null) return []
    const [field, message] = found
    return [
      {
        severity: 'error',
        code: 'event-source-mapping',
        message: `${sentence(subscriptionWords(topology, id))} cannot be: ${message}`,
        elementIds: shownSubscription(topology, id),
        path: ['subscriptions', id, field],
      } as const,
    ]
  })
}

/** AWS asks for six times the function's timeout: what is throttled is tried again within the lease. */
export function shortLambdaVisibility({ topology }: Examined): readonly LintProblem[] {
  return entriesById(topology.subscriptions).flatMap(([id, subscription]) => {
    const queue = ownValue(topology.channels, subscription.channelId)
    if (subscription.kind !== 'lambdaConsumer' || queue?.kind !== 'sqsQueue') return []
    const { functionTimeoutMs, maximumBatchingWindowMs } = filledSubscription(subscription)
    const { visibilityTimeoutMs } = filledChannel(queue)
    const wantedMs = functionTimeoutMs * TIMEOUTS_COVERED + maximumBatchingWindowMs
    const isRefused = visibilityTimeoutMs < functionTimeoutMs
    if (isRefused || visibilityTimeoutMs >= wantedMs || wantedMs > VISIBILITY_MAX_MS) return []
    const path = ['channels', subscription.channelId, 'visibilityTimeoutMs']
    const label = `Use a visibility timeout of ${exactDuration(wantedMs)}`
    return [
      {
        severity: 'warning',
        code: 'short-visibility',
        message: `${named(topology, subscription.channelId)} hides messages for ${exactDuration(visibilityTimeoutMs)}. For a function with a timeout of ${exactDuration(functionTimeoutMs)}, AWS advises ${TIMEOUTS_COVERED} times that and the batching window: ${exactDuration(wantedMs)}.`,
        elementIds: [...shownSubscription(topology, id), subscription.channelId],
        path,
        fix: { label, edit: setField(path, wantedMs, label) },
      } as const,
    ]
  })
}

const TIMEOUTS_COVERED = 6
const VISIBILITY_MAX_MS = 43_200_000

interface Mapping {
  readonly batchSize: number
  readonly maximumBatchingWindowMs: number
  readonly functionTimeoutMs: number
}

/** The field, and what is wrong with it. */
type Mistake = readonly [field: string, message: string] | null

function fifoMistake({ batchSize, maximumBatchingWindowMs }: Mapping): Mistake {
  if (batchSize > FIFO_BATCH_MAX)
    return ['batchSize', `of a FIFO queue, a batch has at most ${FIFO_BATCH_MAX} messages.`]
  if (maximumBatchingWindowMs > 0)
    return ['maximumBatchingWindowMs', 'a FIFO queue knows no batching window.']
  return null
}

function standardMistake({ batchSize, maximumBatchingWindowMs }: Mapping): Mistake {
  if (batchSize <= FIFO_BATCH_MAX || maximumBatchingWindowMs >= WINDOW_MIN_MS) return null
  return [
    'maximumBatchingWindowMs',
    `a batch of more than ${FIFO_BATCH_MAX} messages needs a batching window of a second or more.`,
  ]
}

function visibilityMistake(queue: ChannelOf<'sqsQueue'>, { functionTimeoutMs }: Mapping): Mistake {
  const { visibilityTimeoutMs } = filledChannel(queue)
  if (visibilityTimeoutMs >= functionTimeoutMs) return null
  const [shown, needed] = [visibilityTimeoutMs, functionTimeoutMs].map(exactDuration)
  return [
    'functionTimeoutMs',
    `the visibility timeout of the queue, ${shown}, is shorter than the timeout of the function, ${needed}.`,
  ]
}

const FIFO_BATCH_MAX = 10
const WINDOW_MIN_MS = 1000

function isFifo(queue: ChannelOf<'sqsQueue'>): boolean {
  return filledChannel(queue).fifoQueue
}

function senderOf({ publishes: { producer } }: Publication) {
  return filledProducer(producer?.kind === 'awsSender' ? producer : { kind: 'awsSender' })
}
