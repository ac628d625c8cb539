// Drawings that feed themselves: what one event causes comes back as two or more.

import {
  handler,
  kafka,
  notified,
  output,
  rabbit,
  shop,
  sketch,
  sqs,
} from '#shared/topology/sketch.ts'
import type { Topology } from '#shared/topology/topology.ts'

export interface StormDrawing {
  readonly name: string
  readonly topology: Topology
}

const SLOTS = 10

function relay(subscriptionId: string, channelId: string, count: number) {
  const serviceTime = { kind: 'constant', valueMs: 5 }
  const outputs = { o: output(channelId, { count }) }
  return {
    concurrency: SLOTS,
    handlers: { h: handler([subscriptionId], { serviceTime, outputs }) },
  }
}

/** `shop → a → one → b → two → a`, doubled at `one`. */
function cycle(channel: object, consume: typeof rabbit): Topology {
  return sketch({
    services: { shop: shop('a'), one: relay('s-a', 'b', 2), two: relay('s-b', 'a', 1) },
    channels: { a: channel, b: channel },
    subscriptions: { 's-a': consume('a', 'one'), 's-b': consume('b', 'two') },
  })
}

/** A topic with five queues, each of whose readers publishes to the topic again. */
function fanOut(): Topology {
  const queues = ['q1', 'q2', 'q3', 'q4', 'q5']
  const each = (make: (id: string) => object) =>
    Object.fromEntries(queues.map((id) => [id, make(id)]))
  return sketch({
    services: {
      shop: shop('topic'),
      ...Object.fromEntries(queues.map((id) => [`reader-${id}`, relay(id, 'topic', 1)])),
    },
    channels: { topic: { kind: 'snsTopic' }, ...each(() => ({ kind: 'sqsQueue' })) },
    bindings: each((id) => notified('topic', id)),
    subscriptions: each((id) => sqs(id, `reader-${id}`)),
  })
}

export const stormDrawings: readonly StormDrawing[] = [
  { name: 'RabbitMQ', topology: cycle({ kind: 'rabbitQueue' }, rabbit) },
  { name: 'Kafka', topology: cycle({ kind: 'kafkaTopic', partitions: 6 }, kafka) },
  { name: 'SQS', topology: cycle({ kind: 'sqsQueue' }, sqs) },
  { name: 'SNS, five queues', topology: fanOut() },
]
