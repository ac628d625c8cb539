import { elementNames } from '#shared/topology/elements.ts'
import type { LiveStore } from './liveStore.ts'

type Figures = Pick<LiveStore, 'figure'>

/** Of each partition: the end offset less what its slowest group has committed. */
export function partitionLags(
  figures: Figures,
  channelId: string,
  partitions: number,
): readonly number[] {
  return Array.from(
    { length: partitions },
    (_, partition) => figures.figure(elementNames.partition(channelId, partition), 'lag') || 0,
  )
}

/** Over all partitions; NaN before a run knows the topic. */
export function topicLag(figures: Figures, channelId: string, partitions: number): number {
  const first = figures.figure(elementNames.partition(channelId, 0), 'lag')
  if (Number.isNaN(first)) return Number.NaN
  return partitionLags(figures, channelId, partitions).reduce((sum, lag) => sum + lag, 0)
}
