// SQS and Lambda as the document draws them: settings arrive where they work.

import { describe, expect, it } from 'vitest'
import { JOURNAL_KINDS, type JournalKind } from '#shared/lib/journal.ts'
import { lint } from '#shared/topology/lint.ts'
import type { RunChange } from '#shared/topology/recipe.ts'
import { lambda, shop, sketch, sqs, worker } from '#shared/topology/sketch.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { Simulation } from '../simulation.ts'

describe('SQS in a drawing', () => {
  it('[sqs.delete-batch] deletes when all of a receive is handled; a crash before brings back all of it', () => {
    const drawing = drawn({
      queue: { visibilityTimeoutMs: 2000 },
      subscription: sqs('jobs', 'packing', { maxNumberOfMessages: 3, deletes: 'batch', ...LONG }),
      handler: taking(150),
    })
    const kinds = ['delivered', 'acknowledged', 'abandoned'] as const
    const crash = { kind: 'fault', fault: { kind: 'crash', serviceId: 'packing' } } as const

    expect(historyOf(drawing, 860, kinds).slice(5)).toEqual([
      '550ms acknowledged #1',
      // Two have come in the meantime: the first is handled by 700 ms.
      '550ms delivered #1',
      '550ms delivered #1',
      '850ms acknowledged #1',
      '850ms acknowledged #1',
      '850ms delivered #1',
      '850ms delivered #1',
      '850ms delivered #1',
    ])
    expect(historyOf(drawing, 860, kinds, [[720, crash]]).slice(-2)).toEqual([
      '720ms abandoned #1',
      '720ms abandoned #1',
    ])
  })

  it('[sqs.lambda-batch] invokes a function with what it polled, and deletes at the end', () => {
    const drawing = drawn({
      queue: { delayMs: 500 },
      subscription: lambda('jobs', 'packing', { batchSize: 3, maximumBatchingWindowMs: 5000 }),
      handler: taking(20),
    })

    expect(historyOf(drawing, 900, ['delivered', 'started', 'acknowledged'])).toEqual([
      '600ms delivered #1',
      '700ms delivered #1',
      '800ms delivered #1',
      '800ms started #1',
      '820ms started #1',
      '840ms started #1',
      '860ms acknowledged #1',
      '860ms acknowledged #1',
      '860ms acknowledged #1',
      '900ms delivered #1',
    ])
  })

  it('[sqs.dead-letter-same-type] does not run with dead letters in a queue of the other type', () => {
    const redrivePolicy = { deadLetterQueueId: 'dead', maxReceiveCount: 3 }
    const mistakes = (isFifo: boolean, isDeadFifo: boolean) =>
      errorsIn(
        sketch({
          channels: {
            jobs: { kind: 'sqsQueue', fifoQueue: isFifo, redrivePolicy },
            dead: { kind: 'sqsQueue', fifoQueue: isDeadFifo },
          },
        }),
      )

    expect([mistakes(false, false), mistakes(true, true)]).toEqual([[], []])
    expect([mistakes(false, true), mistakes(true, false)]).toEqual([
      ['dead-letter-type'],
      ['dead-letter-type'],
    ])
  })

  it('[sqs.lambda-limits] [sqs.lambda-visibility] does not run with a mapping that Lambda refuses', () => {
    const mistakes = (queue: object, mapping: object) =>
      errorsIn(drawn({ queue, subscription: lambda('jobs', 'packing', mapping) }))
    const fifo = { fifoQueue: true }

    expect(mistakes({}, { batchSize: 100, maximumBatchingWindowMs: 1000 })).toEqual([])
    expect(mistakes(fifo, { batchSize: 10 })).toEqual([])
    expect(mistakes({ visibilityTimeoutMs: 3000 }, { functionTimeoutMs: 3000 })).toEqual([])
    for (const wrong of [
      mistakes({}, { batchSize: 11 }),
      mistakes(fifo, { batchSize: 11 }),
      mistakes(fifo, { maximumBatchingWindowMs: 1000 }),
      mistakes({ visibilityTimeoutMs: 2999 }, { functionTimeoutMs: 3000 }),
    ])
      expect(wrong).toEqual(['event-source-mapping'])
  })

  it('makes a queue another one when it becomes FIFO, and keeps it when anything else changes', () => {
    const drawing = drawn({ queue: {} })
    const change = (path: string, value: unknown): RunChange => ({
      kind: 'edit',
      edits: [{ label: 'Change', changes: [{ path: ['channels', 'jobs', path], value }] }],
    })
    const removed = (...changes: readonly RunChange[]) =>
      historyOf(
        drawing,
        1000,
        ['removed'],
        changes.map((each) => [550, each] as const),
      )

    expect(removed(change('delayMs', 10), change('maximumMessageSize', 2000))).toEqual([])
    expect(removed(change('fifoQueue', true), change('contentBasedDeduplication', true))).toEqual(
      Array(5).fill('550ms removed'),
    )
  })
})

const LONG = { waitTimeMs: 20_000 }

function errorsIn(topology: Topology): readonly string[] {
  return lint(topology)
    .filter(({ severity }) => severity === 'error')
    .map(({ code }) => code)
}

function taking(valueMs: number) {
  return { serviceTime: { kind: 'constant', valueMs } }
}

/** Ten messages a second, the first at 100 ms. */
function drawn(parts: {
  readonly queue: object
  readonly subscription?: object
  readonly handler?: object
}): Topology {
  const { queue, subscription, handler } = parts
  const arrivals = { kind: 'constant', ratePerSecond: 10 }
  return sketch({
    services: {
      shop: shop('jobs', { arrivals }),
      ...(subscription && { packing: worker(['packing-jobs'], handler) }),
    },
    channels: { jobs: { kind: 'sqsQueue', contentBasedDeduplication: true, ...queue } },
    ...(subscription && { subscriptions: { 'packing-jobs': subscription } }),
  })
}

function historyOf(
  topology: Topology,
  untilMs: number,
  kinds: readonly JournalKind[],
  changes: readonly (readonly [atMs: number, change: RunChange])[] = [],
): readonly string[] {
  const commands = changes.map(([atMs, change], sequence) => ({
    atNs: atMs * 1e6,
    sequence,
    change,
  }))
  const simulation = new Simulation({ topology, seed: 1, commands })
  simulation.advance(untilMs * 1e6)
  expect(simulation.ended).toBeNull()
  return [...simulation.journal.rows(0, Number.MAX_SAFE_INTEGER)].flatMap((row) => {
    const kind = JOURNAL_KINDS[row.kind] as JournalKind
    if (!kinds.includes(kind)) return []
    const attempt = row.attempt > 0 ? ` #${row.attempt}` : ''
    return [`${row.atNs / 1e6}ms ${kind}${attempt}`]
  })
}
