// What becomes of a handling, or of a source, whose publications are not taken.

import { describe, expect, it } from 'vitest'
import {
  PUBLISH_ACCEPTED,
  PUBLISH_CONFLICT,
  PUBLISH_REFUSED,
  PUBLISH_RETURNED,
  PUBLISH_UNKNOWN,
  PUBLISH_UNROUTABLE,
} from '../broker/channel.ts'
import { handlerOf, outputOf, RuntimeStand } from './runtime.fixture.ts'

const RETRY = { attempts: 2, backoffMs: 100, multiplier: 1, backoffMaxMs: 100 }

describe('a handling', () => {
  it.each([
    ['refused', PUBLISH_REFUSED],
    ['returned', PUBLISH_RETURNED],
    ['in conflict', PUBLISH_CONFLICT],
    ['without an answer', PUBLISH_UNKNOWN],
  ])('[everywhere.publish-outcomes] has failed when a publication is %s', (_, outcome) => {
    const { stand } = setUp(() => outcome)

    stand.run(1000)

    expect(stand.history('started', 'published', 'failed', 'dropped', 'acknowledged')).toEqual([
      '0 ms orders started test-0 #1',
      '10 ms paid published paid-0',
      '10 ms orders failed test-0 #1',
      '110 ms orders started test-0 #2',
      '120 ms paid published paid-1',
      '120 ms orders failed test-0 #2',
      '120 ms orders dropped test-0 #1',
    ])
  })

  it.each([
    ['taken', PUBLISH_ACCEPTED],
    ['taken and dropped as unroutable', PUBLISH_UNROUTABLE],
  ])('[everywhere.publish-outcomes] is done when its publications are %s', (_, outcome) => {
    const { stand } = setUp(() => outcome)

    stand.run(1000)

    expect(stand.history('started', 'failed', 'acknowledged')).toEqual([
      '0 ms orders started test-0 #1',
      '10 ms orders acknowledged test-0 #1',
    ])
  })

  it('[everywhere.publish-outcomes] publishes all again, whatever was taken the first time', () => {
    let answers = 0
    const answer = () => {
      answers += 1
      return answers === 2 ? PUBLISH_REFUSED : PUBLISH_ACCEPTED
    }
    const { stand, payments } = setUp(answer, { count: 2 })

    stand.run(1000)

    expect(stand.history('published', 'acknowledged')).toEqual([
      '10 ms paid published paid-0',
      '10 ms paid published paid-1',
      '120 ms paid published paid-2',
      '120 ms paid published paid-3',
      '120 ms orders acknowledged test-0 #1',
    ])
    expect(payments.refused).toBe(1)
    expect(payments.refusedFromOutput('placed', 'paid')).toBe(1)
  })

  it('[everywhere.dead-letter-refused] tries a dead letter again until it is taken', () => {
    const stand = new RuntimeStand().channel('orders', 'kafka')
    let isFull = true
    stand.answeringChannel('failed', () => (isFull ? PUBLISH_REFUSED : PUBLISH_ACCEPTED))
    const placed = handlerOf({ subscriptionIds: ['orders'], failure: { probability: 1 } })
    const payments = stand.service('payments', { handlers: { placed } })
    stand.subscribe(payments, 'orders', { deadLetterChannelId: 'failed' })
    payments.start()
    stand.publish('orders')
    stand.publish('orders')
    stand.run(2500)
    expect(stand.history('failed', 'deadLettered')).toEqual(['10 ms orders failed test-0 #1'])

    isFull = false
    stand.run(600)

    expect(stand.history('failed', 'deadLettered')).toEqual([
      '10 ms orders failed test-0 #1',
      '3010 ms orders deadLettered test-0 #1',
      '3020 ms orders failed test-1 #1',
      '3020 ms orders deadLettered test-1 #1',
    ])
  })

  it('hears no answer that was meant for the attempt before', () => {
    const { stand, payments } = setUp(() => PUBLISH_REFUSED)
    stand.run(10)
    payments.fail({ kind: 'crash', serviceId: 'payments' })
    payments.recover('crash')

    stand.run(15)

    expect(stand.history('failed')).toEqual([
      '10 ms orders failed test-0 #1',
      '20 ms orders failed test-0 #1',
    ])
  })
})

describe('a source', () => {
  it('[everywhere.publish-outcomes] counts what was not taken, and does not try again', () => {
    const stand = new RuntimeStand().answeringChannel('full', () => PUBLISH_REFUSED)
    const shop = stand.service('shop', { sources: { placed: sourceTo('full') } })
    shop.start()

    stand.run(350)

    expect(stand.history('published')).toHaveLength(3)
    expect([shop.refused, shop.refusedFromSource('placed')]).toEqual([3, 3])
  })
})

describe('what is published later', () => {
  it('[everywhere.publish-outcomes] is counted when it is not taken: its handling is over', () => {
    const { stand, payments } = setUp(() => PUBLISH_RETURNED, { delayMs: 500, count: 1 })

    stand.run(1000)

    expect(stand.history('acknowledged', 'published', 'failed')).toEqual([
      '10 ms orders acknowledged test-0 #1',
      '510 ms paid published paid-0',
    ])
    expect(payments.refused).toBe(1)
  })
})

function setUp(answer: () => number, output: object = {}) {
  const stand = new RuntimeStand().channel('orders').answeringChannel('paid', answer)
  const outputs = { paid: outputOf({ channelId: 'paid', ...output }) }
  const placed = handlerOf({ subscriptionIds: ['orders'], outputs })
  const payments = stand.service('payments', { handlers: { placed } })
  stand.subscribe(payments, 'orders', { retry: RETRY })
  payments.start()
  stand.publish('orders')
  return { stand, payments }
}

function sourceTo(channelId: string) {
  const arrivals = { kind: 'constant', ratePerSecond: 10 }
  return { eventTypeId: 'placed', channelId, arrivals }
}
