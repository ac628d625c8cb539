import { describe, expect, it } from 'vitest'
import type { Producer } from '#shared/topology/channels.ts'
import { publishProperties, transactionTimeout } from './producers.ts'
import { RuntimeStand, serviceOf } from './runtime.fixture.ts'

const MS = 1_000_000

describe('what a publisher says of its messages', () => {
  it('is nothing where the document says nothing', () => {
    expect(publishProperties(undefined)).toBeNull()
  })

  it('is what the document says, and its broker’s defaults for the rest', () => {
    expect(publishProperties({ kind: 'kafkaProducer', acks: '1', lingerMs: 20 })).toEqual({
      kind: 'kafka',
      acks: '1',
      enableIdempotence: true,
      maxInFlightRequests: 5,
      linger: 20 * MS,
      batchSizeBytes: 16_384,
      requestTimeout: 30_000 * MS,
      deliveryTimeout: 120_000 * MS,
      retryBackoff: 100 * MS,
      partitioner: 'default',
      transactionTimeout: 60_000 * MS,
    })
    expect(publishProperties({ kind: 'rabbitPublisher', mandatory: true })).toEqual({
      kind: 'rabbit',
      confirms: true,
      mandatory: true,
      priority: null,
      expiration: null,
    })
    expect(publishProperties({ kind: 'awsSender', delayMs: 1500 })).toEqual({
      kind: 'aws',
      messageGroup: 'key',
      deduplication: null,
      delay: 1500 * MS,
    })
  })

  it('is a transaction where a Kafka producer is told so', () => {
    const producer: Producer = { kind: 'kafkaProducer', transactionTimeoutMs: 5000 }
    expect(transactionTimeout(undefined)).toBeNull()
    expect(transactionTimeout(producer)).toBeNull()
    expect(transactionTimeout({ ...producer, transactional: true })).toBe(5000 * MS)
  })

  it('travels with each event, and changes with the drawing from then on', () => {
    const stand = new RuntimeStand().channel('orders')
    const source = (priority: number) => ({
      eventTypeId: 'placed',
      channelId: 'orders',
      arrivals: { kind: 'constant', ratePerSecond: 10 },
      producer: { kind: 'rabbitPublisher', priority },
    })
    const seen: unknown[] = []
    const { events, texts } = stand.world
    stand.onPublished = (event) => seen.push(texts.properties(events.properties(event)))
    const shop = stand.service('shop', { sources: { placed: source(3) } })
    shop.start()
    stand.run(250)

    shop.update(serviceOf({ sources: { placed: source(9) } }), String)
    stand.run(100)

    expect(seen).toMatchObject([{ priority: 3 }, { priority: 3 }, { priority: 9 }])
  })
})
