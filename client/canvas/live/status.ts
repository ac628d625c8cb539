// How a service or channel is doing, from its live figures: always said by shape and colour together.

import { type ElementName, elementNames } from '#shared/topology/elements.ts'
import type { LiveStore } from '../../store/live/liveStore.ts'
import { trendOf } from './trend.ts'

export type Status = 'idle' | 'ok' | 'warning' | 'error'

export const STATUS_WORDS = {
  idle: 'Idle',
  ok: 'Working',
  warning: 'Strained',
  error: 'Failing',
} as const satisfies { [S in Status]: string }

export type Figures = Pick<LiveStore, 'figure' | 'rate' | 'history'>

/** `faults` of the metrics, bit by bit. */
const FAULT_BITS = { crash: 1, slow: 2, pause: 4, disconnect: 8 }

const BUSY_WARNING = 0.85
const BUSY_ERROR = 0.98
/** Of all attempts. */
const FAILED_WARNING = 0.1
const FAILED_ERROR = 0.5
/** Messages waiting before a growing number of them is worth a word. */
const BACKLOG_MIN = 50
/** Growth, as a part of what comes in, before a backlog counts as growing. */
const GROWTH_MIN = 0.05

/** Counts of a channel that grow where messages are gone. */
const LOSSES = ['dropped', 'unroutable', 'lost'] as const

export function serviceStatus(figures: Figures, serviceId: string): Status {
  const name = elementNames.service(serviceId)
  const replicasUp = figures.figure(name, 'replicasUp')
  if (Number.isNaN(replicasUp)) return 'idle'
  const faults = figures.figure(name, 'faults')
  if (hasFault(faults, 'crash') || replicasUp === 0) return 'error'
  const utilisation = figures.figure(name, 'utilisation') || 0
  const failed = failedPart(figures, name)
  if (failed >= FAILED_ERROR || utilisation >= BUSY_ERROR) return 'error'
  if (faults > 0 || failed >= FAILED_WARNING || utilisation >= BUSY_WARNING) return 'warning'
  const moves = (figures.rate(name, 'started') || 0) + (figures.rate(name, 'published') || 0)
  return moves > 0 || figures.figure(name, 'busy') > 0 ? 'ok' : 'idle'
}

export function channelStatus(figures: Figures, channelId: string): Status {
  const name = elementNames.channel(channelId)
  const waiting = figures.figure(name, 'waiting')
  if (LOSSES.some((loss) => figures.rate(name, loss) > 0)) return 'error'
  if (figures.figure(name, 'nodesUp') === 0) return 'error'
  if (figures.figure(name, 'nodesDown') > 0 || figures.rate(name, 'refused') > 0) return 'warning'
  if (isGrowing(figures, name, 'accepted') || figures.rate(name, 'expired') > 0) return 'warning'
  const moves = (figures.rate(name, 'accepted') || 0) + (figures.rate(name, 'delivered') || 0)
  return moves > 0 || waiting > 0 ? 'ok' : 'idle'
}

/**
 * Whether what waits in a channel, or for a subscription, grows for longer than chance would have it.
 * `through` is the count of what goes by: growth is measured against it.
 */
export function isGrowing(
  figures: Figures,
  name: ElementName,
  through: 'accepted' | 'delivered',
): boolean {
  if (!(figures.figure(name, 'waiting') >= BACKLOG_MIN)) return false
  const rate = figures.rate(name, through) || 0
  return trendOf(figures.history(name, 'waiting')) > Math.max(1, GROWTH_MIN * rate)
}

export function hasFault(faults: number, kind: keyof typeof FAULT_BITS): boolean {
  return Number.isFinite(faults) && (faults & FAULT_BITS[kind]) !== 0
}

function failedPart(figures: Figures, name: string): number {
  const failed = figures.rate(name, 'failed') || 0
  const completed = figures.rate(name, 'completed') || 0
  return failed === 0 ? 0 : failed / (failed + completed)
}
