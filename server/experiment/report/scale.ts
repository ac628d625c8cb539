// From values to places on a chart.

import { log } from '../../engine/elementary.ts'

export interface Scale {
  readonly isLogarithmic: boolean
  readonly ticks: readonly number[]
  /** From 0 at the lower end to 1 at the upper one. */
  readonly at: (value: number) => number
}

/** What grows by more than this is drawn on a logarithmic scale, or all but the largest would be flat. */
const LINEAR_RATIO_MAX = 50

const TICKS_WANTED = 5

/** `values` are shown, none of them negative. */
export function scaleFor(values: readonly number[]): Scale {
  const max = Math.max(...values, 0)
  const positive = values.filter((value) => value > 0)
  const min = Math.min(...positive)
  const spreads = positive.length === values.length && max / min > LINEAR_RATIO_MAX
  return spreads ? logarithmic(min, max) : linear(max)
}

function linear(max: number): Scale {
  const top = max > 0 ? max : 1
  const step = niceStep(top / TICKS_WANTED)
  const count = Math.ceil(top / step - 1e-9)
  const ticks = Array.from({ length: count + 1 }, (_, index) => rounded(index * step))
  return { isLogarithmic: false, ticks, at: (value) => clamped(value / (count * step)) }
}

function logarithmic(min: number, max: number): Scale {
  const low = powerOfTenBelow(min)
  const ticks = [low]
  for (let tick = low * 10; (ticks.at(-1) as number) < max; tick *= 10) ticks.push(rounded(tick))
  const span = log((ticks.at(-1) as number) / low)
  return {
    isLogarithmic: true,
    ticks,
    at: (value) => (value <= low ? 0 : clamped(log(value / low) / span)),
  }
}

/** 1, 2 or 5 times a power of ten. */
function niceStep(least: number): number {
  const power = powerOfTenBelow(least)
  const factor = [1, 2, 5].find((each) => each * power >= least) ?? 10
  return rounded(factor * power)
}

function powerOfTenBelow(value: number): number {
  let power = 1
  while (power > value) power /= 10
  while (power * 10 <= value) power *= 10
  return rounded(power)
}

function clamped(share: number): number {
  return Math.min(1, Math.max(0, share))
}

/** Without the dust of repeated multiplication. */
function rounded(value: number): number {
  return Number(value.toPrecision(12))
}
