import { unreachable } from '#shared/lib/assert.ts'
import type { Random } from './random.ts'
import { after, type Duration, nanoseconds, type SimTime, TIME_MAX } from './time.ts'

/** A rate over time, per nanosecond. It runs straight from point to point and holds after the last. */
export interface RatePoint {
  readonly at: SimTime
  readonly perNs: number
}

/** Without memory: when the next one comes depends on the time alone. */
export type RateShape =
  | { readonly kind: 'constant'; readonly perNs: number }
  | { readonly kind: 'poisson'; readonly perNs: number }
  | {
      readonly kind: 'profile'
      readonly process: 'constant' | 'poisson'
      readonly points: readonly RatePoint[]
    }

/** From now to the next arrival; null when there is none within the longest run. */
export function nextArrival(shape: RateShape, now: SimTime, random: Random): Duration | null {
  switch (shape.kind) {
    case 'constant':
      return gap(1, shape.perNs)
    case 'poisson':
      return poissonGap(shape.perNs, random)
    case 'profile':
      return profileGap(shape.points, now, shape.process === 'poisson' ? random.exponential() : 1)
    default:
      return unreachable(shape)
  }
}

export function poissonGap(perNs: number, random: Random): Duration | null {
  return gap(random.exponential(), perNs)
}

/** No rate, no arrival. */
function gap(amount: number, perNs: number): Duration | null {
  return perNs > 0 ? bounded(amount / perNs) : null
}

function bounded(ns: number): Duration | null {
  return ns < TIME_MAX ? nanoseconds(ns) : null
}

/**
 * Time until the integral of the rate has grown by `amount`: arrivals of a Poisson process whose rate
 * changes are those of a unit process on the scale of that integral.
 */
function profileGap(points: readonly RatePoint[], now: SimTime, amount: number): Duration | null {
  let time = now
  let rest = amount
  for (const point of points) {
    if (point.at <= time) continue
    const rate = rateAt(points, time)
    const length = point.at - time
    const slope = (point.perNs - rate) / length
    const area = ((rate + point.perNs) / 2) * length
    if (area >= rest) return bounded(time - now + timeToArea(rate, slope, rest))
    rest -= area
    time = after(time, nanoseconds(length))
  }
  const last = points[points.length - 1]
  return last && last.perNs > 0 ? bounded(time - now + rest / last.perNs) : null
}

/** Solves rate·t + slope·t²/2 = area, in the form that does not cancel. */
function timeToArea(rate: number, slope: number, area: number): number {
  return (2 * area) / (rate + Math.sqrt(Math.max(0, rate * rate + 2 * slope * area)))
}

function rateAt(points: readonly RatePoint[], time: SimTime): number {
  let previous = points[0]
  for (const point of points) {
    if (point.at > time) {
      if (!previous || previous === point) return point.perNs
      const share = (time - previous.at) / (point.at - previous.at)
      return previous.perNs + share * (point.perNs - previous.perNs)
    }
    previous = point
  }
  return previous?.perNs ?? 0
}
