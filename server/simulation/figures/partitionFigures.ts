import type { PartitionFigures, RunningChannel } from '../families/family.ts'
import { columnsOf } from './columns.ts'
import { type FigureWriter, onceAFrame, type Place, type Run } from './run.ts'

const COLUMNS = columnsOf('partition')

/** For the partitions of one drawing: those of a channel are worked out together. */
export class PartitionReader {
  readonly #run: Run
  readonly #partitionsOf = new Map<RunningChannel, () => readonly PartitionFigures[]>()

  constructor(run: Run) {
    this.#run = run
  }

  /** Null: nothing runs under that name. */
  figures({ name }: Place): FigureWriter | null {
    const [, channelId = '', , partition] = name.split('/')
    const channel = this.#run.network.channels.get(channelId)
    if (!channel) return null
    const partitions = this.#of(channel)
    return (into, from) => {
      const figures = partitions()[Number(partition)]
      into[from + COLUMNS.startOffset] = figures?.startOffset ?? Number.NaN
      into[from + COLUMNS.endOffset] = figures?.endOffset ?? Number.NaN
      into[from + COLUMNS.committedOffset] = figures?.committedOffset ?? Number.NaN
      into[from + COLUMNS.lag] = figures?.lag ?? Number.NaN
      into[from + COLUMNS.leader] = figures?.leader ?? Number.NaN
      into[from + COLUMNS.isr] = figures?.isr ?? Number.NaN
    }
  }

  #of(channel: RunningChannel): () => readonly PartitionFigures[] {
    const known = this.#partitionsOf.get(channel)
    if (known) return known
    const partitions = onceAFrame(this.#run, () => channel.partitions ?? [])
    this.#partitionsOf.set(channel, partitions)
    return partitions
  }
}
