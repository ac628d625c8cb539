import { describe, expect, it } from 'vitest'
import { milliseconds, type SimTime, START } from '../engine/time.ts'
import { LatencyBook, type LatencyOwner } from './latencyBook.ts'

const PLACED = 7
const PAID = 8

/** Among `RecentLatencies.quantiles`. */
const WAIT_P50 = 3

describe('LatencyBook', () => {
  it('adds up what belongs to a subscription, a service or an event type', () => {
    const { book, record } = setUp()
    record('orders', 'shop', PLACED, 10)
    record('orders', 'shop', PAID, 20)
    record('payments', 'shop', PAID, 30)
    record('audit', 'archive', PAID, 70)

    expect(meansOf(book)).toEqual({ orders: 15, payments: 30, shop: 20, archive: 70, paid: 40 })
  })

  it('leaves out what came before a mark', () => {
    const { book, record } = setUp()
    record('orders', 'shop', PLACED, 10)
    const mark = book.mark()
    record('orders', 'shop', PLACED, 50)
    record('payments', 'shop', PAID, 70)

    const { wait } = book.all({ kind: 'service', id: 'shop' }, mark)
    expect([wait.count, wait.mean]).toEqual([2, 60e6])
  })

  it('lets a service keep what a subscription had that was removed, and gives a new one a new page', () => {
    const { book, record } = setUp()
    record('orders', 'shop', PLACED, 10)
    const mark = book.mark()
    book.end('subscription', 'orders')
    record('orders', 'shop', PLACED, 50)

    const orders: LatencyOwner = { kind: 'subscription', id: 'orders' }
    expect(book.all(orders).wait.mean).toBe(50e6)
    expect(book.all(orders, mark).wait.count).toBe(1)
    expect(book.all({ kind: 'service', id: 'shop' }).wait.mean).toBe(30e6)
  })

  it('lets an event type keep what a service had that was removed', () => {
    const { book, record } = setUp()
    record('orders', 'shop', PLACED, 10)
    book.end('subscription', 'orders')
    book.end('service', 'shop')

    expect(book.all({ kind: 'service', id: 'shop' }).wait.count).toBe(0)
    expect(book.all({ kind: 'type', id: PLACED }).wait.count).toBe(1)
  })

  it('forgets of the recent ones what is older than ten seconds', () => {
    const { book, record } = setUp()
    record('orders', 'shop', PLACED, 10)
    const orders: LatencyOwner = { kind: 'subscription', id: 'orders' }

    const recent = book.recent(orders)
    expect(recent.quantiles(START)[WAIT_P50]).toBeCloseTo(10e6, -6)
    expect(recent.quantiles(20e9 as SimTime)).toEqual(new Float64Array(9).fill(Number.NaN))
  })

  it('tells of the recent ones what has come since it last told', () => {
    const { book, record } = setUp()
    record('orders', 'shop', PLACED, 10)
    const recent = book.recent({ kind: 'subscription', id: 'orders' })
    const shop = book.recent({ kind: 'service', id: 'shop' })
    expect(shop).toBe(recent)
    expect(recent.quantiles(START)[WAIT_P50]).toBeCloseTo(10e6, -6)

    record('orders', 'shop', PLACED, 200)
    record('orders', 'shop', PLACED, 200)
    expect(recent.quantiles(START)[WAIT_P50]).toBeCloseTo(200e6, -7)

    const { revision } = book
    for (let count = 0; count < 9; count += 1) record('payments', 'shop', PAID, 3000)
    expect(book.revision).toBeGreaterThan(revision)
    expect(book.recent({ kind: 'service', id: 'shop' }).quantiles(START)[WAIT_P50]).toBeCloseTo(
      3e9,
      -8,
    )
    expect(recent.quantiles(START)[WAIT_P50]).toBeCloseTo(200e6, -7)
  })

  it('goes on where it was saved', () => {
    const { book, record } = setUp()
    record('orders', 'shop', PLACED, 10)
    record('payments', 'shop', PAID, 30)
    book.end('subscription', 'orders')

    const restored = new LatencyBook({ now: START })
    restored.restore(structuredClone(book.save()))

    expect(restored.save()).toEqual(book.save())
    expect(meansOf(restored)).toEqual(meansOf(book))
  })
})

function setUp() {
  const book = new LatencyBook({ now: START })
  const record = (subscription: string, service: string, type: number, waitMs: number) =>
    book.log.note(
      book.page(subscription, service, type),
      Float64Array.of(START - milliseconds(waitMs)),
      0,
    )
  return { book, record }
}

function meansOf(book: LatencyBook) {
  const mean = (owner: LatencyOwner) => book.all(owner).wait.mean / 1e6
  return {
    orders: mean({ kind: 'subscription', id: 'orders' }),
    payments: mean({ kind: 'subscription', id: 'payments' }),
    shop: mean({ kind: 'service', id: 'shop' }),
    archive: mean({ kind: 'service', id: 'archive' }),
    paid: mean({ kind: 'type', id: PAID }),
  }
}
