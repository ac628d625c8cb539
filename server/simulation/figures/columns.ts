// Where the metrics of an element lie among its figures.

import { type ElementSort, METRICS, type MetricOf } from '#shared/lib/metrics.ts'
import type { Counter } from '../journalCounters.ts'
import type { FigureWriter, Run } from './run.ts'

export function columnsOf<Sort extends ElementSort>(sort: Sort) {
  const columns = METRICS[sort].map((metric, column) => [metric, column])
  return Object.fromEntries(columns) as Readonly<Record<MetricOf<Sort>, number>>
}

interface Counted<Sort extends ElementSort> {
  readonly sort: Sort
  readonly elements: readonly number[]
  /** Metrics, and what of these elements they count. */
  readonly counters: Readonly<Partial<Record<MetricOf<Sort>, Counter>>>
}

/** Writes how often something was recorded, for all of the elements together. */
export function countsOf<Sort extends ElementSort>(
  { world: { journal } }: Run,
  { sort, elements, counters }: Counted<Sort>,
): FigureWriter {
  const columnOf: Readonly<Record<string, number>> = columnsOf(sort)
  const metrics = Object.entries<Counter | undefined>(counters).flatMap(([metric, counter]) => {
    const column = columnOf[metric]
    return column === undefined || counter === undefined ? [] : [{ column, counter }]
  })
  return (into, from) => {
    for (const { column, counter } of metrics) {
      let count = 0
      for (const element of elements) count += journal.countOf(counter, element)
      into[from + column] = count
    }
  }
}
