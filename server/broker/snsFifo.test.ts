import { describe, expect, it } from 'vitest'
import { milliseconds as ms } from '../engine/time.ts'
import type { AwsProperties } from './properties.ts'
import { fifoWorld } from './sns.fixture.ts'

describe('a FIFO topic', () => {
  it('[sns.fifo-deduplication] accepts a duplicate within five minutes and delivers it to nobody', () => {
    const { world, topic, bind } = fifoWorld('ledger.fifo', 'shipping')
    bind('ledger.fifo')
    bind('shipping')
    const byKey = { key: 7, properties: sender({ deduplication: 'key' }) }

    world.publish(topic, byKey)
    world.run(ms(299_999))
    world.publish(topic, byKey)
    world.run(ms(1))
    world.publish(topic, byKey)

    expect(world.history('accepted', 'deduplicated')).toEqual([
      '0ms payments accepted m1',
      '0ms ledger.fifo accepted m1',
      '0ms shipping accepted m1',
      '299999ms payments deduplicated m2',
      '300000ms payments accepted m3',
      '300000ms ledger.fifo accepted m3',
      '300000ms shipping accepted m3',
    ])
    world.settleDown()
    expect(world.outcomes).toEqual(['m1 accepted', 'm2 accepted', 'm3 accepted'])
  })

  it('[sns.fifo-deduplication] takes the same id in another message group for a duplicate as well', () => {
    const { world, topic, bind } = fifoWorld('ledger.fifo')
    bind('ledger.fifo')
    const cause = world.events.create({
      origin: 9,
      n: 1,
      type: 0,
      key: 1,
      attributes: 0,
      properties: 0,
      cause: -1 as never,
    })
    const caused = (key: number) => {
      const properties = world.texts.internProperties(sender({ deduplication: 'cause' }))
      const event = world.events.create({
        origin: 0,
        n: key,
        type: 0,
        key,
        attributes: 0,
        properties,
        cause,
      })
      topic.publish({ event, routingKey: 0, replyTo: null })
    }
    caused(1)
    caused(2)

    expect(world.history('accepted', 'deduplicated')).toEqual([
      '0ms payments accepted m1',
      '0ms ledger.fifo accepted m1',
      '0ms payments deduplicated m2',
    ])
  })

  it('[sns.fifo-ids] [sns.fifo-content] refuses a message without a deduplication id, unless that is made of its body', () => {
    const { world, topic, bind } = fifoWorld('ledger.fifo')
    bind('ledger.fifo')
    const without = { properties: sender({ deduplication: null }) }

    world.publish(topic, without)
    topic.update({ fifoTopic: true, contentBasedDeduplication: true })
    world.publish(topic, without)
    world.settleDown()

    expect(world.history()).toEqual([
      '0ms payments refused m1 (5)',
      '0ms payments accepted m2',
      '0ms to ledger.fifo routed m2',
      // The queue asks for an id, and gets the one that the topic made.
      '0ms ledger.fifo accepted m2',
    ])
    expect(world.outcomes).toEqual(['m1 refused', 'm2 accepted'])
  })

  it('[sns.fifo-order] [sns.fifo-blocked-group] keeps the order of a message group behind a delivery that failed; other groups go on', () => {
    const { world, topic, queue, bind } = fifoWorld('ledger.fifo', 'shipping.fifo')
    bind('ledger.fifo')
    bind('shipping.fifo')
    const publish = (key: number) => world.publish(topic, { key, properties: sender({}) })

    queue('ledger.fifo').setNodeUp(0, false)
    publish(1)
    world.run(ms(500))
    queue('ledger.fifo').setNodeUp(0, true)
    publish(1)
    publish(2)
    world.run(ms(1000))

    expect(world.history('deliveryFailed', 'routed')).toEqual([
      '0ms to ledger.fifo deliveryFailed m1 #1',
      '0ms to ledger.fifo deliveryFailed m1 #2',
      '0ms to ledger.fifo deliveryFailed m1 #3',
      '0ms to ledger.fifo deliveryFailed m1 #4',
      '0ms to shipping.fifo routed m1',
      // Of the same group as m1: it waits for its turn.
      '500ms to shipping.fifo routed m2',
      '500ms to ledger.fifo routed m3',
      '500ms to shipping.fifo routed m3',
      '1000ms to ledger.fifo routed m1 #5',
      '1000ms to ledger.fifo routed m2',
    ])
  })

  it('[sns.fifo-blocked-group] goes on with the next of the group when one is given up', () => {
    const { world, topic, queue, bind } = fifoWorld('dead.fifo', 'ledger.fifo')
    bind('ledger.fifo', { deadLetterQueue: queue('dead.fifo') })
    queue('ledger.fifo').setNodeUp(0, false)
    world.publish(topic, { key: 1, properties: sender({}) })
    world.publish(topic, { key: 1, properties: sender({}) })
    world.run(ms(24 * 86_400_000))
    queue('ledger.fifo').setNodeUp(0, true)
    world.run(ms(20_000))

    expect(
      world.history('deadLettered', 'routed').map((line) => line.replace(/^\d+ms /, '')),
    ).toEqual([
      'to ledger.fifo deadLettered m1 #100016 by to ledger.fifo',
      expect.stringMatching(/^to ledger.fifo routed m2 #\d+$/),
    ])
    expect([queue('dead.fifo').figures.waiting, topic.figures.waiting]).toEqual([1, 0])
  })

  it('[sns.fifo-order] lets a filter make gaps and keeps the order of the rest', () => {
    const { world, topic, bind } = fifoWorld('ledger.fifo')
    bind('ledger.fifo', { filterPolicy: { state: [{ 'anything-but': 'draft' }] } })
    for (const state of ['paid', 'draft', 'refunded'])
      world.publish(topic, { key: 1, attributes: [['state', state]], properties: sender({}) })

    expect(world.history('routed', 'filtered')).toEqual([
      '0ms to ledger.fifo routed m1',
      '0ms to ledger.fifo filtered m2',
      '0ms to ledger.fifo routed m3',
    ])
  })

  it('[sns.fifo-order] promises the order of keys, which a standard topic does not', () => {
    const { topic } = fifoWorld('ledger.fifo')

    expect(topic.guarantees.keepsKeyOrder).toBe(true)
  })
})

function sender(more: Partial<AwsProperties>): AwsProperties {
  return { kind: 'aws', messageGroup: 'key', deduplication: 'event', delay: null, ...more }
}
