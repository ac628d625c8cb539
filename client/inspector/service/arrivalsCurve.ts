// The rate of arrivals over time as a small curve.

import { unreachable } from '#shared/lib/assert.ts'
import { averageRate, recordedTimes } from '#shared/topology/analysis/arrivalRates.ts'
import { meanMs } from '#shared/topology/analysis/demand.ts'
import type { Arrivals } from '#shared/topology/arrivals.ts'
import { CURVE_HEIGHT, CURVE_WIDTH } from './durationCurve.ts'

export interface ArrivalsCurve {
  /** For a polyline: x to the right, y downwards, a rate of 0 at CURVE_HEIGHT. */
  readonly points: string
  /** Of the average rate; null where the curve itself is the average. */
  readonly averageY: number | null
}

/** Bars of a recording. */
const BARS = 60
/** Bursts that are drawn, each with the pause after it. */
const BURSTS = 3

type Point = readonly [x: number, height: number]
type Of<Kind extends Arrivals['kind']> = Extract<Arrivals, { kind: Kind }>

/** Null where nothing comes, or where the gaps say it better. */
export function arrivalsCurve(arrivals: Arrivals): ArrivalsCurve | null {
  const heights = pointsOf(arrivals)
  if (!heights) return null
  const highest = Math.max(...heights.map(([, height]) => height))
  if (!(highest > 0)) return null
  const isFlat = heights.every(([, height]) => height === highest)
  // A flat line at the very top would look like a frame.
  const scale = (isFlat ? 0.6 : 1) * CURVE_HEIGHT
  const yOf = (height: number) => rounded(CURVE_HEIGHT - (height / highest) * scale)
  return {
    points: heights.map(([x, height]) => `${rounded(x * CURVE_WIDTH)},${yOf(height)}`).join(' '),
    averageY: isFlat ? null : yOf(Math.min(highest, averageHeight(arrivals))),
  }
}

/** x from 0 to 1. */
function pointsOf(arrivals: Arrivals): readonly Point[] | null {
  switch (arrivals.kind) {
    case 'constant':
    case 'poisson':
      return [
        [0, arrivals.ratePerSecond],
        [1, arrivals.ratePerSecond],
      ]
    case 'profile':
      return pointsOfProfile(arrivals)
    case 'bursts':
      return pointsOfBursts(arrivals)
    case 'recorded':
    case 'recordedGaps':
      return barsOf(arrivals)
    case 'renewal':
    case 'closedLoop':
      return null
    default:
      return unreachable(arrivals)
  }
}

/** From the start of the run to a little after the last point, whose rate holds. */
function pointsOfProfile({ points }: Of<'profile'>): readonly Point[] {
  const first = points[0]
  const last = points.at(-1)
  if (!first || !last) return []
  const endMs = Math.max(1, last.atMs * 1.15)
  return [
    [0, first.ratePerSecond],
    ...points.map(({ atMs, ratePerSecond }): Point => [atMs / endMs, ratePerSecond]),
    [1, last.ratePerSecond],
  ]
}

/** As if all bursts and pauses were as long as their means. */
function pointsOfBursts({ onTime, offTime, ratePerSecond }: Of<'bursts'>): readonly Point[] {
  const onMs = meanMs(onTime)
  const cycleMs = onMs + meanMs(offTime)
  const on = cycleMs > 0 ? onMs / cycleMs : 1
  return Array.from({ length: BURSTS }, (_, burst): readonly Point[] => {
    const begin = burst / BURSTS
    const end = (burst + on) / BURSTS
    return [
      [begin, 0],
      [begin, ratePerSecond],
      [end, ratePerSecond],
      [end, 0],
      [(burst + 1) / BURSTS, 0],
    ]
  }).flat()
}

/** How many come within each sixtieth of the recording. */
function barsOf(arrivals: Of<'recorded' | 'recordedGaps'>): readonly Point[] {
  const times = recordedTimes(arrivals)
  const endMs = lengthOf(arrivals)
  const counts = Array<number>(BARS).fill(0)
  for (const atMs of times) {
    const bar = endMs > 0 ? Math.min(BARS - 1, Math.floor((atMs / endMs) * BARS)) : 0
    counts[bar] = (counts[bar] ?? 0) + 1
  }
  return counts.flatMap((count, bar): readonly Point[] => [
    [bar / BARS, count],
    [(bar + 1) / BARS, count],
  ])
}

function averageHeight(arrivals: Arrivals): number {
  if (arrivals.kind !== 'recorded' && arrivals.kind !== 'recordedGaps') return averageRate(arrivals)
  return recordedTimes(arrivals).length / BARS
}

function lengthOf(arrivals: Of<'recorded' | 'recordedGaps'>): number {
  if (arrivals.kind === 'recorded' && arrivals.repeatEveryMs !== undefined)
    return arrivals.repeatEveryMs
  return Math.max(...recordedTimes(arrivals))
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100
}
