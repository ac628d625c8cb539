import { describe, expect, it } from 'vitest'
import { exampleTopology } from '#shared/topology/topology.fixture.ts'
import { judge, meanMeets, parseLimit } from './limit.ts'
import { estimate } from './statistics/interval.ts'

const WAIT = 'subscriptions.payments-placed.waitP99Ms'

describe('parseLimit', () => {
  it.each([
    [`${WAIT} < 200`, { path: WAIT, operator: '<', bound: 200 }],
    [`${WAIT}<=1.5s`, { path: WAIT, operator: '<=', bound: 1500 }],
    ['services.shop.utilisation > 80 %', { operator: '>', bound: 0.8 }],
    ['channels.placed.depthMax >= 1e3', { operator: '>=', bound: 1000 }],
  ])('understands %s', (text, limit) => {
    expect(parseLimit(exampleTopology(), text)).toMatchObject({ ok: true, value: limit })
  })

  it.each([
    [WAIT, 'is no limit'],
    [`${WAIT} = 3`, 'is no limit'],
    [`${WAIT} < soon`, "'soon' is no number"],
    ['channels.placed.depthMax < 3s', "'3s' is no number"],
    ['subscription.payments-placed.waitP99Ms < 3', "Did you mean 'subscriptions'?"],
    ['subscriptions.payments.waitP99Ms < 3', "Did you mean 'payments-placed'?"],
    ['subscriptions.payments-placed.waitp99ms < 3', "Did you mean 'waitP99Ms'?"],
    ['subscriptions.payments-placed < 3', 'has no metric'],
  ])('refuses %s', (text, reason) => {
    const parsed = parseLimit(exampleTopology(), text)

    expect(parsed.ok ? '' : parsed.reason).toContain(reason)
  })
})

describe('judge', () => {
  const limit = { path: WAIT, operator: '<', bound: 10, text: '' } as const

  it.each([
    [[8, 8.1, 8.2], 'meets'],
    [[11, 11.1, 11.2], 'fails'],
    [[9, 10, 11.5], 'unsure'],
    [[], 'unsure'],
  ])('of %j is %s', (values, judgement) => {
    expect(judge(limit, estimate(values, 0.95))).toBe(judgement)
  })

  it('meets nothing where nothing was measured', () => {
    expect(meanMeets(limit, estimate([], 0.95))).toBe(false)
  })
})
