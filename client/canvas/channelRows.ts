// What a channel's node shows besides its own settings: the bindings that leave it, and whether it is
// where dead letters go. Computed once for each set of bindings and subscriptions.

import { entriesById } from '#shared/lib/entries.ts'
import type { Binding, Channel } from '#shared/topology/channels.ts'
import type { Topology } from '#shared/topology/topology.ts'

/** A binding as a row of the exchange or SNS topic that it leaves. */
export interface BindingRow {
  readonly bindingId: string
  readonly text: string
}

const NO_ROWS: readonly BindingRow[] = []

export function bindingRowsOf(topology: Topology): ReadonlyMap<string, readonly BindingRow[]> {
  const rows = new Map<string, BindingRow[]>()
  for (const [bindingId, binding] of entriesById(topology.bindings)) {
    const known = rows.get(binding.fromChannelId) ?? []
    known.push({ bindingId, text: rowText(binding, topology.channels) })
    rows.set(binding.fromChannelId, known)
  }
  return rows
}

export function rowsFrom(
  rows: ReadonlyMap<string, readonly BindingRow[]>,
  channelId: string,
): readonly BindingRow[] {
  return rows.get(channelId) ?? NO_ROWS
}

/** Channels that hold what could not be handled, by the settings that send it there. */
export function deadLetterChannelIds(topology: Topology): ReadonlySet<string> {
  const { subscriptions, bindings, channels } = topology
  const named = [
    ...Object.values(subscriptions).map((subscription) =>
      subscription.kind === 'kafkaConsumer' ? subscription.deadLetterChannelId : undefined,
    ),
    ...Object.values(bindings).map((binding) =>
      binding.kind === 'snsSubscription' ? binding.deadLetterQueueId : undefined,
    ),
    ...Object.values(channels).map(deadLetterTarget),
  ]
  const ids = new Set(named.filter((id) => id !== undefined))
  addQueuesBehind(ids, topology)
  return ids
}

function deadLetterTarget(channel: Channel): string | undefined {
  if (channel.kind === 'sqsQueue') return channel.redrivePolicy?.deadLetterQueueId
  return channel.kind === 'rabbitQueue' ? channel.deadLetterExchangeId : undefined
}

/** RabbitMQ names an exchange: the letters lie in the queues that only such exchanges feed. */
function addQueuesBehind(ids: Set<string>, { bindings, channels }: Topology): void {
  const feeders = new Map<string, string[]>()
  for (const { kind, fromChannelId, toChannelId } of Object.values(bindings)) {
    if (kind !== 'rabbitBinding' || channels[toChannelId]?.kind !== 'rabbitQueue') continue
    feeders.set(toChannelId, [...(feeders.get(toChannelId) ?? []), fromChannelId])
  }
  for (const [queueId, exchangeIds] of feeders) {
    if (exchangeIds.every((exchangeId) => ids.has(exchangeId))) ids.add(queueId)
  }
}

function rowText(binding: Binding, channels: Readonly<Record<string, Channel>>): string {
  const target = channels[binding.toChannelId]?.name ?? binding.toChannelId
  if (binding.kind === 'snsSubscription') return target
  const source = channels[binding.fromChannelId]
  const byKey = source?.kind === 'rabbitExchange' && source.type !== 'fanout'
  return byKey && binding.routingKey !== '' ? binding.routingKey : target
}
