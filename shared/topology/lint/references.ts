// References to what is not there.

import { entriesById, ownValue } from '../../lib/entries.ts'
import type { Step } from '../../lib/json.ts'
import type { Binding } from '../channels.ts'
import { quoted } from '../describe.ts'
import { setField } from '../edits.ts'
import { publicationsOf } from '../publications.ts'
import type { Topology } from '../topology.ts'
import type { Examined } from './examined.ts'
import type { LintProblem } from './problem.ts'
import { isNode } from './shown.ts'
import { handlerWords, named, publicationWords, sentence } from './words.ts'

type Section = 'services' | 'channels' | 'eventTypes' | 'subscriptions'

const NOUNS: Readonly<Record<Section, string>> = {
  services: 'service',
  channels: 'channel',
  eventTypes: 'event type',
  subscriptions: 'subscription',
}

interface Reference {
  readonly to: Section
  readonly id: string
  /** Who refers, and how: "the subscription 'a' reads". */
  readonly by: string
  readonly path: readonly Step[]
  /** Nodes to show; those that are missing themselves are left out. */
  readonly nodeIds: readonly string[]
  /** What can be taken away to be rid of it. */
  readonly removal?: {
    readonly path: readonly Step[]
    readonly what: string
    readonly left?: unknown
  }
}

export function danglingReferences({ topology }: Examined): readonly LintProblem[] {
  return referencesOf(topology)
    .filter(({ to, id }) => ownValue<unknown>(topology[to], id) === undefined)
    .map((reference) => dangling(topology, reference))
}

function dangling(topology: Topology, reference: Reference): LintProblem {
  const { to, id, by, path, nodeIds, removal } = reference
  const noun = NOUNS[to]
  const instead =
    to === 'channels' && ownValue(topology.services, id)
      ? `${named(topology, id)}, which is a service; events go to a channel, from which services read`
      : `the ${noun} ${quoted(id)}, which does not exist`
  const remedy = removal ? `, or remove ${removal.what}` : ''
  return {
    severity: 'error',
    code: 'dangling-reference',
    message: `${sentence(by)} ${instead}. Choose another ${noun}${remedy}.`,
    elementIds: nodeIds.filter((nodeId) => isNode(topology, nodeId)),
    path,
    ...(removal && { fix: fixOf(removal) }),
  }
}

function fixOf({
  path,
  what,
  left,
}: NonNullable<Reference['removal']>): NonNullable<LintProblem['fix']> {
  const label = `Remove ${what}`
  return { label, edit: setField(path, left, label) }
}

function referencesOf(topology: Topology): readonly Reference[] {
  return [
    ...ofPublications(topology),
    ...ofHandlers(topology),
    ...ofChannels(topology),
    ...ofBindings(topology),
    ...ofSubscriptions(topology),
  ]
}

function ofPublications(topology: Topology): readonly Reference[] {
  return publicationsOf(topology).flatMap((publication): readonly Reference[] => {
    const { publishes, path, serviceId } = publication
    const words = publicationWords(topology, publication)
    const { channelId, eventTypeId } = publishes
    const what = path.includes('outputs') ? 'the output' : 'the source'
    const shared = { nodeIds: [serviceId], removal: { path, what } } as const
    return [
      {
        ...shared,
        to: 'channels',
        id: channelId,
        by: `${words} publishes to`,
        path: [...path, 'channelId'],
      },
      {
        ...shared,
        to: 'eventTypes',
        id: eventTypeId,
        by: `${words} publishes`,
        path: [...path, 'eventTypeId'],
      },
    ]
  })
}

function ofHandlers(topology: Topology): readonly Reference[] {
  return entriesById(topology.services).flatMap(([serviceId, { handlers }]) =>
    entriesById(handlers).flatMap(([handlerId, { subscriptionIds, eventTypeIds = [] }]) => {
      const by = `${handlerWords(topology, serviceId, handlerId)} takes`
      const path = ['services', serviceId, 'handlers', handlerId]
      const nodeIds = [serviceId]
      const item = (to: Section, ids: readonly string[], key: string) =>
        ids.map((id, index): Reference => {
          const left = ids.filter((other) => other !== id)
          const removal = { path: [...path, key], what: 'it from the handler', left }
          return { to, id, by, path: [...path, key, index], nodeIds, removal }
        })
      return [
        ...item('subscriptions', subscriptionIds, 'subscriptionIds'),
        ...item('eventTypes', eventTypeIds, 'eventTypeIds'),
      ]
    }),
  )
}

function ofChannels(topology: Topology): readonly Reference[] {
  return entriesById(topology.channels).flatMap(([channelId, channel]): readonly Reference[] => {
    const words = named(topology, channelId)
    const shared = {
      to: 'channels',
      nodeIds: [channelId],
      by: `${words} sends dead letters to`,
    } as const
    if (channel.kind === 'rabbitQueue' && channel.deadLetterExchangeId !== undefined) {
      const path = ['channels', channelId, 'deadLetterExchangeId']
      const removal = { path, what: 'the dead-letter exchange' }
      return [{ ...shared, id: channel.deadLetterExchangeId, path, removal }]
    }
    if (channel.kind === 'rabbitExchange' && channel.alternateExchangeId !== undefined) {
      const path = ['channels', channelId, 'alternateExchangeId']
      const removal = { path, what: 'the alternate exchange' }
      const by = `${words} sends what it cannot route to`
      return [{ ...shared, by, id: channel.alternateExchangeId, path, removal }]
    }
    if (channel.kind === 'sqsQueue' && channel.redrivePolicy) {
      const path = ['channels', channelId, 'redrivePolicy']
      const removal = { path, what: 'the redrive policy' }
      return [{ ...shared, id: channel.redrivePolicy.deadLetterQueueId, path, removal }]
    }
    return []
  })
}

function ofBindings(topology: Topology): readonly Reference[] {
  return entriesById(topology.bindings).flatMap(([bindingId, binding]): readonly Reference[] => {
    const { fromChannelId, toChannelId } = binding
    const path = ['bindings', bindingId]
    const nodeIds = [fromChannelId, toChannelId]
    const shared = { to: 'channels', nodeIds, removal: { path, what: 'the binding' } } as const
    const words = `the binding ${quoted(bindingId)}`
    return [
      { ...shared, id: fromChannelId, by: `${words} leaves`, path: [...path, 'fromChannelId'] },
      { ...shared, id: toChannelId, by: `${words} leads to`, path: [...path, 'toChannelId'] },
      ...deadLettersOf(binding, path, words),
    ]
  })
}

function deadLettersOf(
  binding: Binding,
  bindingPath: readonly string[],
  words: string,
): readonly Reference[] {
  if (binding.kind !== 'snsSubscription' || binding.deadLetterQueueId === undefined) return []
  const path = [...bindingPath, 'deadLetterQueueId']
  const removal = { path, what: 'the dead-letter queue' }
  const nodeIds = [binding.fromChannelId, binding.toChannelId]
  const by = `${words} sends dead letters to`
  return [{ to: 'channels', id: binding.deadLetterQueueId, by, path, nodeIds, removal }]
}

function ofSubscriptions(topology: Topology): readonly Reference[] {
  return entriesById(topology.subscriptions).flatMap(
    ([subscriptionId, subscription]): readonly Reference[] => {
      const { channelId, serviceId } = subscription
      const path = ['subscriptions', subscriptionId]
      const nodeIds = [channelId, serviceId]
      const words = `the subscription ${quoted(subscriptionId)}`
      const shared = { nodeIds, removal: { path, what: 'the subscription' } }
      const ends: readonly Reference[] = [
        {
          ...shared,
          to: 'channels',
          id: channelId,
          by: `${words} reads`,
          path: [...path, 'channelId'],
        },
        {
          ...shared,
          to: 'services',
          id: serviceId,
          by: `${words} feeds`,
          path: [...path, 'serviceId'],
        },
      ]
      if (subscription.kind !== 'kafkaConsumer' || subscription.deadLetterChannelId === undefined)
        return ends
      const deadPath = [...path, 'deadLetterChannelId']
      const removal = { path: deadPath, what: 'the dead-letter channel' }
      const by = `${words} sends dead letters to`
      const id = subscription.deadLetterChannelId
      return [...ends, { to: 'channels', id, by, path: deadPath, nodeIds, removal }]
    },
  )
}
