// How people type percentiles and recorded values.

import { parsePercentile, percentileName } from '#shared/lib/percentile.ts'
import { exactDuration, parseDuration } from '#shared/lib/units.ts'
import {
  type DurationDistribution,
  PERCENTILES_MAX,
  RECORDED_VALUES_MAX,
} from '#shared/topology/durations.ts'
import { accepted, type Codec, numberIn, refused } from '../fields/codec.ts'

type Of<Kind extends DurationDistribution['kind']> = Extract<DurationDistribution, { kind: Kind }>
type Percentiles = Of<'percentiles'>['points']
type RecordedValue = Of<'empirical'>['valuesMs'][number]

/** `p50: 12 ms, p95: 80 ms, max: 900 ms`, in any order. */
export const percentilesCodec: Codec = {
  parse: (text) => {
    const parts = text.split(/[,;]/).filter((part) => part.trim() !== '')
    const points = parts.map(percentileIn)
    const known = points.filter((point) => point !== null)
    if (known.length === 0 || known.length < points.length)
      return refused('Percentiles with durations, such as p50: 12 ms, p95: 80 ms, max: 900 ms.')
    const reason = problemWith(known.toSorted((a, b) => a.share - b.share))
    return reason === null ? accepted(known.toSorted((a, b) => a.share - b.share)) : refused(reason)
  },
  format: (value) =>
    ((value ?? []) as Percentiles)
      .map(({ share, valueMs }) => `${percentileName(share)}: ${exactDuration(valueMs)}`)
      .join(', '),
}

function percentileIn(part: string): Percentiles[number] | null {
  const [, name = '', time = ''] =
    /^(.+?)\s*[:=]\s*(.+)$/.exec(part.trim()) ?? /^(\S+)\s+(.+)$/.exec(part.trim()) ?? []
  const share = parsePercentile(name)
  const valueMs = parseDuration(time)
  return share === null || valueMs === null ? null : { share, valueMs }
}

function problemWith(points: Percentiles): string | null {
  const last = points.at(-1)
  if (points.length > PERCENTILES_MAX) return `At most ${PERCENTILES_MAX} percentiles.`
  if (last?.share !== 1) return 'The longest is missing: end with it, such as max: 900 ms.'
  const index = points.findIndex((point, n) => {
    const before = points[n - 1]
    return before && (before.share === point.share || before.valueMs > point.valueMs)
  })
  const [before, point] = [points[index - 1], points[index]]
  if (!before || !point) return null
  return before.share === point.share
    ? `${percentileName(point.share)} is there twice.`
    : `${percentileName(point.share)} takes at least as long as ${percentileName(before.share)}.`
}

/** `12 ms, 15 ms × 3, 40 ms`; or a column of numbers, in milliseconds. */
export const recordedCodec: Codec = {
  parse: (text) => {
    const isColumn = /^[\d.\s]+$/.test(text)
    const parts = text.split(isColumn ? /\s+/ : /[,;]/).filter((part) => part.trim() !== '')
    const values = parts.map(valueIn)
    if (values.length === 0 || values.includes(null))
      return refused('Durations, and how often each, such as 12 ms, 15 ms × 3, 40 ms.')
    return values.length > RECORDED_VALUES_MAX
      ? refused(`At most ${RECORDED_VALUES_MAX.toLocaleString('en-US')} values.`)
      : accepted(values)
  },
  format: (value) =>
    ((value ?? []) as readonly RecordedValue[])
      .map((entry) =>
        typeof entry === 'number'
          ? exactDuration(entry)
          : `${exactDuration(entry.valueMs)} × ${entry.weight}`,
      )
      .join(', '),
}

function valueIn(part: string): RecordedValue | null {
  const [, time = '', count] = /^(.+?)(?:\s*[×x*]\s*([\d.]+))?$/i.exec(part.trim()) ?? []
  const valueMs = parseDuration(time)
  if (valueMs === null || count === undefined) return valueMs
  const weight = numberIn(count)
  return weight >= 0 && weight <= 1e9 ? { valueMs, weight } : null
}
