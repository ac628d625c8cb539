// Figures for people, in the unit of their metric.

import { formatCount, formatDuration, formatRate } from '#shared/lib/units.ts'
import { type Unit, unitOf } from '../metrics.ts'
import type { Estimate } from '../statistics/interval.ts'

const NONE = '–'

export function figure(unit: Unit, value: number | null): string {
  if (value === null) return NONE
  switch (unit) {
    case 'duration':
      return formatDuration(value)
    case 'rate':
      return formatRate(value)
    case 'share':
      return `${plain(value * 100)} %`
    case 'number':
      return Math.abs(value) >= 1000 ? formatCount(value) : plain(value)
  }
}

/** `12.3 ms ±0.4 ms`; the mean alone where there is no interval, or no chance in it. */
export function estimated(path: string, { mean, halfWidth }: Estimate): string {
  const unit = unitOf(path)
  const centre = figure(unit, mean)
  return halfWidth === null || halfWidth === 0
    ? centre
    : `${centre} ±${figure(unit, twoDigits(halfWidth))}`
}

/** `±4 %` of the mean. */
export function percentOf(share: number): string {
  return `${plain(share * 100)} %`
}

function twoDigits(value: number): number {
  return Number(value.toPrecision(2))
}

function plain(value: number): string {
  return String(Number(value.toPrecision(3)))
}
