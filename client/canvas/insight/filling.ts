// A queue with a limit that will soon have reached it, and what happens then.

import { formatCount, formatDuration } from '#shared/lib/units.ts'
import type { Channel } from '#shared/topology/channels.ts'
import { capacityOf, fullnessOf } from '../live/fullness.ts'
import type { Insight, InsightContext } from './insightTypes.ts'

/** Less full than this, it may drain in time. */
const FULL_FROM = 0.6

export function filling({ topology, figures }: InsightContext): Insight | null {
  for (const [channelId, channel] of Object.entries(topology.channels)) {
    const capacity = capacityOf(channel)
    if (channel.kind !== 'rabbitQueue' || capacity === null) continue
    const { part, fullInMs } = fullnessOf(figures, channelId, capacity)
    if (part < FULL_FROM || (fullInMs === null && part < 1)) continue
    const isFull = fullInMs === null
    return {
      key: `filling ${channelId}`,
      severity: isFull ? 'error' : 'warning',
      cause: isFull
        ? `${channel.name} is full.`
        : `${channel.name} will be full in ${formatDuration(fullInMs)}.`,
      consequence: `It takes ${formatCount(capacity)} messages; ${isFull ? '' : 'then '}${WHEN_FULL[channel.overflow ?? 'drop-head']}`,
      nodeIds: [channelId],
      remedy: null,
    }
  }
  return null
}

const WHEN_FULL = {
  'drop-head': 'the oldest make way for what comes.',
  'reject-publish': 'what comes is refused.',
  'reject-publish-dlx': 'what comes is refused and dead-lettered.',
} as const satisfies { [How in Overflow]: string }

type Overflow = NonNullable<Extract<Channel, { kind: 'rabbitQueue' }>['overflow']>
