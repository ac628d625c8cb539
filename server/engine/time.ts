import { assert } from '#shared/lib/assert.ts'

/** Virtual time in whole nanoseconds since the run began. Integers, so that sums never round. */
export type SimTime = number & { readonly __unit: 'SimTime' }
export type Duration = number & { readonly __unit: 'Duration' }

export const START = 0 as SimTime
export const IMMEDIATELY = 0 as Duration

/** Whoever keeps one reads the time by himself: a time that is passed on is copied to memory each time. */
export interface Clock {
  readonly now: SimTime
}

/** 2^53 ns are 104 days: the longest run. */
export const TIME_MAX = Number.MAX_SAFE_INTEGER as SimTime

const NS_PER_MS = 1_000_000

export function milliseconds(count: number): Duration {
  assert(count >= 0, 'a duration is not negative')
  return Math.min(Math.round(count * NS_PER_MS), TIME_MAX) as Duration
}

export function nanoseconds(count: number): Duration {
  assert(count >= 0, 'a duration is not negative')
  return Math.min(Math.round(count), TIME_MAX) as Duration
}

export function inMilliseconds(time: SimTime | Duration): number {
  return time / NS_PER_MS
}

export function after(time: SimTime, duration: Duration): SimTime {
  return Math.min(time + duration, TIME_MAX) as SimTime
}

/** From `earlier` to `later`. */
export function between(earlier: SimTime, later: SimTime): Duration {
  return (later - earlier) as Duration
}
