// Events that are lost or given up in numbers that matter.

import { formatCount, formatRate } from '#shared/lib/units.ts'
import { elementNames } from '#shared/topology/elements.ts'
import { edgesOf } from '../../store/selectors.ts'
import type { Insight, InsightContext } from './insightTypes.ts'

/** Dead letters are there for the odd failure; from this part of the traffic on, something is wrong. */
const DEAD_PART_MAX = 0.02

export function brokenRules(context: InsightContext): Insight | null {
  return unroutable(context) ?? deadLetters(context)
}

function unroutable({ topology, figures }: InsightContext): Insight | null {
  for (const [channelId, channel] of Object.entries(topology.channels)) {
    const rate = figures.rate(elementNames.channel(channelId), 'unroutable')
    if (!(rate > 0)) continue
    const sofar = figures.figure(elementNames.channel(channelId), 'unroutable')
    return {
      key: `unroutable ${channelId}`,
      severity: 'error',
      cause: `${channel.name} loses ${formatRate(rate)}.`,
      consequence: `No binding matches them; ${formatCount(sofar)} are gone so far.`,
      nodeIds: [channelId],
      remedy: null,
    }
  }
  return null
}

function deadLetters({ topology, figures }: InsightContext): Insight | null {
  for (const edge of edgesOf(topology)) {
    const service = edge.kind === 'deadLetter' ? topology.services[edge.fromId] : undefined
    if (!service) continue
    const name = elementNames.service(edge.fromId)
    const dead = figures.rate(name, 'deadLettered') || 0
    const done = figures.rate(name, 'completed') || 0
    if (!(dead > DEAD_PART_MAX * (dead + done))) continue
    const channel = topology.channels[edge.toId]?.name ?? edge.toId
    return {
      key: `dead ${edge.id}`,
      severity: 'error',
      cause: `${service.name} gives up on ${Math.round((100 * dead) / (dead + done))} % of its events.`,
      consequence: `${formatRate(dead)} end in ${channel}.`,
      nodeIds: [edge.fromId, edge.toId],
      remedy: null,
    }
  }
  return null
}
