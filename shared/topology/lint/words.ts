// Parts of a drawing as sentences name them, by the names that a person sees.

import { ownValue } from '../../lib/entries.ts'
import { quoted } from '../describe.ts'
import { nodeName } from '../naming.ts'
import type { Publication } from '../publications.ts'
import type { Topology } from '../topology.ts'

export function named(topology: Topology, nodeId: string): string {
  return quoted(nodeName(topology, nodeId))
}

export function namedType(topology: Topology, eventTypeId: string): string {
  return quoted(ownValue(topology.eventTypes, eventTypeId)?.name ?? eventTypeId)
}

/** "the subscription of 'Payments' to 'orders'" */
export function subscriptionWords(topology: Topology, subscriptionId: string): string {
  const subscription = ownValue(topology.subscriptions, subscriptionId)
  if (!subscription) return `the subscription ${quoted(subscriptionId)}`
  const { serviceId, channelId } = subscription
  return `the subscription of ${named(topology, serviceId)} to ${named(topology, channelId)}`
}

/** "the binding of 'stock' to 'email'" */
export function bindingWords(topology: Topology, bindingId: string): string {
  const binding = ownValue(topology.bindings, bindingId)
  if (!binding) return `the binding ${quoted(bindingId)}`
  const { fromChannelId, toChannelId } = binding
  return `the binding of ${named(topology, fromChannelId)} to ${named(topology, toChannelId)}`
}

/** "the handler 'place' of 'Orders'" */
export function handlerWords(topology: Topology, serviceId: string, handlerId: string): string {
  return `the handler ${quoted(handlerId)} of ${named(topology, serviceId)}`
}

/** "the source 'checkout' of 'Web shop'", "the output 'placed' of the handler 'place' of 'Orders'" */
export function publicationWords(topology: Topology, { serviceId, path }: Publication): string {
  const [, , section, partId, , outputId] = path.map(String)
  if (section !== 'handlers')
    return `the source ${quoted(partId ?? '')} of ${named(topology, serviceId)}`
  const handler = handlerWords(topology, serviceId, partId ?? '')
  return `the output ${quoted(outputId ?? '')} of ${handler}`
}

export function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** "a, b and c"; from the sixth on only how many more there are. */
export function listed(words: readonly string[]): string {
  const shown = words.length > 6 ? [...words.slice(0, 5), `${words.length - 5} more`] : words
  const last = shown.at(-1) ?? ''
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(', ')} and ${last}`
}

export function plural(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`
}
