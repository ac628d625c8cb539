import { describe, expect, it } from 'vitest'
import { applyEdit } from '../edit.ts'
import { lint } from '../lint.ts'
import { bound, kafka, notified, output, rabbit, shop, sketch, sqs, worker } from '../sketch.ts'
import type { Topology } from '../topology.ts'
import { swapChannel } from './swap.ts'
import { SWAP_TARGETS, type SwapTarget, targetOf } from './targets.ts'

describe('swapChannel', () => {
  it('makes a queue and a redrive policy of a topic with one group and a dead-letter topic', () => {
    const topology = sketch({
      services: { shop: shop('orders'), billing: worker(['billing']) },
      channels: { orders: { kind: 'kafkaTopic', partitions: 3 }, dead: deadTopic },
      subscriptions: { billing: kafka('orders', 'billing', { deadLetterChannelId: 'dead' }) },
    })

    const after = swapped(topology, 'orders', 'sqs')

    expect(after.channels).toEqual({
      orders: {
        kind: 'sqsQueue',
        name: 'orders',
        messageRetentionPeriodMs: 604_800_000,
        redrivePolicy: { deadLetterQueueId: 'orders-billing-dlq', maxReceiveCount: 1 },
      },
      'orders-billing-dlq': { kind: 'sqsQueue', name: 'orders dead letters' },
    })
    expect(after.subscriptions.billing).toMatchObject({ kind: 'sqsConsumer', channelId: 'orders' })
    expect(after.services).toEqual(topology.services)
  })

  it('gives each group a queue of its own behind an exchange or an SNS topic', () => {
    const topology = sketch({
      services: {
        shop: shop('orders'),
        billing: worker(['billing']),
        mail: worker(['mail'], {}),
      },
      channels: { orders: { kind: 'kafkaTopic', partitions: 3 } },
      subscriptions: { billing: kafka('orders', 'billing'), mail: kafka('orders', 'mail') },
    })

    const inRabbit = swapped(topology, 'orders', 'rabbitQuorum')
    const inAws = swapped(topology, 'orders', 'sqsFifo')

    expect(Object.entries(inRabbit.channels).map(([id, { kind }]) => `${id} ${kind}`)).toEqual([
      'orders rabbitExchange',
      'orders-billing rabbitQueue',
      'orders-mail rabbitQueue',
    ])
    expect(Object.values(inRabbit.bindings)).toHaveLength(2)
    expect(inAws.channels.orders).toMatchObject({ kind: 'snsTopic', fifoTopic: true })
    expect(inAws.services.shop?.sources.source?.producer).toEqual({
      kind: 'awsSender',
      deduplication: 'cause',
    })
  })

  it('makes one topic of an exchange and its queues, a group for each', () => {
    const after = swapped(withExchange(), 'orders', 'kafka')

    expect(Object.keys(after.channels)).toEqual(['orders', 'done'])
    expect(after.channels.orders).toMatchObject({ kind: 'kafkaTopic', partitions: 6 })
    expect(after.bindings).toEqual({})
    expect(after.subscriptions.billing).toMatchObject({ groupId: 'billing-queue' })
    expect(after.subscriptions.mail).toMatchObject({ groupId: 'mail-queue' })
  })

  it('changes how publishers publish, and says what is left out', () => {
    const topology = sketch({
      services: {
        shop: shop('orders', { producer: { kind: 'kafkaProducer', lingerMs: 0 } }),
        billing: worker(['billing']),
      },
      channels: { orders: { kind: 'kafkaTopic', partitions: 3 } },
      subscriptions: { billing: kafka('orders', 'billing') },
    })

    const fifo = swapped(topology, 'orders', 'sqsFifo')
    const standard = swapped(topology, 'orders', 'sqs')
    const back = swapped(fifo, 'orders', 'sqs')

    const producerIn = ({ services }: Topology) => services.shop?.sources.source?.producer
    expect(producerIn(fifo)).toEqual({ kind: 'awsSender', deduplication: 'cause' })
    expect(producerIn(standard)).toBeUndefined()
    expect(producerIn(back)).toEqual({ kind: 'awsSender', deduplication: 'cause' })
    const swap = swapChannel(topology, 'orders', 'sqs')
    expect(swap.ok && swap.notes.join(' ')).toContain('How shop publishes to orders')
  })

  it('lets handlers choose by type where a binding chose before', () => {
    const after = swapped(withExchange(), 'orders', 'kafka')

    expect(after.services.mail?.handlers.handler?.eventTypeIds).toEqual([])
    expect(after.services.billing?.handlers.handler?.eventTypeIds).toBeUndefined()
  })

  it('says what has no equivalent', () => {
    const topology = sketch({
      services: { shop: shop('jobs'), worker: worker(['jobs']) },
      channels: { jobs: { kind: 'rabbitQueue', maxPriority: 5 } },
      subscriptions: { jobs: rabbit('jobs', 'worker', { prefetchCount: 3 }) },
    })

    const swap = swapChannel(topology, 'jobs', 'kafka')

    expect(swap.ok && swap.notes).toContain(
      'Without an equivalent, and left out: x-max-priority and prefetch_count.',
    )
  })

  it.each([
    ['billing-queue', 'billing-queue is fed by orders: swap orders instead.'],
    ['nowhere', "There is no channel 'nowhere'."],
  ])('refuses %s, and says what would do', (channelId, reason) => {
    expect(swapChannel(withExchange(), channelId, 'kafka')).toEqual({ ok: false, reason })
  })

  const drawings: readonly (readonly [string, Topology, string])[] = [
    ['an exchange', withExchange(), 'orders'],
    ['an SNS topic', withSns(), 'orders'],
    ['a topic', withKafka(), 'orders'],
    ['a queue', withQueue(), 'orders'],
  ]
  const cases = drawings.flatMap(([name, topology, id]) =>
    SWAP_TARGETS.filter((target) => target !== targetOf(topology, id)).map(
      (target) => [name, target, topology, id] as const,
    ),
  )

  it.each(cases)('of %s to %s runs, and can be undone', (_, target, topology, channelId) => {
    const swap = swapChannel(topology, channelId, target)
    if (!swap.ok) throw new Error(swap.reason)
    const applied = applyEdit(topology, swap.edit)
    if (!applied.ok) throw new Error(applied.reason)

    const errors = lint(applied.topology).filter(({ severity }) => severity === 'error')
    const back = applyEdit(applied.topology, applied.inverse)

    expect(errors).toEqual([])
    expect(targetOf(applied.topology, channelId)).toBe(
      target === 'rabbitQuorum' && applied.topology.channels[channelId]?.kind === 'rabbitExchange'
        ? 'rabbitClassic'
        : target,
    )
    expect(back.ok && back.topology).toEqual(topology)
  })
})

const deadTopic = { kind: 'kafkaTopic', partitions: 1 }

function swapped(topology: Topology, channelId: string, target: SwapTarget): Topology {
  const swap = swapChannel(topology, channelId, target)
  if (!swap.ok) throw new Error(swap.reason)
  const applied = applyEdit(topology, swap.edit)
  if (!applied.ok) throw new Error(applied.reason)
  return applied.topology
}

const readers = {
  billing: worker(['billing'], { outputs: { done: output('done') } }),
  mail: { ...worker(['mail']), replicas: 3, concurrency: 2 },
}

function withExchange(): Topology {
  return sketch({
    services: { shop: shop('orders'), ...readers },
    channels: {
      orders: { kind: 'rabbitExchange', type: 'topic' },
      'billing-queue': { kind: 'rabbitQueue' },
      'mail-queue': { kind: 'rabbitQueue' },
      done: { kind: 'rabbitQueue' },
    },
    bindings: {
      a: bound('orders', 'billing-queue', '#'),
      b: bound('orders', 'mail-queue', 'placed.*'),
    },
    subscriptions: {
      billing: rabbit('billing-queue', 'billing'),
      mail: rabbit('mail-queue', 'mail'),
    },
  })
}

function withSns(): Topology {
  return sketch({
    services: { shop: shop('orders'), ...readers },
    channels: {
      orders: { kind: 'snsTopic' },
      'billing-queue': {
        kind: 'sqsQueue',
        redrivePolicy: { deadLetterQueueId: 'dlq', maxReceiveCount: 3 },
      },
      'mail-queue': { kind: 'sqsQueue' },
      dlq: { kind: 'sqsQueue' },
      done: { kind: 'sqsQueue' },
    },
    bindings: {
      a: notified('orders', 'billing-queue'),
      b: notified('orders', 'mail-queue', { tier: ['gold'] }),
    },
    subscriptions: { billing: sqs('billing-queue', 'billing'), mail: sqs('mail-queue', 'mail') },
  })
}

function withKafka(): Topology {
  return sketch({
    services: { shop: shop('orders'), ...readers },
    channels: {
      orders: { kind: 'kafkaTopic', partitions: 3 },
      dead: deadTopic,
      done: { kind: 'rabbitQueue' },
    },
    subscriptions: {
      billing: kafka('orders', 'billing', { deadLetterChannelId: 'dead' }),
      mail: kafka('orders', 'mail'),
    },
  })
}

function withQueue(): Topology {
  return sketch({
    services: { shop: shop('orders'), ...readers },
    channels: { orders: { kind: 'rabbitQueue' }, done: { kind: 'rabbitQueue' } },
    subscriptions: { billing: rabbit('orders', 'billing'), mail: rabbit('orders', 'mail') },
  })
}
