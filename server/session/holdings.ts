// What takes the memory of a run, for a person whose run has to end for it.

import { METRICS } from '#shared/lib/metrics.ts'
import { formatCount } from '#shared/lib/units.ts'
import { figureOffsets } from '#shared/protocol/frame.ts'
import { nodeName } from '#shared/topology/naming.ts'
import type { LiveRun } from './liveRun.ts'

/** Fewer are not what the memory went to. */
const MESSAGES_MIN = 1000

const RETAINED = METRICS.channel.indexOf('retained')

/** A sentence that names the channel which keeps most; empty where none keeps many. */
export function whatKeepsMost(run: LiveRun): string {
  const { simulation } = run
  const dictionary = simulation.dictionary()
  const { offsets } = figureOffsets(dictionary)
  const figures = run.figures()
  const kept = dictionary.elements.flatMap(({ sort, name }, element) => {
    const from = offsets[element] ?? -1
    return sort === 'channel' && from >= 0 ? [{ name, count: figures[from + RETAINED] ?? 0 }] : []
  })
  const total = kept.reduce((sum, { count }) => sum + count, 0)
  const [most] = kept.sort((a, b) => b.count - a.count)
  if (!most || total < MESSAGES_MIN) return ''
  const channel = `the channel '${nodeName(simulation.topology, most.name.slice('channels/'.length))}'`
  const messages = ` It keeps ${formatCount(total)} messages`
  if (most.count === total) return `${messages}, all of them in ${channel}.`
  return `${messages}, the most of them in ${channel}: ${formatCount(most.count)}.`
}
