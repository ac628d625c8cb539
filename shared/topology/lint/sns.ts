// Subscriptions to SNS topics that AWS would not make, and publishers whose messages it would refuse.

import { entriesById, ownValue } from '../../lib/entries.ts'
import { compilePolicy } from '../../schemas/filterPolicy/compile.ts'
import { policySentence } from '../../schemas/filterPolicy/problem.ts'
import { type Binding, filledBinding, filledChannel } from '../channels.ts'
import { edgeIds } from '../edges.ts'
import { setField } from '../edits.ts'
import { CHANNEL_NOUNS } from '../naming.ts'
import { publicationsOf } from '../publications.ts'
import type { Topology } from '../topology.ts'
import type { Examined } from './examined.ts'
import type { LintProblem } from './problem.ts'
import { shownBinding } from './shown.ts'
import { bindingWords, named, publicationWords, sentence } from './words.ts'

type SnsSubscription = Extract<Binding, { kind: 'snsSubscription' }>

export function filterPolicies({ topology }: Examined): readonly LintProblem[] {
  return subscriptionsOf(topology).flatMap(([id, binding]) => {
    const { filterPolicy, filterPolicyScope } = filledBinding(binding)
    const compiled = filterPolicy && compilePolicy(filterPolicy, filterPolicyScope)
    if (compiled === undefined || compiled.ok) return []
    const { problem } = compiled
    return [
      {
        severity: 'error',
        code: 'filter-policy',
        message: `The filter policy of ${bindingWords(topology, id)} is none. ${policySentence(problem)}`,
        elementIds: shownBinding(topology, id),
        path: ['bindings', id, 'filterPolicy', ...problem.path],
      },
    ]
  })
}

/** A standard topic gives no message group: it feeds standard queues only. A FIFO topic feeds both. */
export function fifoSubscribers({ topology }: Examined): readonly LintProblem[] {
  return subscriptionsOf(topology).flatMap(([id, { fromChannelId, toChannelId }]) => {
    if (isFifo(topology, fromChannelId) !== false || isFifo(topology, toChannelId) !== true)
      return []
    const from = named(topology, fromChannelId)
    return [
      {
        severity: 'error',
        code: 'fifo-subscriber',
        message: `${sentence(bindingWords(topology, id))} cannot be: ${from} is a standard topic, and ${named(topology, toChannelId)} is a FIFO queue. Turn FifoTopic of ${from} on, or subscribe a standard queue.`,
        elementIds: shownBinding(topology, id),
        path: ['bindings', id],
      },
    ]
  })
}

/** The dead-letter queue of a subscription is a queue, of the kind of the queue that is subscribed. */
export function subscriptionDeadLetters({ topology }: Examined): readonly LintProblem[] {
  return subscriptionsOf(topology).flatMap(([id, { toChannelId, deadLetterQueueId }]) => {
    const queue = ownValue(topology.channels, deadLetterQueueId ?? '')
    if (!queue || deadLetterQueueId === undefined) return []
    const name = named(topology, deadLetterQueueId)
    const wrong =
      queue.kind === 'sqsQueue'
        ? mismatch(topology, toChannelId, deadLetterQueueId)
        : `${name} is ${CHANNEL_NOUNS[queue.kind]}. They go to an SQS queue.`
    if (wrong === null) return []
    return [
      {
        severity: 'error',
        code: 'dead-letter-kind',
        message: `${sentence(bindingWords(topology, id))} cannot send dead letters to ${name}: ${wrong}`,
        elementIds: shownBinding(topology, id),
        path: ['bindings', id, 'deadLetterQueueId'],
      },
    ]
  })
}

/** Without a deduplication id, SNS refuses every message to a FIFO topic. */
export function fifoPublishers({ topology }: Examined): readonly LintProblem[] {
  return publicationsOf(topology).flatMap((publication) => {
    const { serviceId, publishes } = publication
    const { channelId, producer } = publishes
    const topic = ownValue(topology.channels, channelId)
    if (topic?.kind !== 'snsTopic') return []
    const { fifoTopic, contentBasedDeduplication } = filledChannel(topic)
    const hasId = producer?.kind === 'awsSender' && producer.deduplication !== undefined
    if (!fifoTopic || contentBasedDeduplication || hasId) return []
    const path = ['channels', channelId, 'contentBasedDeduplication']
    const label = 'Use content-based deduplication'
    return [
      {
        severity: 'error',
        code: 'no-deduplication-id',
        message: `${sentence(publicationWords(topology, publication))} publishes to the FIFO topic ${named(topology, channelId)} without a deduplication id: it is refused. Give the sender one, or let ${named(topology, channelId)} use content-based deduplication.`,
        elementIds: [edgeIds.publish(serviceId, channelId)],
        path,
        fix: { label, edit: setField(path, true, label) },
      },
    ]
  })
}

function mismatch(topology: Topology, queueId: string, deadLetterQueueId: string): string | null {
  const wanted = isFifo(topology, queueId)
  if (wanted === null || wanted === isFifo(topology, deadLetterQueueId)) return null
  const noun = wanted ? 'a FIFO queue' : 'a standard queue'
  return `that of ${noun} is ${noun} as well.`
}

/** Null: no topic or queue of AWS. */
function isFifo(topology: Topology, channelId: string): boolean | null {
  const channel = ownValue(topology.channels, channelId)
  if (channel?.kind === 'snsTopic') return channel.fifoTopic ?? false
  return channel?.kind === 'sqsQueue' ? (channel.fifoQueue ?? false) : null
}

function subscriptionsOf(topology: Topology): readonly (readonly [string, SnsSubscription])[] {
  return entriesById(topology.bindings).flatMap(([id, binding]) =>
    binding.kind === 'snsSubscription' ? [[id, binding] as const] : [],
  )
}
