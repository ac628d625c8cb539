import { exactDuration } from '../../lib/units.ts'
import { type ChannelOf, filledChannel } from '../../topology/channels.ts'
import { type GuaranteeWords, those } from './words.ts'

export function sqsGuarantees(channel: ChannelOf<'sqsQueue'>): GuaranteeWords {
  const { fifoQueue, visibilityTimeoutMs, messageRetentionPeriodMs, ...queue } =
    filledChannel(channel)
  const lease = exactDuration(visibilityTimeoutMs)
  const scope = queue.deduplicationScope === 'messageGroup' ? 'in the same message group ' : ''
  return {
    order: fifoQueue
      ? 'In the order in which they came within a message group; while one is in flight, its group waits.'
      : 'Best effort: messages may overtake each other.',
    delivery: fifoQueue
      ? `A duplicate sent ${scope}within 5 minutes is not stored. Received and not deleted within ${lease}, a message is received again.`
      : `At least once: received and not deleted within ${lease}, a message is received again.`,
    replay: 'None: a deleted message is gone.',
    losses: those(
      `After ${exactDuration(messageRetentionPeriodMs)} a message is deleted, in flight or not.`,
      queue.redrivePolicy === undefined &&
        'A message that always fails comes back until its retention ends: there is no dead-letter queue.',
      fifoQueue &&
        'A message that is meant, but has the deduplication id of one in the last 5 minutes, is dropped.',
    ),
  }
}

export function snsGuarantees(channel: ChannelOf<'snsTopic'>): GuaranteeWords {
  const { fifoTopic } = filledChannel(channel)
  return {
    order: fifoTopic
      ? 'Messages of a group reach each FIFO queue in the order in which they were published.'
      : 'None is promised.',
    delivery:
      'A copy to each subscription whose filter policy matches; a queue that fails is tried again for 23 days.',
    replay: 'None: a topic keeps nothing, and a queue subscribed later gets nothing of before.',
    losses: those(
      'What is published while nobody is subscribed is gone.',
      'What an endpoint refuses for good goes to the subscription’s dead-letter queue, or is lost.',
      fifoTopic &&
        'A message that is meant, but has the deduplication id of one in the last 5 minutes, is dropped.',
    ),
  }
}
