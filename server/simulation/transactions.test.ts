// Services that consume, process and produce in Kafka transactions.

import { describe, expect, it } from 'vitest'
import { handler, kafka, output, shop, sketch, worker } from '#shared/topology/sketch.ts'
import { Stage } from './histories.fixture.ts'

describe('a transactional handling', () => {
  it('[kafka.transaction-offsets] publishes and stores its offset together', () => {
    const stage = new Stage(drawing()).run(1900)

    expect(stage.history().slice(4)).toEqual([
      '1000ms source published source-0',
      '1005ms orders accepted source-0',
      '1005ms takes delivered source-0 #1',
      '1005ms takes started source-0 #1',
      '1105ms bill published bill-0',
      '1105ms bills accepted bill-0',
      '1105ms parcel published parcel-0',
      '1105ms parcels accepted parcel-0',
      '1105ms bills committed bill-0',
      '1105ms reads delivered bill-0 #1',
      '1105ms parcels committed parcel-0',
      '1105ms reads started bill-0 #1',
      '1105ms takes acknowledged source-0 #1',
      '1105ms takes positioned (1)',
      '1106ms reads acknowledged bill-0 #1',
      '1106ms reads positioned (1)',
    ])
  })

  it('[kafka.transaction-offsets] commits once all that it publishes besides is there', () => {
    const mail = output('mails', { producer: { kind: 'kafkaProducer', lingerMs: 50 } })
    const stage = new Stage(drawing({ mail })).run(1900)

    expect(stage.history('accepted', 'committed', 'acknowledged').slice(1)).toEqual([
      '1105ms bills accepted bill-0',
      '1105ms parcels accepted parcel-0',
      '1155ms mails accepted mail-0',
      '1155ms bills committed bill-0',
      '1155ms parcels committed parcel-0',
      '1155ms takes acknowledged source-0 #1',
      '1156ms reads acknowledged bill-0 #1',
    ])
  })

  it('[kafka.transaction-fencing] leaves it open in a crash; the next of its name aborts it', () => {
    const mail = output('mails', { producer: { kind: 'kafkaProducer', lingerMs: 50 } })
    const stage = new Stage(drawing({ mail })).run(1120)

    stage.change({ kind: 'fault', fault: { kind: 'crash', serviceId: 'billing' } }).run(1500)
    expect(stage.history('aborted')).toEqual([])
    stage.change({ kind: 'recover', serviceId: 'billing', fault: 'crash' }).run(9000)

    expect(stage.history('aborted')).toEqual([
      '1500ms bills aborted bill-0',
      '1500ms parcels aborted parcel-0',
    ])
    // The event comes again once the group has noticed, and its bill is the first that anybody reads.
    const read = stage.history('delivered').filter((line) => line.includes(' reads '))
    expect(read[0]).toMatch(/ reads delivered bill-1 #1$/)
    expect(stage.history('acknowledged')[0]).toMatch(/ takes acknowledged source-0 #2$/)
  })

  it('[kafka.transaction-abort] is aborted when the handling fails, and tried again', () => {
    const producer = { kind: 'rabbitPublisher', mandatory: true }
    const stage = new Stage(drawing({ mail: output('nowhere', { producer }) })).run(1400)

    expect(stage.history('returned', 'failed', 'aborted', 'committed', 'started').slice(1)).toEqual(
      [
        '1105ms nowhere returned mail-0',
        '1105ms bills aborted bill-0',
        '1105ms parcels aborted parcel-0',
        '1105ms takes failed source-0 #1',
        '1115ms takes started source-0 #2',
        '1215ms nowhere returned mail-1',
        '1215ms bills aborted bill-1',
        '1215ms parcels aborted parcel-1',
        '1215ms takes failed source-0 #2',
      ],
    )
  })
})

const CONSUMER = {
  autoOffsetReset: 'earliest',
  enableAutoCommit: false,
  commitWhen: 'afterEach',
  isolationLevel: 'read_committed',
  sessionTimeoutMs: 6000,
}

/** Orders are billed and shipped; who reads the bills sees committed ones only. */
function drawing(more: object = {}) {
  const producer = { kind: 'kafkaProducer', transactional: true, lingerMs: 0 }
  const outputs = {
    bill: output('bills', { producer }),
    parcel: output('parcels', { producer }),
    ...more,
  }
  const bill = handler(['takes'], { outputs, serviceTime: { kind: 'constant', valueMs: 100 } })
  const retry = { attempts: 2, backoffMs: 10, multiplier: 1, backoffMaxMs: 10 }
  const topic = { kind: 'kafkaTopic', partitions: 1, groupInitialRebalanceDelayMs: 0 }
  return sketch({
    services: {
      shop: shop('orders', { arrivals: { kind: 'constant', ratePerSecond: 1 } }),
      billing: { handlers: { bill } },
      archive: worker(['reads']),
    },
    channels: {
      orders: topic,
      bills: topic,
      parcels: topic,
      mails: topic,
      nowhere: { kind: 'rabbitExchange', type: 'topic' },
    },
    subscriptions: {
      takes: kafka('orders', 'billing', { ...CONSUMER, retry }),
      reads: kafka('bills', 'archive', CONSUMER),
    },
  })
}
