// What settings do not say of a subscription: its group, where what fails goes, and the consumer's own
// attempts.

import type { SubscriptionKind } from '#shared/topology/channels.ts'
import { decimalCodec, durationCodec, textCodec } from '../fields/codec.ts'
import type { FieldSpec, Option } from '../fields/fieldSpec.ts'

/** `channels`: where a record may go whose attempts have all failed. */
export function subscriptionFields(
  kind: SubscriptionKind,
  channels: readonly Option[],
): readonly FieldSpec[] {
  if (kind !== 'kafkaConsumer') return []
  return [
    {
      key: 'groupId',
      label: 'group.id',
      official: true,
      help: 'Each group reads every record; its members share the partitions.',
      control: { kind: 'text', codec: textCodec({ max: 120 }), room: 'name' },
    },
    {
      key: 'deadLetterChannelId',
      label: 'Dead letters go to',
      help: 'When all attempts have failed. Without: the record is dropped.',
      control: { kind: 'choice', options: channels, none: 'nowhere' },
    },
  ]
}

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
