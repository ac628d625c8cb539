// Closed loops that come to a stop, one client after the other.

import { entriesById } from '../../lib/entries.ts'
import type { Channel } from '../channels.ts'
import { sourcesOf } from './arrivals.ts'
import type { Examined } from './examined.ts'
import type { LintProblem } from './problem.ts'
import { reachedFrom } from './reached.ts'
import { named } from './words.ts'

/** What lies in a queue that nobody reads is never over, dead letters neither. */
export function endlessWaits({ topology, edges, connections }: Examined): readonly LintProblem[] {
  return sourcesOf(topology).flatMap(({ serviceId, source, path, words }) => {
    const { arrivals, channelId } = source
    if (arrivals.kind !== 'closedLoop' || arrivals.timeoutMs !== undefined) return []
    const reached = reachedFrom(new Set([channelId]), edges)
    const unread = entriesById(topology.channels).find(
      ([id, channel]) =>
        reached.has(id) && keepsForEver(channel) && connections.consumersOf(id).length === 0,
    )
    if (!unread) return []
    return [
      {
        severity: 'warning',
        code: 'endless-wait',
        message: `A client of ${words} waits for ever once its event comes to ${named(topology, unread[0])}, which nobody reads. Say how long it waits at most.`,
        elementIds: [serviceId],
        path: [...path, 'arrivals'],
      } as const,
    ]
  })
}

/** Or for days, longer than anybody waits. */
function keepsForEver(channel: Channel): boolean {
  if (channel.kind === 'sqsQueue') return true
  if (channel.kind !== 'rabbitQueue' || channel.queueType === 'stream') return false
  return channel.messageTtlMs === undefined
}
