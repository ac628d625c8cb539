// What consumers of SQS do with their leases: extend them, give them back, delete in batches.

import { describe, expect, it } from 'vitest'
import { handlerOf, RuntimeStand } from './runtime.fixture.ts'

describe('a consumer that extends its leases', () => {
  it('[sqs.change-visibility] keeps a message for as long as its handling takes', () => {
    const { stand } = setUp({ valueMs: 70_000, extendVisibilityEveryMs: 20_000 })

    stand.run(80_000)

    expect(stand.history('leaseExtended', 'leaseExpired', 'acknowledged')).toEqual([
      '20000 ms orders leaseExtended test-0 #1',
      '40000 ms orders leaseExtended test-0 #1',
      '60000 ms orders leaseExtended test-0 #1',
      '70000 ms orders acknowledged test-0 #1',
    ])
  })

  it('[sqs.change-visibility] keeps what waits for its turn, too', () => {
    const { stand } = setUp({ valueMs: 25_000, extendVisibilityEveryMs: 20_000, messages: 2 })

    stand.run(60_000)

    expect(stand.history('delivered', 'leaseExpired', 'acknowledged')).toEqual([
      '0 ms orders delivered test-0 #1',
      '0 ms orders delivered test-1 #1',
      '25000 ms orders acknowledged test-0 #1',
      '50000 ms orders acknowledged test-1 #1',
    ])
    expect(stand.history('leaseExtended')).toEqual([
      '20000 ms orders leaseExtended test-0 #1',
      '20000 ms orders leaseExtended test-1 #1',
      '40000 ms orders leaseExtended test-1 #1',
    ])
  })

  it('loses them without it', () => {
    const { stand } = setUp({ valueMs: 70_000 })

    stand.run(80_000)

    expect(stand.history('leaseExpired')).toEqual(['30000 ms orders leaseExpired test-0 #1'])
  })

  it('stops with a crash', () => {
    const { stand, payments } = setUp({ valueMs: 70_000, extendVisibilityEveryMs: 20_000 })
    stand.run(25_000)

    payments.fail({ kind: 'crash', serviceId: 'payments' })
    stand.run(60_000)

    expect(stand.history('leaseExtended', 'leaseExpired')).toEqual([
      '20000 ms orders leaseExtended test-0 #1',
      '50000 ms orders leaseExpired test-0 #1',
    ])
  })
})

describe('a consumer whose attempts have failed', () => {
  it('[sqs.release] releases the message at once where it is told to', () => {
    const { stand } = setUp({ failure: { probability: 1 }, whenFailed: 'release' })

    stand.run(25)

    expect(stand.history('delivered', 'failed', 'requeued')).toEqual([
      '0 ms orders delivered test-0 #1',
      '10 ms orders failed test-0 #1',
      '10 ms orders requeued test-0 #1',
      '10 ms orders delivered test-0 #2',
      '20 ms orders failed test-0 #1',
      '20 ms orders requeued test-0 #2',
      '20 ms orders delivered test-0 #3',
    ])
  })
})

describe('a consumer that deletes in batches', () => {
  it('[sqs.delete-batch] deletes what it received together when the last of it is done', () => {
    const { stand } = setUp({ deletes: 'batch', messages: 3 })
    stand.run(100)

    expect(stand.history('started', 'acknowledged')).toEqual([
      '0 ms orders started test-1 #1',
      '10 ms orders started test-2 #1',
      '20 ms orders started test-0 #1',
      '30 ms orders acknowledged test-1 #1',
      '30 ms orders acknowledged test-2 #1',
      '30 ms orders acknowledged test-0 #1',
    ])
  })

  it('[sqs.delete-batch] has all of it handled again when it crashes before', () => {
    const { stand, payments } = setUp({ deletes: 'batch', messages: 3 })
    stand.run(25)

    payments.fail({ kind: 'crash', serviceId: 'payments' })
    stand.run(100)

    expect(stand.history('abandoned')).toHaveLength(3)
    expect(stand.history('acknowledged')).toEqual([])
  })

  it('deletes what is done when it is closed', () => {
    const { stand, payments } = setUp({ deletes: 'batch', messages: 3 })
    stand.run(15)

    payments.removeSubscription('orders')
    stand.run(100)

    expect(stand.history('acknowledged', 'abandoned')).toEqual([
      '15 ms orders acknowledged test-1 #1',
      '15 ms orders abandoned test-2 #1',
      '15 ms orders abandoned test-0 #1',
    ])
  })
})

interface SetUp {
  readonly valueMs?: number
  readonly failure?: { readonly probability: number }
  /** There before it begins. */
  readonly messages?: number
  readonly extendVisibilityEveryMs?: number
  readonly whenFailed?: 'timeout' | 'release'
  readonly deletes?: 'each' | 'batch'
}

function setUp({ valueMs = 10, failure, messages = 1, ...consumer }: SetUp) {
  const stand = new RuntimeStand().channel('orders', 'sqs')
  const placed = handlerOf({
    subscriptionIds: ['orders'],
    serviceTime: { kind: 'constant', valueMs },
    ...(failure && { failure }),
  })
  const payments = stand.service('payments', { handlers: { placed } })
  const spec = { visibilityTimeoutMs: 30_000, maxNumberOfMessages: 10, ...consumer }
  stand.subscribe(payments, 'orders', spec)
  for (let n = 0; n < messages; n += 1) stand.publish('orders')
  payments.start()
  return { stand, payments }
}
