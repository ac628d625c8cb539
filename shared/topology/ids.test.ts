import { describe, expect, it } from 'vitest'
import { freshId, freshName, slugOf } from './ids.ts'

describe('slugOf', () => {
  it.each([
    ['Orders', 'orders'],
    ['Order history', 'order-history'],
    ['OrderPlaced', 'order-placed'],
    ['SQSQueue', 'sqs-queue'],
    ['payments-dlq', 'payments-dlq'],
    ['  Zürich Straße 7! ', 'zurich-strasse-7'],
    ['注文', ''],
    ['x'.repeat(80), 'x'.repeat(64)],
  ])('makes of %j %j', (name, slug) => {
    expect(slugOf(name)).toBe(slug)
  })
})

describe('freshId', () => {
  it('numbers what is taken', () => {
    const taken = new Set(['orders', 'orders-2'])

    expect(freshId('Orders', { isTaken: (id) => taken.has(id), fallback: 'x' })).toBe('orders-3')
  })

  it('stays within the length of an id', () => {
    const long = 'x'.repeat(64)

    const id = freshId(long, { isTaken: (candidate) => candidate === long, fallback: 'x' })

    expect(id).toBe(`${'x'.repeat(62)}-2`)
  })

  it('falls back where a name has nothing for an id, and avoids what every object has', () => {
    const isTaken = () => false

    expect(freshId('注文', { isTaken, fallback: 'service' })).toBe('service')
    expect(freshId('Constructor', { isTaken, fallback: 'service' })).toBe('constructor-2')
  })
})

describe('freshName', () => {
  it('counts on', () => {
    const taken = new Set(['Payments', 'Payments 2'])

    expect(freshName('Payments 2', (name) => taken.has(name))).toBe('Payments 3')
    expect(freshName('Orders', (name) => taken.has(name))).toBe('Orders')
    expect(freshName('x'.repeat(120), (name) => name.length === 120)).toBe(`${'x'.repeat(112)} 2`)
  })
})
