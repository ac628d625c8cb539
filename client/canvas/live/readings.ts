// Live figures as the short texts that fit on a node.

import { formatCount, formatRate } from '#shared/lib/units.ts'

/** `340`, `2.9k`: never more than five characters. */
export function shortCount(count: number): string {
  if (!Number.isFinite(count)) return '–'
  return count < 1000 ? formatCount(count) : formatRate(count).replace('/s', '')
}

/** `+52/s`, `−3/s`; empty where it neither grows nor shrinks. */
export function signedRate(perSecond: number): string {
  const size = Math.abs(perSecond)
  if (!(size >= 0.5)) return ''
  return `${perSecond > 0 ? '+' : '−'}${formatRate(size)}`
}
