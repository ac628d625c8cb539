import { describe, expect, it } from 'vitest'
import { output, sketch, worker } from '../sketch.ts'
import { publishWaitMs } from './publishing.ts'

describe('publishWaitMs', () => {
  it.each([
    ['lingers by default', {}, {}, 5],
    ['does not where it is told not to', { lingerMs: 0 }, {}, 0],
    ['waits for the followers', {}, { replicationFactor: 3, replicationDelayMs: 2 }, 7],
    ['waits for the leader alone', { acks: '1' }, { replicationFactor: 3 }, 5],
    ['waits for nobody', { acks: '0' }, { replicationFactor: 3 }, 0],
  ])('of Kafka %s', (_, producer, topic, expected) => {
    expect(waitOf({ kafka: { ...producer } }, topic)).toBe(expected)
  })

  it('is that of the slowest that occurs', () => {
    expect(waitOf({ kafka: { lingerMs: 10, probability: 0.5 }, rabbit: {} }, {})).toBe(5)
    expect(waitOf({ rabbit: {} }, {})).toBe(0)
  })
})

interface Published {
  readonly kafka?: { readonly probability?: number; readonly [setting: string]: unknown }
  readonly rabbit?: object
}

function waitOf({ kafka, rabbit }: Published, topic: object): number {
  const { probability = 1, ...producer } = kafka ?? {}
  const toKafka = output('topic', {
    probability,
    producer: { kind: 'kafkaProducer', ...producer },
  })
  const outputs = {
    ...(kafka && { 'to-kafka': toKafka }),
    ...(rabbit && { 'to-rabbit': output('queue') }),
  }
  const topology = sketch({
    services: { worker: worker(['in'], { outputs }) },
    channels: {
      topic: { kind: 'kafkaTopic', partitions: 1, ...topic },
      queue: { kind: 'rabbitQueue' },
    },
  })
  const handler = topology.services.worker?.handlers.handler
  if (!handler) throw new Error('a worker has a handler')
  return publishWaitMs(topology, handler)
}
