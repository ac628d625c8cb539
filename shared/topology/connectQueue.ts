// Puts a queue where one must stand: behind an exchange or an SNS topic, or between two services.

import { assert } from '../lib/assert.ts'
import { ownValue } from '../lib/entries.ts'
import type { Edit } from './change.ts'
import type { ChannelOf } from './channels.ts'
import { bindExchange, bindTopic } from './connectChannels.ts'
import { type NamedService, publish } from './connectPublish.ts'
import { type Consumable, subscribe } from './connectSubscription.ts'
import { applyEdit } from './edit.ts'
import { addChannel } from './edits.ts'
import { NAME_LENGTH_MAX } from './fields.ts'
import { freePlaceBetween } from './freePlace.ts'
import { newChannel } from './newElements.ts'
import { channelSize } from './nodeSizes.ts'
import type { Topology } from './topology.ts'

type Sender =
  | NamedService
  | { readonly id: string; readonly channel: ChannelOf<'rabbitExchange' | 'snsTopic'> }

/** The queue half way or near it, where it covers nothing, filled from `from` and consumed by `to`. */
export function insertQueue(topology: Topology, from: Sender, to: NamedService): Edit {
  const isTopic = 'channel' in from && from.channel.kind === 'snsTopic'
  const kind = isTopic ? 'sqsQueue' : 'rabbitQueue'
  // As queues behind an exchange are mostly named: who reads, then what.
  const name = 'channel' in from ? `${to.id}-${from.id}` : `${from.id}-${to.id}`
  const size = channelSize(newChannel(kind, name), { rows: 0, holdsDeadLetters: false })
  const position = freePlaceBetween(topology, [from.id, to.id], size)
  const { edit: added, id } = addChannel(topology, {
    kind,
    name: name.slice(0, NAME_LENGTH_MAX),
    position,
  })
  const withQueue = applied(topology, added)
  const filled = fill(withQueue, from, id)
  const withFilled = applied(withQueue, filled)
  const service = ownValue(withFilled.services, to.id)
  const channel = ownValue(withFilled.channels, id)
  assert(service && isConsumable(channel), 'the queue just inserted stands between')
  const { edit: consumed } = subscribe(withFilled, { id, channel }, { id: to.id, service })
  const changes = [...added.changes, ...filled.changes, ...consumed.changes]
  return { label: 'Insert a queue', changes }
}

function fill(topology: Topology, from: Sender, queueId: string): Edit {
  if ('service' in from) return publish(topology, from, queueId)
  const { id, channel } = from
  if (channel.kind === 'snsTopic') return bindTopic(topology, id, queueId).edit
  return bindExchange(topology, { id, channel }, queueId).edit
}

function isConsumable(
  channel: Topology['channels'][string] | undefined,
): channel is ChannelOf<Consumable> {
  return channel?.kind === 'rabbitQueue' || channel?.kind === 'sqsQueue'
}

function applied(topology: Topology, edit: Edit): Topology {
  const outcome = applyEdit(topology, edit)
  assert(outcome.ok, 'an edit of our own making can be applied')
  return outcome.topology
}
