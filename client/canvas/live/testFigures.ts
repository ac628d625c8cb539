// Live figures for tests: levels by metric, rates by `<metric>/s`, series at four samples a second.

import type { InsightContext } from '../insight/insightTypes.ts'

type Levels = Readonly<Record<string, Readonly<Record<string, number>>>>
type SeriesOf = Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>

export function fakeFigures(
  levels: Levels,
  series: SeriesOf = {},
  nowNs = 60e9,
): InsightContext['figures'] {
  return {
    nowNs,
    figure: (name, metric) => levels[name]?.[metric] ?? Number.NaN,
    rate: (name, metric) => levels[name]?.[`${metric}/s`] ?? Number.NaN,
    history: (name, metric) => {
      const values = Float64Array.from(series[name]?.[metric] ?? [])
      return { values, times: values.map((_, sample) => sample / 4) }
    },
  }
}
