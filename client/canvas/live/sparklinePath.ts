// The outline of a small chart: as many points as it is worth drawing, scaled to a box.

import type { Series } from '../../store/live/series.ts'

interface Frame {
  readonly width: number
  readonly height: number
  /** The top of the chart is at least this much: a few events do not look like a storm. */
  readonly valueMax: number
}

const POINTS_MAX = 48
const PADDING = 2

/** Empty where nothing is known yet. */
export function sparklinePath({ values }: Series, { width, height, valueMax }: Frame): string {
  const shown = thinned(values)
  if (shown.length < 2) return ''
  const top = Math.max(valueMax, ...shown) * 1.15
  const x = (index: number) => ((index * width) / (shown.length - 1)).toFixed(1)
  const y = (value: number) =>
    (height - PADDING - (value / top) * (height - 2 * PADDING)).toFixed(1)
  return shown.map((value, index) => `${index === 0 ? 'M' : 'L'}${x(index)} ${y(value)}`).join('')
}

/** Means of neighbours, so that a wide chart shows no more points than it has room for. */
function thinned(values: Float64Array): readonly number[] {
  const step = Math.max(1, Math.ceil(values.length / POINTS_MAX))
  const means: number[] = []
  for (let end = values.length; end > 0; end -= step) {
    const part = values.subarray(Math.max(0, end - step), end)
    const known = part.filter(Number.isFinite)
    // Before an element was there, nothing is drawn.
    if (known.length > 0) means.unshift(known.reduce((sum, value) => sum + value) / known.length)
  }
  return means
}
