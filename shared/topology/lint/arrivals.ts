// Arrivals that go back in time, or come without any time between them.

import { entriesById } from '../../lib/entries.ts'
import type { Step } from '../../lib/json.ts'
import { exactDuration } from '../../lib/units.ts'
import { averageRate } from '../analysis/arrivalRates.ts'
import { meanMs } from '../analysis/demand.ts'
import type { Arrivals } from '../arrivals.ts'
import { quoted } from '../describe.ts'
import { setField } from '../edits.ts'
import type { Source } from '../services.ts'
import type { Topology } from '../topology.ts'
import type { Examined } from './examined.ts'
import type { LintProblem } from './problem.ts'
import { named } from './words.ts'

/** As for a rate that is written down as such. */
const RATE_MAX_PER_SECOND = 1_000_000
const CYCLE_MIN_MS = 0.001

export function recordedOrder({ topology }: Examined): readonly LintProblem[] {
  return sourcesOf(topology).flatMap(({ serviceId, source, path, words }) => {
    const { arrivals } = source
    if (arrivals.kind !== 'recorded') return []
    const { timesMs, repeatEveryMs = Infinity } = arrivals
    const index = timesMs.findIndex((atMs, n) => n > 0 && atMs < (timesMs[n - 1] ?? 0))
    const [early = 0, late = 0] = [timesMs[index - 1], timesMs[index]]
    const lastMs = Math.max(...timesMs)
    const problem =
      index > 0
        ? `go from ${exactDuration(early)} to ${exactDuration(late)}. No time is before the one in front of it.`
        : lastMs > repeatEveryMs &&
          `last until ${exactDuration(lastMs)}, and repeat from ${exactDuration(repeatEveryMs)} on. They repeat when they are over.`
    if (problem === false) return []
    const [step, label, value] =
      index > 0
        ? (['timesMs', 'Put the times in order', timesMs.toSorted((a, b) => a - b)] as const)
        : (['repeatEveryMs', `Repeat every ${exactDuration(lastMs)}`, lastMs] as const)
    return [
      {
        severity: 'error',
        code: 'recorded-order',
        message: `The recorded arrivals of ${words} ${problem}`,
        elementIds: [serviceId],
        path: [...path, 'arrivals', step],
        fix: { label, edit: setField([...path, 'arrivals', step], value, label) },
      } as const,
    ]
  })
}

/** Without end, and hardly any time passes. */
export function endlessArrivals({ topology }: Examined): readonly LintProblem[] {
  return sourcesOf(topology).flatMap(({ serviceId, source, path, words }) => {
    const problem = problemOf(source.arrivals)
    if (problem === null) return []
    return [
      {
        severity: 'error',
        code: 'endless-arrivals',
        message: `${problem[0]} of ${words} ${problem[1]}`,
        elementIds: [serviceId],
        path: [...path, 'arrivals'],
      } as const,
    ]
  })
}

function problemOf(arrivals: Arrivals): readonly [what: string, why: string] | null {
  switch (arrivals.kind) {
    case 'renewal':
      return isTooFast(arrivals, meanMs(arrivals.gap))
        ? ['The gaps between arrivals', `are shorter than 1 µs on average. ${AT_MOST}`]
        : null
    case 'bursts':
      return meanMs(arrivals.onTime) + meanMs(arrivals.offTime) < CYCLE_MIN_MS
        ? [
            'A burst and the pause after it',
            'take less than 1 µs together. Make one of them longer.',
          ]
        : null
    case 'recorded':
      return arrivals.repeatEveryMs !== undefined && isTooFast(arrivals, arrivals.repeatEveryMs)
        ? ['The recorded arrivals', `repeat too soon. ${AT_MOST}`]
        : null
    case 'recordedGaps':
      return arrivals.repeats && isTooFast(arrivals, Math.max(...arrivals.gapsMs))
        ? ['The recorded gaps', `are shorter than 1 µs on average, and repeat. ${AT_MOST}`]
        : null
    default:
      return null
  }
}

const AT_MOST = 'A source publishes at most a million times a second.'

function isTooFast(arrivals: Arrivals, ms: number): boolean {
  return ms === 0 || averageRate(arrivals) > RATE_MAX_PER_SECOND
}

export function batchRanges({ topology }: Examined): readonly LintProblem[] {
  return sourcesOf(topology).flatMap(({ serviceId, source, path, words }) => {
    const { batch } = source
    if (batch?.kind !== 'uniform' || batch.minSize <= batch.maxSize) return []
    const label = 'Swap smallest and largest'
    const swapped = { kind: 'uniform', minSize: batch.maxSize, maxSize: batch.minSize }
    return [
      {
        severity: 'error',
        code: 'batch-range',
        message: `The batches of ${words} have from ${batch.minSize} to ${batch.maxSize} events: the smallest is above the largest.`,
        elementIds: [serviceId],
        path: [...path, 'batch'],
        fix: { label, edit: setField([...path, 'batch'], swapped, label) },
      } as const,
    ]
  })
}

interface NamedSource {
  readonly serviceId: string
  readonly source: Source
  readonly path: readonly Step[]
  readonly words: string
}

export function sourcesOf(topology: Topology): readonly NamedSource[] {
  return entriesById(topology.services).flatMap(([serviceId, { sources }]) =>
    entriesById(sources).map(([sourceId, source]) => ({
      serviceId,
      source,
      path: ['services', serviceId, 'sources', sourceId],
      words: `the source ${quoted(sourceId)} of ${named(topology, serviceId)}`,
    })),
  )
}
