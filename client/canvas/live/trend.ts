// How a level moves: the slope of a straight line through its last seconds.

import type { Series } from '../../store/live/series.ts'

/** Seconds of virtual time that a trend looks at. */
const TREND_SECONDS = 10
const SAMPLES_MIN = 8
/** By then a level that has turned shows it. */
const TURN_SECONDS = 3

/** Per virtual second; 0 where too little is known, and where the level has just turned. */
export function trendOf(series: Series): number {
  const slope = slopeOf(series, TREND_SECONDS)
  // What grew for a while and now shrinks is not growing, whatever the mean of the while says.
  return slope * slopeOf(series, TURN_SECONDS) > 0 ? slope : 0
}

/** Of at least eight samples, however short the while is. */
function slopeOf({ times, values }: Series, seconds: number): number {
  const from = Math.max(0, Math.min(firstWithin(times, seconds), times.length - SAMPLES_MIN))
  const count = times.length - from
  if (count < SAMPLES_MIN) return 0
  const meanTime = mean(times, from)
  const meanValue = mean(values, from)
  let covariance = 0
  let variance = 0
  for (let index = from; index < times.length; index += 1) {
    const time = (times[index] ?? 0) - meanTime
    covariance += time * ((values[index] ?? 0) - meanValue)
    variance += time * time
  }
  const slope = covariance / variance
  return Number.isFinite(slope) ? slope : 0
}

function firstWithin(times: Float64Array, seconds: number): number {
  const since = (times.at(-1) ?? 0) - seconds
  let index = times.length
  while (index > 0 && (times[index - 1] ?? 0) >= since) index -= 1
  return index
}

function mean(values: Float64Array, from: number): number {
  let sum = 0
  for (let index = from; index < values.length; index += 1) sum += values[index] ?? 0
  return sum / (values.length - from)
}
