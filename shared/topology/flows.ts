// Which event types can come to which channel, by publishing, bindings and dead letters. Filter policies
// and expiry are left out of account, and headers that are compared: what may flow is shown, not what will.

import { ownValue } from '../lib/entries.ts'
import type { Binding, Channel } from './channels.ts'
import { publicationsOf, routingKeysOf } from './publications.ts'
import { bindingTake, type RabbitBinding } from './routing.ts'
import type { Topology } from './topology.ts'

export interface Flow {
  readonly eventTypeId: string
  readonly routingKey: string
}

/** No drawing that anybody can read comes near; stops one that was made to be slow. */
const STEPS_MAX = 500_000

interface Hop {
  readonly toChannelId: string
  /** The flow as it goes on, or null where it does not. */
  readonly pass: (flow: Flow) => Flow | null
}

/** By channel, each kind of message that can come to it. */
export function flowsOf(topology: Topology): ReadonlyMap<string, readonly Flow[]> {
  const hops = hopsOf(topology)
  const flows = new Map<string, Map<string, Flow>>()
  const waiting = publicationsOf(topology).flatMap(({ publishes }) =>
    routingKeysOf(topology, publishes).map((routingKey) => ({
      channelId: publishes.channelId,
      flow: { eventTypeId: publishes.eventTypeId, routingKey },
    })),
  )
  let steps = 0
  for (let next = waiting.pop(); next && steps < STEPS_MAX; next = waiting.pop()) {
    steps += 1
    const { channelId, flow } = next
    if (!isNew(flows, channelId, flow)) continue
    for (const hop of hops.get(channelId) ?? []) {
      const passed = hop.pass(flow)
      if (passed !== null) waiting.push({ channelId: hop.toChannelId, flow: passed })
    }
  }
  return new Map([...flows].map(([channelId, found]) => [channelId, [...found.values()]]))
}

/** What a binding does with a flow that comes to its channel. */
export function bindingPass(topology: Topology, binding: Binding): Hop['pass'] {
  if (binding.kind === 'snsSubscription') return (flow) => flow
  const from = ownValue(topology.channels, binding.fromChannelId)
  if (from?.kind !== 'rabbitExchange') return () => null
  return (flow) => (bindingTake(from.type, binding, flow.routingKey) === 'never' ? null : flow)
}

/** What an exchange's alternate may get: what none of its bindings is sure to take. */
export function alternatePass(topology: Topology, exchangeId: string): Hop['pass'] {
  const exchange = ownValue(topology.channels, exchangeId)
  if (exchange?.kind !== 'rabbitExchange') return () => null
  const bindings = Object.values(topology.bindings).filter(
    (binding): binding is RabbitBinding =>
      binding.kind === 'rabbitBinding' && binding.fromChannelId === exchangeId,
  )
  return (flow) => {
    const isTaken = bindings.some(
      (binding) => bindingTake(exchange.type, binding, flow.routingKey) === 'always',
    )
    return isTaken ? null : flow
  }
}

/** Ids in order, each once. */
export function eventTypeIdsIn(flows: readonly Flow[]): readonly string[] {
  return [...new Set(flows.map(({ eventTypeId }) => eventTypeId))].sort()
}

function isNew(flows: Map<string, Map<string, Flow>>, channelId: string, flow: Flow): boolean {
  const known = flows.get(channelId) ?? new Map<string, Flow>()
  flows.set(channelId, known)
  const key = `${flow.eventTypeId}\n${flow.routingKey}`
  if (known.has(key)) return false
  known.set(key, flow)
  return true
}

/** With the dead-letter queue of an SNS subscription. */
function targetsOf(binding: Binding): readonly string[] {
  const { toChannelId } = binding
  if (binding.kind !== 'snsSubscription' || binding.deadLetterQueueId === undefined)
    return [toChannelId]
  return [toChannelId, binding.deadLetterQueueId]
}

/** Where a channel sends by itself what it gives up, or cannot route. */
function hopFrom(topology: Topology, id: string, channel: Channel): Hop | null {
  if (channel.kind === 'sqsQueue' && channel.redrivePolicy)
    return { toChannelId: channel.redrivePolicy.deadLetterQueueId, pass: (flow) => flow }
  if (channel.kind === 'rabbitExchange' && channel.alternateExchangeId !== undefined)
    return { toChannelId: channel.alternateExchangeId, pass: alternatePass(topology, id) }
  if (channel.kind === 'rabbitQueue' && channel.deadLetterExchangeId !== undefined)
    return {
      toChannelId: channel.deadLetterExchangeId,
      pass: rekeyed(channel.deadLetterRoutingKey),
    }
  return null
}

function hopsOf(topology: Topology): ReadonlyMap<string, readonly Hop[]> {
  const hops = new Map<string, Hop[]>()
  const add = (fromChannelId: string, hop: Hop) => {
    const known = hops.get(fromChannelId)
    if (known) known.push(hop)
    else hops.set(fromChannelId, [hop])
  }
  for (const binding of Object.values(topology.bindings)) {
    const pass = bindingPass(topology, binding)
    for (const toChannelId of targetsOf(binding)) add(binding.fromChannelId, { toChannelId, pass })
  }
  for (const [id, channel] of Object.entries(topology.channels)) {
    const hop = hopFrom(topology, id, channel)
    if (hop) add(id, hop)
  }
  for (const subscription of Object.values(topology.subscriptions))
    if (subscription.kind === 'kafkaConsumer' && subscription.deadLetterChannelId !== undefined)
      add(subscription.channelId, {
        toChannelId: subscription.deadLetterChannelId,
        pass: (flow) => flow,
      })
  return hops
}

function rekeyed(routingKey: string | undefined): Hop['pass'] {
  return (flow) => (routingKey === undefined ? flow : { ...flow, routingKey })
}
