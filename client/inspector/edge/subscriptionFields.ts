// The settings of each kind of subscription, under their official names.

import type { SubscriptionKind } from '#shared/topology/channels.ts'
import { decimalCodec, durationCodec, integerCodec, textCodec } from '../fields/codec.ts'
import type { FieldSpec, Option } from '../fields/fieldSpec.ts'
import { MINUTE_MS } from '../fields/units.ts'

/** `channels`: where a record may go whose attempts have all failed. */
export function subscriptionFields(
  kind: SubscriptionKind,
  channels: readonly Option[],
): readonly FieldSpec[] {
  switch (kind) {
    case 'kafkaConsumer':
      return [...kafkaFields, deadLetterField(channels)]
    case 'rabbitConsumer':
      return rabbitFields
    case 'sqsConsumer':
      return sqsFields
  }
}

const kafkaFields: readonly FieldSpec[] = [
  {
    key: 'groupId',
    label: 'group.id',
    official: true,
    help: 'Each group reads every record; its members share the partitions.',
    control: { kind: 'text', codec: textCodec({ max: 120 }), room: 'name' },
  },
  {
    key: 'maxPollRecords',
    label: 'max.poll.records',
    official: true,
    help: 'At most so many in one poll. Default 500.',
    control: { kind: 'text', codec: integerCodec({ min: 1, max: 10_000 }) },
  },
  {
    key: 'autoOffsetReset',
    label: 'auto.offset.reset',
    official: true,
    help: 'Where a group begins that has no offset yet. Default latest.',
    control: {
      kind: 'choice',
      options: [
        { value: 'latest', label: 'latest' },
        { value: 'earliest', label: 'earliest' },
      ],
    },
  },
  {
    key: 'enableAutoCommit',
    label: 'enable.auto.commit',
    official: true,
    help: 'Off: commits each time all that was polled is handled.',
    control: { kind: 'switch' },
  },
  {
    key: 'autoCommitIntervalMs',
    label: 'auto.commit.interval.ms',
    official: true,
    help: 'Between automatic commits. Default 5 s.',
    control: { kind: 'text', codec: durationCodec() },
  },
  {
    key: 'sessionTimeoutMs',
    label: 'session.timeout.ms',
    official: true,
    help: 'After a crash the group learns of it only then. Default 45 s.',
    control: { kind: 'text', codec: durationCodec({ min: 6000, max: 30 * MINUTE_MS }) },
  },
]

function deadLetterField(channels: readonly Option[]): FieldSpec {
  return {
    key: 'deadLetterChannelId',
    label: 'Dead letters go to',
    help: 'When all attempts have failed. Without: the record is dropped.',
    control: { kind: 'choice', options: channels, none: 'nowhere' },
  }
}

const rabbitFields: readonly FieldSpec[] = [
  {
    key: 'prefetchCount',
    label: 'prefetch_count',
    official: true,
    help: 'Unacknowledged at once for each consumer; 0 is unlimited. Default 0.',
    control: { kind: 'text', codec: integerCodec({ min: 0, max: 65_535 }) },
  },
  {
    key: 'noAck',
    label: 'no-ack',
    official: true,
    help: 'On: settled when sent; a crash loses what was under way.',
    control: { kind: 'switch' },
  },
  {
    key: 'whenExhausted',
    label: 'When attempts run out',
    help: 'Reject: dead-lettered or dropped. Requeue: back into the queue.',
    control: {
      kind: 'choice',
      options: [
        { value: 'reject', label: 'reject' },
        { value: 'requeue', label: 'requeue' },
      ],
    },
  },
]

const sqsFields: readonly FieldSpec[] = [
  {
    key: 'maxNumberOfMessages',
    label: 'MaxNumberOfMessages',
    official: true,
    help: 'Taken by one receive. Default 1.',
    control: { kind: 'text', codec: integerCodec({ min: 1, max: 10 }) },
  },
  {
    key: 'waitTimeMs',
    label: 'WaitTimeSeconds',
    official: true,
    help: 'Long polling; 0 is short polling. Default 0.',
    control: { kind: 'text', codec: durationCodec({ min: 0, max: 20_000 }) },
  },
  {
    key: 'pollIntervalMs',
    label: 'Pause between polls',
    help: 'After a receive that brought nothing. Default 1 s.',
    control: { kind: 'text', codec: durationCodec({ min: 1, max: 60 * MINUTE_MS }) },
  },
]

/** Attempts within one delivery, done by the consumer itself. */
export const retryFields: readonly FieldSpec[] = [
  {
    key: 'attempts',
    label: 'Attempts',
    help: '1: no second one.',
    control: { kind: 'stepper', min: 1, max: 100 },
  },
  {
    key: 'backoffMs',
    label: 'First backoff',
    control: { kind: 'text', codec: durationCodec() },
  },
  {
    key: 'multiplier',
    label: 'Backoff grows by',
    help: 'Factor from one attempt to the next.',
    control: { kind: 'text', codec: decimalCodec({ min: 1, max: 100 }) },
  },
  {
    key: 'backoffMaxMs',
    label: 'Longest backoff',
    control: { kind: 'text', codec: durationCodec() },
  },
]
