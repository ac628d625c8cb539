import { describe, expect, it } from 'vitest'
import { handler, kafka, output, shop, sketch } from '../sketch.ts'
import { messages } from './found.ts'

const TOGETHER = { enableAutoCommit: false, commitWhen: 'afterEach' }

describe('offsets outside transactions', () => {
  it.each([
    ['commits by itself', {}, 1],
    ['commits after the poll', { enableAutoCommit: false }, 1],
    ['commits after each record', TOGETHER, 0],
  ])('warns of a consumer that %s', (_, consumer, warnings) => {
    const found = messages(drawing(consumer, true), 'offset-outside-transaction')

    expect(found).toHaveLength(warnings)
    if (warnings > 0)
      expect(found[0]).toBe(
        "The subscription of 'billing' to 'orders' stores its offsets apart from the transactions of its handling: a crash between the two writes everything twice. Turn enable.auto.commit off and commit after each record.",
      )
  })

  it('says nothing of a handling without transactions', () => {
    expect(messages(drawing({}, false), 'offset-outside-transaction')).toEqual([])
  })
})

function drawing(consumer: object, transactional: boolean) {
  const outputs = { bill: output('bills', { producer: { kind: 'kafkaProducer', transactional } }) }
  const topic = { kind: 'kafkaTopic', partitions: 1 }
  return sketch({
    services: {
      shop: shop('orders'),
      billing: { handlers: { bill: handler(['takes'], { outputs }) } },
    },
    channels: { orders: topic, bills: topic },
    subscriptions: { takes: kafka('orders', 'billing', consumer) },
  })
}
