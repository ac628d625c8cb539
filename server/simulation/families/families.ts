// Each kind of channel of the document and the family that runs it: the one place that knows them all.

import type { ChannelKind, Channel as ChannelSpec } from '#shared/topology/channels.ts'
import { snsTopicFamily, sqsQueueFamily } from './aws.ts'
import { eventStoreFamily } from './eventStore.ts'
import type { ChannelFamily, ChannelPlace, RunningChannel } from './family.ts'
import { kafkaTopicFamily } from './kafka.ts'
import { rabbitExchangeFamily, rabbitQueueFamily } from './rabbit.ts'

const FAMILIES: { readonly [Kind in ChannelKind]: ChannelFamily<Kind> } = {
  kafkaTopic: kafkaTopicFamily,
  rabbitExchange: rabbitExchangeFamily,
  rabbitQueue: rabbitQueueFamily,
  snsTopic: snsTopicFamily,
  sqsQueue: sqsQueueFamily,
  eventStore: eventStoreFamily,
}

export function createChannel(place: ChannelPlace, spec: ChannelSpec): RunningChannel {
  return familyOf(spec).create(place, spec as never)
}

/** A change that a channel cannot take while it runs: the edit ends it and begins another one. */
export function isAnotherChannel(before: ChannelSpec, after: ChannelSpec): boolean {
  if (before.kind !== after.kind) return true
  return familyOf(before).isAnother?.(before as never, after as never) ?? false
}

function familyOf({ kind }: ChannelSpec): ChannelFamily<ChannelKind> {
  return FAMILIES[kind] as ChannelFamily<ChannelKind>
}
