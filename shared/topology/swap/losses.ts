// What a swap changes by design: promises that the new broker does not make, settings that it does not
// know. Sentences for the person who decides.

import type { z } from 'zod'
import { channelSchemas, subscriptionSchemas } from '../channels.ts'
import { settingsIn } from '../families/setting.ts'
import type { Topology } from '../topology.ts'
import type { Conversation } from './conversation.ts'
import type { SwapTarget } from './targets.ts'

type Family = 'kafka' | 'rabbit' | 'aws'

const FAMILY: { readonly [Target in SwapTarget]: Family } = {
  kafka: 'kafka',
  rabbitClassic: 'rabbit',
  rabbitQuorum: 'rabbit',
  sqs: 'aws',
  sqsFifo: 'aws',
}

/** Settings that a swap carries over to where the new broker has something like them. */
const CARRIED = new Set(['retentionMs', 'messageRetentionPeriodMs', 'messageTtlMs', 'queueType'])

export function lossesOf(
  topology: Topology,
  conversation: Conversation,
  target: SwapTarget,
): readonly string[] {
  return [...promises(conversation, target), ...settings(topology, conversation)]
}

function promises(conversation: Conversation, target: SwapTarget): readonly string[] {
  const { root, keepsKeyOrder, groups } = conversation
  const { name } = root
  const sentences: string[] = []
  const family = FAMILY[target]
  const comesFromLog = root.kind === 'kafkaTopic'
  if (keepsKeyOrder && target !== 'sqsFifo' && target !== 'kafka')
    sentences.push(
      `${name} keeps events of a key in order; with several consumers ${family === 'rabbit' ? 'a queue' : 'a standard queue'} does not.`,
    )
  if (comesFromLog && family !== 'kafka')
    sentences.push(`What was read is gone: nobody can read ${name} again from an earlier position.`)
  if (!comesFromLog && family === 'kafka')
    sentences.push(
      `A slow message of ${name} holds up those behind it in its partition: there is no acknowledging one by one.`,
    )
  if (groups.some(({ isFiltered }) => isFiltered))
    sentences.push(
      'Filter policies have no equivalent: every group gets every message, and handlers choose by type.',
    )
  if (groups.some(({ routingKeys }) => routingKeys !== null) && family !== 'rabbit')
    sentences.push(
      'Routing keys have no equivalent: every group gets every message, and handlers choose by type.',
    )
  if (groups.length === 0)
    sentences.push(`Nobody reads ${name}: there is nothing to compare but what is kept.`)
  return sentences
}

/** What the document says and the new broker has no name for. */
function settings(topology: Topology, conversation: Conversation): readonly string[] {
  const { root, queueIds, groups } = conversation
  const channels = [root, ...queueIds.flatMap((id) => topology.channels[id] ?? [])]
  const names = [
    ...channels.flatMap((channel) => setIn(channelSchemas[channel.kind], channel)),
    ...groups.flatMap(({ subscriptions }) =>
      subscriptions.flatMap(([, each]) => setIn(subscriptionSchemas[each.kind], each)),
    ),
  ]
  const known = [...new Set(names)]
  if (known.length === 0) return []
  const list =
    known.length === 1 ? known[0] : `${known.slice(0, -1).join(', ')} and ${known.at(-1)}`
  return [`Without an equivalent, and left out: ${list}.`]
}

function setIn(schema: z.ZodObject, part: object): readonly string[] {
  const values = part as Readonly<Record<string, unknown>>
  return settingsIn(schema)
    .filter(({ key }) => values[key] !== undefined && !CARRIED.has(key))
    .map(({ name }) => name)
}
