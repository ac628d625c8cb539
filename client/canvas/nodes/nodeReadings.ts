// What nodes say and show of their figures, wherever they are drawn: on the canvas and in pictures.

import type { Channel } from '#shared/topology/channels.ts'
import { elementNames } from '#shared/topology/elements.ts'
import type { LiveStore } from '../../store/live/liveStore.ts'
import { signedRate } from '../live/readings.ts'
import { channelStatus, hasFault, type Status } from '../live/status.ts'
import { trendOf } from '../live/trend.ts'

export type NodeFigures = Pick<LiveStore, 'figure' | 'rate' | 'history'>

/** What a service handles; where it only sends, what it sends. */
export function throughput(live: NodeFigures, name: string): number {
  const started = live.figure(name, 'started')
  return live.rate(name, started > 0 ? 'completed' : 'published')
}

/** Of dead letters: a topic keeps what was read; a queue holds what waits or is out. */
export function lettersIn(live: NodeFigures, name: string, { kind }: Channel): number {
  if (kind === 'kafkaTopic') return live.figure(name, 'retained')
  return live.figure(name, 'waiting') + live.figure(name, 'inFlight')
}

/** A lag of a few records goes up and down all the time. */
const TREND_LAG_MIN = 50

export function lagTrend(live: NodeFigures, name: string): string {
  if (!(live.figure(name, 'waiting') >= TREND_LAG_MIN)) return ''
  return signedRate(trendOf(live.history(name, 'waiting')))
}

export function partitionsText(count: number): string {
  return count === 1 ? '1 partition' : `${count} partitions`
}

const EXCHANGE_WORDS = {
  direct: 'Direct exchange',
  fanout: 'Fanout exchange',
  topic: 'Topic exchange',
  headers: 'Headers exchange',
} as const

/** Of an exchange or an SNS topic. */
export function fanOutText(channel: Channel, holdsDeadLetters: boolean): string {
  if (channel.kind !== 'rabbitExchange') return 'SNS topic'
  return holdsDeadLetters ? 'Dead-letter exchange' : EXCHANGE_WORDS[channel.type]
}

/** An exchange or SNS topic keeps no count of its own: it works while its bindings pass something. */
export function fanOutStatus(
  live: NodeFigures,
  channelId: string,
  bindingIds: readonly string[],
): Status {
  const status = channelStatus(live, channelId)
  if (status !== 'idle') return status
  const moves = bindingIds.some((id) => live.rate(elementNames.binding(id), 'routed') > 0)
  return moves ? 'ok' : 'idle'
}

/** The faults of a service in words, such as "Crashed"; empty without one. */
export function faultText(live: NodeFigures, name: string): string {
  const faults = live.figure(name, 'faults')
  if (hasFault(faults, 'crash')) return 'Crashed'
  if (hasFault(faults, 'disconnect')) return 'Cut off'
  if (hasFault(faults, 'pause')) return 'Paused'
  return hasFault(faults, 'slow') ? 'Slow' : ''
}

/** "1 node down"; empty while all are up. */
export function nodesDownText(live: NodeFigures, name: string): string {
  const down = live.figure(name, 'nodesDown')
  return down > 0 ? `${down} ${down === 1 ? 'node' : 'nodes'} down` : ''
}

/** Cells of a queue: each is filled from this many messages on, a cell more as the depth about doubles. */
export const DEPTH_CELLS = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000,
] as const

export function cellsFilled(waiting: number): number {
  return DEPTH_CELLS.filter((from) => waiting >= from).length
}

/** Columns that there is room for; each stands for the worst of its partitions. */
const COLUMNS_MAX = 40
const COLUMN_LAG_MIN = 20

/** A column for each partition, as high as its lag, as the `d` of a path. */
export function columnsPath(
  lags: readonly number[],
  { width, height }: { readonly width: number; readonly height: number },
): string {
  const count = Math.min(COLUMNS_MAX, lags.length)
  const perColumn = lags.length / count
  const full = Math.max(COLUMN_LAG_MIN, ...lags)
  const pitch = width / count
  return Array.from({ length: count }, (_, column) => {
    const part = lags.slice(Math.floor(column * perColumn), Math.ceil((column + 1) * perColumn))
    const tall = Math.max(1, (height * Math.max(0, ...part)) / full)
    return `M${(column * pitch).toFixed(1)} ${height}v${(-tall).toFixed(1)}h${(pitch - 1).toFixed(1)}v${tall.toFixed(1)}z`
  }).join('')
}
