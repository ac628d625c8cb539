// What is done to channels and subscriptions of a run: faults of nodes, purging, redriving, reading again.

import { describe, expect, it } from 'vitest'
import type { RunChange } from '#shared/topology/recipe.ts'
import { kafka, rabbit, shop, sketch, sqs, worker } from '#shared/topology/sketch.ts'
import { Stage } from './histories.fixture.ts'
import { Simulation } from './simulation.ts'

const REFUSED: readonly (readonly [reason: string, change: RunChange])[] = [
  [
    "There is no channel 'gone' in the run.",
    { kind: 'operate', channelId: 'gone', operation: { kind: 'purge' } },
  ],
  [
    "'topic' is a Kafka topic, which cannot be purged. RabbitMQ queues and SQS queues can.",
    { kind: 'operate', channelId: 'topic', operation: { kind: 'purge' } },
  ],
  [
    "'queue' is a RabbitMQ queue; only SQS queues for dead letters can be redriven, and what is parked in event stores.",
    { kind: 'operate', channelId: 'queue', operation: { kind: 'redrive', ratePerSecond: null } },
  ],
  [
    "'jobs' is no queue for dead letters: name it in the redrive policy of another queue first.",
    { kind: 'operate', channelId: 'jobs', operation: { kind: 'redrive', ratePerSecond: 5 } },
  ],
  [
    "There is no subscription 'gone' in the run.",
    { kind: 'seek', subscriptionId: 'gone', to: { kind: 'earliest' } },
  ],
  [
    "'slow' cannot read 'queue' again: a queue keeps nothing that was acknowledged. Logs can be read again.",
    { kind: 'seek', subscriptionId: 'slow', to: { kind: 'latest' } },
  ],
  [
    "'topic' has no node 3: it is held by nodes 0 to 2.",
    { kind: 'fault', fault: { kind: 'nodeDown', channelId: 'topic', node: 3 } },
  ],
  [
    "'jobs' has no node 1: it is held by node 0 alone.",
    { kind: 'restoreNode', channelId: 'jobs', node: 1 },
  ],
  [
    "Node 0 of 'topic' is up: there is nothing to bring back.",
    { kind: 'restoreNode', channelId: 'topic', node: 0 },
  ],
  [
    "'slow' is not crashed: there is nothing to recover from.",
    { kind: 'recover', serviceId: 'slow', fault: 'crash' },
  ],
  [
    "There is no service 'gone' in the run.",
    { kind: 'fault', fault: { kind: 'disconnect', serviceId: 'gone' } },
  ],
]

describe('a command that does not apply', () => {
  it.each(REFUSED)('[everywhere.refused-commands] is refused: %s', (reason, change) => {
    const stage = new Stage(drawing()).run(100)
    const hash = stage.simulation.hash()

    expect(stage.refusalOf(change)).toBe(reason)

    expect(stage.simulation.commands).toEqual([])
    expect(stage.simulation.hash()).toBe(hash)
  })

  it('changes nothing where a recipe has it all the same', () => {
    const commands = REFUSED.map(([, change], sequence) => ({ atNs: 1e8, sequence, change }))
    const plain = new Simulation({ topology: drawing(), seed: 7 })
    const troubled = new Simulation({ topology: drawing(), seed: 7, commands })
    plain.advance(2e9)
    troubled.advance(2e9)

    expect(troubled.hash()).toBe(plain.hash())
    expect(troubled.faults()).toEqual([])
  })
})

describe('a node that goes down', () => {
  const DOWN: RunChange = {
    kind: 'fault',
    fault: { kind: 'nodeDown', channelId: 'topic', node: 1 },
  }
  const UP: RunChange = { kind: 'restoreNode', channelId: 'topic', node: 1 }

  it('[everywhere.node-down] is told of, and comes back', () => {
    const stage = new Stage(drawing()).run(100).change(DOWN).run(200)
    expect(stage.simulation.faults().map(({ fault }) => fault.kind)).toEqual(['nodeDown'])
    expect(stage.figures('channels/topic')).toMatchObject({ nodes: 3, nodesUp: 2, nodesDown: 1 })
    expect(stage.refusalOf(DOWN)).toBe("Node 1 of 'topic' is down already.")

    stage.change(UP).run(300)

    expect(stage.history('nodeDown', 'nodeUp')).toEqual([
      '100ms topic nodeDown (1)',
      '200ms topic nodeUp (1)',
    ])
    expect(stage.simulation.faults()).toEqual([])
    expect(stage.refusalOf(UP)).toBe("Node 1 of 'topic' is up: there is nothing to bring back.")
  })

  it('stays down through an edit that keeps the channel, and a new channel has all its nodes', () => {
    const stage = new Stage(drawing()).run(100).change(DOWN)
    const set = (key: string, value: unknown): RunChange => ({
      kind: 'edit',
      edits: [{ label: 'Edit', changes: [{ path: ['channels', 'topic', key], value }] }],
    })

    stage.change(set('retentionMs', 5000)).run(200)
    expect(stage.figures('channels/topic')).toMatchObject({ nodesUp: 2, nodesDown: 1 })
    stage.change(set('partitions', 1)).run(300)

    expect(stage.figures('channels/topic')).toMatchObject({ nodesUp: 3, nodesDown: 0 })
    expect(stage.simulation.faults()).toEqual([])
  })

  it('is still down in a restored run', () => {
    const stage = new Stage(drawing()).run(100).change(DOWN).run(500)

    const restored = Simulation.restore(structuredClone(stage.simulation.save()))
    restored.command(UP)
    restored.advance(2e9)
    stage.change(UP).run(2000)

    expect(restored.hash()).toBe(stage.simulation.hash())
    expect(restored.faults()).toEqual([])
  })
})

describe('an operator', () => {
  it('[everywhere.operations] purges a queue', () => {
    const stage = new Stage(drawing()).run(550)
    expect(stage.figures('channels/queue').waiting).toBeGreaterThan(0)

    stage.change({ kind: 'operate', channelId: 'queue', operation: { kind: 'purge' } })

    expect(stage.figures('channels/queue').waiting).toBe(0)
    expect(stage.history('purged').length).toBeGreaterThan(0)
  })

  it('[everywhere.operations] redrives dead letters', () => {
    const stage = new Stage(drawing()).run(8000)
    expect(stage.figures('channels/dead').waiting).toBeGreaterThan(0)

    const operation = { kind: 'redrive', ratePerSecond: null } as const
    stage.change({ kind: 'operate', channelId: 'dead', operation }).run(9500)

    expect(stage.history('redriven').length).toBeGreaterThan(0)
  })

  it('[everywhere.operations] has a log read again from the start', () => {
    const stage = new Stage(drawing()).run(5000)
    const before = stage.figures('subscriptions/reader').delivered ?? 0
    expect(before).toBeGreaterThan(0)

    stage.change({ kind: 'seek', subscriptionId: 'reader', to: { kind: 'earliest' } }).run(5900)

    const again = stage
      .history('delivered')
      .filter((line) => line.includes('reader delivered source-0 #2'))
    expect(again).toHaveLength(1)
  })
})

/** A topic of three nodes, a queue that is read too slowly, and jobs that all fail. */
function drawing() {
  const few = { arrivals: { kind: 'constant', ratePerSecond: 20 } }
  const slowly = { serviceTime: { kind: 'constant', valueMs: 200 } }
  const failing = { failure: { probability: 1 } }
  return sketch({
    services: {
      shop: {
        sources: {
          ...shop('topic', few).sources,
          'to-queue': shop('queue', few).sources.source,
          'to-jobs': shop('jobs', few).sources.source,
        },
      },
      reader: worker(['reader']),
      slow: worker(['slow'], slowly),
      jobber: worker(['jobber'], failing),
    },
    channels: {
      topic: { kind: 'kafkaTopic', partitions: 2, replicationFactor: 3 },
      queue: { kind: 'rabbitQueue' },
      jobs: {
        kind: 'sqsQueue',
        visibilityTimeoutMs: 1000,
        redrivePolicy: { deadLetterQueueId: 'dead', maxReceiveCount: 2 },
      },
      dead: { kind: 'sqsQueue' },
    },
    subscriptions: {
      reader: kafka('topic', 'reader', { autoOffsetReset: 'earliest' }),
      slow: rabbit('queue', 'slow', { prefetchCount: 1 }),
      jobber: sqs('jobs', 'jobber', { waitTimeMs: 20_000 }),
    },
  })
}
