// How full a queue with a limit is, and when it will be full if it goes on like this. The levels are
// those of Apache NiFi's back-pressure bars: a warning from 61 %, an error from 86 %.

import type { Channel } from '#shared/topology/channels.ts'
import { elementNames } from '#shared/topology/elements.ts'
import type { LiveStore } from '../../store/live/liveStore.ts'
import { trendOf } from './trend.ts'

export interface Fullness {
  /** From 0 to 1. */
  readonly part: number
  readonly level: 'normal' | 'warning' | 'error'
  /** Virtual; null: it is full, or does not grow. */
  readonly fullInMs: number | null
}

const WARNING_FROM = 0.605
const ERROR_FROM = 0.855
/** What is farther away than this may turn out otherwise. */
const FORESEEN_MS_MAX = 3_600_000

/** In messages that wait; null: as many as there are. */
export function capacityOf(channel: Channel): number | null {
  if (channel.kind !== 'rabbitQueue' || channel.queueType === 'stream') return null
  return channel.maxLength ?? null
}

export function fullnessOf(
  figures: Pick<LiveStore, 'figure' | 'history'>,
  channelId: string,
  capacity: number,
): Fullness {
  const name = elementNames.channel(channelId)
  const waiting = figures.figure(name, 'waiting') || 0
  const part = capacity > 0 ? Math.min(1, waiting / capacity) : 1
  const growth = trendOf(figures.history(name, 'waiting'))
  const leftMs = (1000 * (capacity - waiting)) / growth
  const isForeseen = growth > 0 && part < 1 && leftMs <= FORESEEN_MS_MAX
  return { part, level: levelOf(part), fullInMs: isForeseen ? leftMs : null }
}

function levelOf(part: number): Fullness['level'] {
  if (part >= ERROR_FROM) return 'error'
  return part >= WARNING_FROM ? 'warning' : 'normal'
}
