import { exactDuration } from '../../lib/units.ts'
import {
  type ChannelOf,
  filledChannel,
  filledSubscription,
  type Subscription,
} from '../../topology/channels.ts'
import { type GuaranteeWords, those } from './words.ts'

export function eventStoreGuarantees(
  channel: ChannelOf<'eventStore'>,
  readers: readonly Subscription[],
): GuaranteeWords {
  const { maxCount, maxAgeMs, scavengeIntervalMs } = filledChannel(channel)
  const competes = readers.some(({ kind }) => kind === 'persistentConsumer')
  // What is hidden in its stream stays in $all, where subscriptions read, until it is scavenged.
  const isScavenged = scavengeIntervalMs !== null
  const hidden = those(
    isScavenged && maxCount !== null && `all but the newest ${maxCount} of a stream`,
    isScavenged && maxAgeMs !== null && `what is older than ${exactDuration(maxAgeMs)}`,
  )
  return {
    order: competes
      ? 'Streams and the whole store have one order. A catch-up subscription reads in it; the consumers of a persistent one do not wait for each other.'
      : 'Streams and the whole store have one order, and a catch-up subscription reads in it.',
    delivery:
      'At least once: a subscription goes on from its checkpoint. An append with an expected version happens only if the stream is still at it.',
    replay:
      hidden.length === 0
        ? 'The full history stays: a read model can be built anew from the beginning.'
        : `The history stays, without ${hidden.join(' and ')}.`,
    losses: those(
      readers.some((reader) => skips(reader)) &&
        'An event whose attempts have all failed is skipped by a reader that is told to.',
      readers.some((reader) => beginsAtEnd(reader)) &&
        'A persistent subscription that begins at the end loses what is open when its node restarts before its first checkpoint.',
    ),
  }
}

function beginsAtEnd(reader: Subscription): boolean {
  return reader.kind === 'persistentConsumer' && filledSubscription(reader).startFrom === 'end'
}

function skips(reader: Subscription): boolean {
  if (reader.kind !== 'catchUpConsumer' && reader.kind !== 'persistentConsumer') return false
  return filledSubscription(reader).whenExhausted === 'skip'
}
