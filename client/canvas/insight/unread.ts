// A queue that fills because nobody takes from it.

import { formatCount } from '#shared/lib/units.ts'
import { elementNames } from '#shared/topology/elements.ts'
import { deadLetterChannelIds } from '../channelRows.ts'
import { isGrowing } from '../live/status.ts'
import type { Insight, InsightContext } from './insightTypes.ts'

export function unread({ topology, figures }: InsightContext): Insight | null {
  const read = new Set(Object.values(topology.subscriptions).map(({ channelId }) => channelId))
  const deadLetters = deadLetterChannelIds(topology)
  for (const [channelId, channel] of Object.entries(topology.channels)) {
    const isQueue = channel.kind === 'rabbitQueue' || channel.kind === 'sqsQueue'
    if (!isQueue || read.has(channelId) || deadLetters.has(channelId)) continue
    if (!isGrowing(figures, elementNames.channel(channelId), 'accepted')) continue
    const waiting = figures.figure(elementNames.channel(channelId), 'waiting')
    return {
      key: `unread ${channelId}`,
      severity: 'warning',
      cause: `Nothing reads ${channel.name}.`,
      consequence: `${formatCount(waiting)} wait in it, and it goes on filling.`,
      nodeIds: [channelId],
      remedy: null,
    }
  }
  return null
}
