// The settings of each kind of channel, under their official names.

import type { Channel, ChannelKind } from '#shared/topology/channels.ts'
import { durationCodec, integerCodec, optional, textCodec } from '../fields/codec.ts'
import type { FieldSpec, Option } from '../fields/fieldSpec.ts'
import { MINUTE_MS } from '../fields/units.ts'

export interface ChannelChoices {
  readonly exchanges: readonly Option[]
  readonly queues: readonly Option[]
}

const nameField: FieldSpec = {
  key: 'name',
  label: 'Name',
  control: { kind: 'text', codec: textCodec({ max: 120 }), room: 'name' },
}

export function channelFields(kind: ChannelKind, choices: ChannelChoices): readonly FieldSpec[] {
  return [nameField, ...settingsOf[kind](choices)]
}

const settingsOf: {
  readonly [Kind in ChannelKind]: (choices: ChannelChoices) => readonly FieldSpec[]
} = {
  kafkaTopic: () => [
    {
      key: 'partitions',
      label: 'partitions',
      official: true,
      help: 'At most so many members of a group read at once.',
      control: { kind: 'stepper', min: 1, max: 1000 },
    },
    {
      key: 'retentionMs',
      label: 'retention.ms',
      official: true,
      help: 'Older records are deleted, read or not. Default 7 d.',
      control: { kind: 'text', codec: durationCodec() },
    },
  ],
  rabbitExchange: () => [
    {
      key: 'type',
      label: 'type',
      official: true,
      help: 'How routing keys are compared with those of the bindings.',
      control: {
        kind: 'choice',
        options: [
          { value: 'direct', label: 'direct' },
          { value: 'fanout', label: 'fanout' },
          { value: 'topic', label: 'topic' },
        ],
      },
    },
  ],
  rabbitQueue: ({ exchanges }) => [
    {
      key: 'messageTtlMs',
      label: 'x-message-ttl',
      official: true,
      help: 'How long a message waits at most. Default: for ever.',
      control: { kind: 'text', codec: optional(durationCodec()), placeholder: 'none' },
    },
    {
      key: 'deadLetterExchangeId',
      label: 'x-dead-letter-exchange',
      official: true,
      help: 'Where rejected and expired messages go. Default: dropped.',
      control: { kind: 'choice', options: exchanges, none: 'none' },
    },
    {
      key: 'deadLetterRoutingKey',
      label: 'x-dead-letter-routing-key',
      official: true,
      help: 'Default: a message keeps its own.',
      control: { kind: 'text', codec: optional(textCodec({ max: 255 })), placeholder: 'its own' },
    },
  ],
  snsTopic: () => [],
  sqsQueue: () => [
    {
      key: 'visibilityTimeoutMs',
      label: 'VisibilityTimeout',
      official: true,
      help: 'Hidden so long once received; then handed out again. Default 30 s.',
      control: { kind: 'text', codec: durationCodec({ min: 0, max: 720 * MINUTE_MS }) },
    },
    {
      key: 'delayMs',
      label: 'DelaySeconds',
      official: true,
      help: 'Before a new message can be received. Default 0.',
      control: { kind: 'text', codec: durationCodec({ min: 0, max: 15 * MINUTE_MS }) },
    },
    {
      key: 'messageRetentionPeriodMs',
      label: 'MessageRetentionPeriod',
      official: true,
      help: 'Older messages are deleted. Default 4 d.',
      control: {
        kind: 'text',
        codec: durationCodec({ min: MINUTE_MS, max: 14 * 24 * 60 * MINUTE_MS }),
      },
    },
  ],
}

/** Part of an SQS queue's redrive policy. */
export const maxReceiveCountField: FieldSpec = {
  key: 'maxReceiveCount',
  label: 'maxReceiveCount',
  official: true,
  help: 'Received so often without being deleted, a message is moved.',
  control: { kind: 'text', codec: integerCodec({ min: 1, max: 1000 }) },
}

/** Channels of a kind, to choose from; never the one that chooses. */
export function channelOptions(
  channels: Readonly<Record<string, Channel>>,
  kind: ChannelKind,
  exceptId: string,
): readonly Option[] {
  return Object.entries(channels)
    .filter(([id, channel]) => channel.kind === kind && id !== exceptId)
    .map(([value, { name }]) => ({ value, label: name }))
    .sort((a, b) => a.label.localeCompare(b.label))
}
