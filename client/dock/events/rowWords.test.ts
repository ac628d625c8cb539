import { describe, expect, it } from 'vitest'
import { type JournalKind, journalKindIndex } from '#shared/lib/journal.ts'
import type { JournalRow } from '#shared/protocol/frame.ts'
import { emptyTopology, type Topology } from '#shared/topology/topology.ts'
import { matchesFilter, type Names, rowWords } from './rowWords.ts'

describe('a row of the journal', () => {
  it('says which event was published, from where to where', () => {
    expect(words({ kind: 'published', element: 'services/web/sources/orders' })).toMatchObject({
      time: '00:00:01.500',
      event: 'OrderPlaced',
      mark: { hue: 2, shape: 'square' },
      path: 'Web shop → orders',
      key: 'c-7',
      outcome: 'published',
      tone: 'plain',
    })
  })

  it('names the partition that a Kafka topic stores it in', () => {
    const { path, outcome } = words({ kind: 'accepted', element: 'channels/orders', detail: 3 })

    expect([path, outcome]).toEqual(['orders P3', 'stored'])
  })

  it('speaks of checkpoints of an event store, and of timeouts', () => {
    const stored = words({
      kind: 'positioned',
      element: 'subscriptions/view',
      origin: -1,
      detail: 7,
    })
    const late = words({ kind: 'leaseExpired', element: 'channels/ledger' })

    expect([stored.event, stored.outcome]).toEqual(['Subscription', 'checkpoint at 7'])
    expect([late.event, late.outcome]).toEqual(['OrderPlaced', 'timed out'])
  })

  it('counts attempts from the second on', () => {
    const element = 'subscriptions/payments-orders'

    expect(words({ kind: 'failed', element, attempt: 1 }).outcome).toBe('failed')
    expect(words({ kind: 'failed', element, attempt: 2 })).toMatchObject({
      path: 'orders → Payments',
      outcome: 'failed, try 2',
      isTrouble: true,
    })
  })

  it('tells records that a group skips from those that were given up', () => {
    const element = 'subscriptions/payments-orders'

    expect(words({ kind: 'dropped', element, attempt: 3 }).outcome).toBe('dropped')
    expect(words({ kind: 'dropped', element, attempt: 0 })).toMatchObject({
      event: 'OrderPlaced',
      outcome: 'skipped, the group reads on behind it',
      isTrouble: true,
    })
  })

  it('is about a service where there is no event', () => {
    expect(words({ kind: 'crashed', element: 'services/payments', origin: -1 })).toMatchObject({
      event: 'Fault',
      mark: null,
      path: 'Payments',
      outcome: 'crashed',
    })
  })

  it('calls what was removed by its id', () => {
    expect(words({ kind: 'acknowledged', element: 'subscriptions/gone' }).path).toBe('gone')
  })

  it('is found by words of any column', () => {
    const row = words({ kind: 'published', element: 'services/web/sources/orders' })

    expect(matchesFilter(row, 'shop published')).toBe(true)
    expect(matchesFilter(row, 'C-7')).toBe(true)
    expect(matchesFilter(row, 'shop failed')).toBe(false)
  })
})

const origin = 'services/web/sources/orders'

interface Told {
  readonly kind: JournalKind
  readonly element: string
  readonly attempt?: number
  readonly origin?: number
  readonly detail?: number
}

function words({ kind, element, attempt = 1, detail = 0, ...told }: Told) {
  const elements = [origin, element]
  const names: Names = {
    elementName: (index) => elements[index] ?? '',
    eventTypeIdOf: () => 'order-placed',
    keyText: (key) => `c-${key}`,
  }
  const row: JournalRow = {
    atNs: 1.5e9,
    kind: journalKindIndex[kind],
    attempt,
    element: 1,
    origin: told.origin ?? 0,
    n: 4,
    key: 7,
    rootOrigin: 0,
    rootN: 4,
    detail,
  }
  return rowWords(row, shop, names)
}

const service = { role: 'service' as const, replicas: 1, concurrency: 1, handlers: {} }

const shop: Topology = {
  ...emptyTopology('Shop'),
  eventTypes: {
    'order-placed': {
      name: 'OrderPlaced',
      compatibility: 'none',
      versions: [{ version: 1, schema: {} }],
      hue: 2,
      shape: 'square',
    },
  },
  services: {
    web: {
      ...service,
      name: 'Web shop',
      sources: {
        orders: {
          eventTypeId: 'order-placed',
          channelId: 'orders',
          arrivals: { kind: 'poisson', ratePerSecond: 50 },
        },
      },
    },
    payments: { ...service, name: 'Payments', sources: {} },
  },
  channels: {
    orders: { kind: 'kafkaTopic', name: 'orders', partitions: 6, retentionMs: 604_800_000 },
    ledger: { kind: 'eventStore', name: 'ledger' },
  },
  subscriptions: {
    view: {
      kind: 'catchUpConsumer',
      channelId: 'ledger',
      serviceId: 'payments',
      retry: { attempts: 1, backoffMs: 0, multiplier: 1, backoffMaxMs: 0 },
    },
    'payments-orders': {
      kind: 'kafkaConsumer',
      channelId: 'orders',
      serviceId: 'payments',
      retry: { attempts: 1, backoffMs: 0, multiplier: 1, backoffMaxMs: 0 },
      groupId: 'payments',
      maxPollRecords: 500,
      autoOffsetReset: 'latest',
      enableAutoCommit: true,
      autoCommitIntervalMs: 5000,
      sessionTimeoutMs: 45_000,
    },
  },
}
