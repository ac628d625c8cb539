// What the scenarios of consumer groups are drawn from.

import { setField } from '../topology/edits.ts'
import type { Command } from '../topology/recipe.ts'
import { kafka, shop, sketch, worker } from '../topology/sketch.ts'
import type { Topology } from '../topology/topology.ts'

/** Topics, who reads them, and how fast a record is handled. */
interface Reader {
  readonly topics: readonly string[]
  readonly partitions: number
  readonly ratePerSecond: number
  readonly serviceTimeMs: number
  readonly replicas: number
  readonly consumer?: object
  readonly topic?: object
}

export function customers(size: number) {
  return { prefix: 'customer-', size, distribution: { kind: 'uniform' } }
}

export function read(drawing: Reader): Topology {
  const { topics, partitions, ratePerSecond, serviceTimeMs, replicas, consumer, topic } = drawing
  const arrivals = { kind: 'constant', ratePerSecond }
  const keys = customers(100)
  const subscriptions = topics.map((id) => [
    `billing-${id}`,
    kafka(id, 'billing', { autoOffsetReset: 'earliest', ...consumer }),
  ])
  const handler = { serviceTime: { kind: 'constant', valueMs: serviceTimeMs } }
  return sketch({
    services: {
      ...Object.fromEntries(topics.map((id) => [`${id}-desk`, shop(id, { arrivals, keys })])),
      billing: { replicas, ...worker(Object.keys(Object.fromEntries(subscriptions)), handler) },
    },
    channels: Object.fromEntries(
      topics.map((id) => [id, { kind: 'kafkaTopic', partitions, ...topic }]),
    ),
    subscriptions: Object.fromEntries(subscriptions),
  })
}

export const ORDERS = {
  topics: ['orders'],
  partitions: 4,
  ratePerSecond: 20,
  serviceTimeMs: 5,
} as const
export const BILLING = 'subscriptions/billing-orders'
export const SEED = 7

export function crashAndRecover(crashMs: number, recoverMs: number): readonly Command[] {
  return [
    {
      atNs: crashMs * 1e6,
      sequence: 1,
      change: { kind: 'fault', fault: { kind: 'crash', serviceId: 'billing' } },
    },
    {
      atNs: recoverMs * 1e6,
      sequence: 2,
      change: { kind: 'recover', serviceId: 'billing', fault: 'crash' },
    },
  ]
}

/** One consumer that is a little too slow, and commits by itself. */
export function committing(commitWhen: 'afterPoll' | 'afterEach' | 'beforeHandling'): Topology {
  return read({
    ...ORDERS,
    ratePerSecond: 40,
    serviceTimeMs: 40,
    replicas: 1,
    consumer: { enableAutoCommit: false, commitWhen, sessionTimeoutMs: 6000 },
  })
}

export function withReplicas(atMs: number, replicas: number, sequence: number): Command {
  const edit = setField(['services', 'billing', 'replicas'], replicas, 'Scale billing')
  return { atNs: atMs * 1e6, sequence, change: { kind: 'edit', edits: [edit] } }
}
