// What settings do not say of a channel: its name, what has no default, and which channels it refers to.

import type { Channel, ChannelKind } from '#shared/topology/channels.ts'
import { integerCodec, textCodec } from '../fields/codec.ts'
import type { FieldSpec, Option } from '../fields/fieldSpec.ts'

export interface ChannelChoices {
  readonly exchanges: readonly Option[]
}

const nameField: FieldSpec = {
  key: 'name',
  label: 'Name',
  control: { kind: 'text', codec: textCodec({ max: 120 }), room: 'name' },
}

export function channelFields(kind: ChannelKind, choices: ChannelChoices): readonly FieldSpec[] {
  return [nameField, ...(requiredOf[kind]?.(choices) ?? [])]
}

const requiredOf: {
  readonly [Kind in ChannelKind]?: (choices: ChannelChoices) => readonly FieldSpec[]
} = {
  kafkaTopic: () => [
    {
      key: 'partitions',
      label: 'partitions',
      official: true,
      help: 'At most so many members of a group read at once.',
      control: { kind: 'stepper', min: 1, max: 1000 },
    },
  ],
  rabbitExchange: ({ exchanges }) => [
    {
      key: 'type',
      label: 'type',
      official: true,
      help: 'How messages are compared with the bindings.',
      control: {
        kind: 'choice',
        options: ['direct', 'fanout', 'topic', 'headers'].map((value) => ({ value, label: value })),
      },
    },
    {
      key: 'alternateExchangeId',
      label: 'alternate-exchange',
      official: true,
      help: 'Takes what no binding matches. Default: dropped.',
      control: { kind: 'choice', options: exchanges, none: 'none' },
    },
  ],
  rabbitQueue: ({ exchanges }) => [
    {
      key: 'deadLetterExchangeId',
      label: 'x-dead-letter-exchange',
      official: true,
      help: 'Where rejected and expired messages go. Default: dropped.',
      control: { kind: 'choice', options: exchanges, none: 'none' },
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
