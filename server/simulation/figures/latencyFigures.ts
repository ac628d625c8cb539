import type { LatencyOwner } from '../../runtime/latencyBook.ts'
import type { FigureWriter, Run } from './run.ts'

const NS_PER_MS = 1_000_000

interface Shown {
  readonly owner: LatencyOwner
  /** Of the first percentile; the others follow, in the order of `RecentLatencies.quantiles`. */
  readonly column: number
  /** So many of them are not shown. */
  readonly without: number
}

/** Writes the percentiles of somebody's recent latencies. */
export function latenciesOf({ world, network }: Run, shown: Shown): FigureWriter {
  const book = network.latencies
  const { owner, column, without } = shown
  let { revision } = book
  let recent = book.recent(owner)
  return (into, from) => {
    if (revision !== book.revision) {
      recent = book.recent(owner)
      revision = book.revision
    }
    const quantiles = recent.quantiles(world.scheduler.now)
    for (let index = without; index < quantiles.length; index += 1)
      into[from + column + index - without] = (quantiles[index] as number) / NS_PER_MS
  }
}
