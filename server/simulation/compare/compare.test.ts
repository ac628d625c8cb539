import { describe, expect, it } from 'vitest'
import type { Command } from '#shared/topology/recipe.ts'
import { kafka, rabbit, shop, sketch, sqs, worker } from '#shared/topology/sketch.ts'
import { SWAP_TARGETS } from '#shared/topology/swap/targets.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { type Comparison, compareSwap, type Outcome } from './compare.ts'

describe('compareSwap', () => {
  it('finds nothing lost, repeated or out of order where nothing fails and one consumer reads', () => {
    for (const target of SWAP_TARGETS.filter((each) => each !== 'kafka')) {
      const { before, after } = compared({ topology: withTopic(), target, untilMs: 5000 })

      for (const outcome of [before, after]) {
        expect(outcome).toMatchObject({ lost: 0, handledAgain: 0, inside: 0, endedBecause: null })
        expect(outcome.handled).toBe(outcome.expected)
        expect(outcome.expected).toBe(outcome.published)
      }
      expect(after.published).toBe(before.published)
    }
  })

  it('shows that a topic keeps the order of a key where a queue with many consumers does not', () => {
    const { before, after } = compared({
      topology: withTopic({ replicas: 8, slow: true }),
      target: 'rabbitClassic',
      untilMs: 10_000,
    })

    expect(before.outOfOrder).toBe(0)
    expect(after.outOfOrder).toBeGreaterThan(50)
  })

  it('shows that a FIFO queue keeps it too', () => {
    const { after } = compared({
      topology: withTopic({ replicas: 8, slow: true }),
      target: 'sqsFifo',
      untilMs: 10_000,
    })

    expect(after).toMatchObject({ outOfOrder: 0, lost: 0 })
  })

  it('shows what a crash repeats, and how long each broker takes to notice', () => {
    const { before, after } = compared({
      topology: withTopic({ replicas: 2 }),
      target: 'rabbitClassic',
      untilMs: 20_000,
      commands: [
        command(5e9, { kind: 'fault', fault: { kind: 'crash', serviceId: 'billing' } }),
        command(6e9, { kind: 'recover', serviceId: 'billing', fault: 'crash' }),
      ],
    })

    expect(before).toMatchObject({ lost: 0, inside: 0 })
    expect(after).toMatchObject({ lost: 0, inside: 0 })
    expect(before.backlogMax).toBeGreaterThan(5 * after.backlogMax)
    expect(before.drainMs).toBeGreaterThan(after.drainMs ?? Infinity)
  })

  it('counts what nobody gets', () => {
    const topology = sketch({
      services: { shop: shop('jobs'), worker: worker(['jobs'], { failure: { probability: 0.2 } }) },
      channels: { jobs: { kind: 'rabbitQueue' } },
      subscriptions: { jobs: rabbit('jobs', 'worker') },
    })

    const { before } = compared({ topology, target: 'sqs', untilMs: 5000, channelId: 'jobs' })

    expect(before.lost).toBeGreaterThan(50)
    expect(before.handled + before.lost).toBe(before.expected)
  })

  it('refuses a drawing that cannot run', () => {
    const topology = sketch({
      services: { shop: shop('jobs'), other: shop('nowhere'), worker: worker(['jobs']) },
      channels: { jobs: { kind: 'sqsQueue' } },
      subscriptions: { jobs: sqs('jobs', 'worker') },
    })

    const comparison = compareSwap({
      topology,
      channelId: 'jobs',
      target: 'kafka',
      seed: 1,
      untilMs: 1000,
    })

    expect(comparison).toEqual({ ok: false, reason: expect.stringContaining('nowhere') })
  })

  it('says when a swap cannot be', () => {
    const topology = sketch({
      services: { shop: shop('jobs'), worker: worker(['jobs']) },
      channels: { jobs: { kind: 'sqsQueue' } },
      subscriptions: { jobs: sqs('jobs', 'worker') },
    })

    expect(
      compareSwap({ topology, channelId: 'jobs', target: 'sqs', seed: 1, untilMs: 1 }),
    ).toEqual({ ok: false, reason: 'jobs is that already.' })
  })
})

interface Asked {
  readonly topology: Topology
  readonly target: (typeof SWAP_TARGETS)[number]
  readonly untilMs: number
  readonly channelId?: string
  readonly commands?: readonly Command[]
}

function compared({ channelId = 'orders', ...asked }: Asked): {
  readonly before: Outcome
  readonly after: Outcome
} {
  const comparison: Comparison = compareSwap({ ...asked, channelId, seed: 7 })
  if (!comparison.ok) throw new Error(comparison.reason)
  return comparison
}

function command(atNs: number, change: Command['change']): Command {
  return { atNs, sequence: atNs / 1e9, change }
}

/** A hundred orders a second of fifty customers. */
function withTopic({ replicas = 1, slow = false } = {}): Topology {
  const keys = { prefix: 'c-', size: 50, distribution: { kind: 'uniform' } }
  const serviceTime = { kind: 'exponential', meanMs: slow ? 60 : 5 }
  return sketch({
    services: {
      shop: shop('orders', { keys }),
      billing: { ...worker(['billing'], { serviceTime }), replicas },
    },
    channels: { orders: { kind: 'kafkaTopic', partitions: 24 } },
    subscriptions: { billing: kafka('orders', 'billing', { autoOffsetReset: 'earliest' }) },
  })
}
