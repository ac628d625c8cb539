import { describe, expect, it } from 'vitest'
import type { AttributeValue } from '#shared/schemas/attributes.ts'
import { compilePolicy, type FilterPolicy } from '#shared/schemas/filterPolicy/compile.ts'
import { snsWorld } from './sns.fixture.ts'
import { Filter } from './snsFilter.ts'
import { Texts } from './texts.ts'

type Attributes = Readonly<Record<string, AttributeValue>>

describe('what a subscription gets', () => {
  it('[sns.filter-operators] by a policy with every operator', () => {
    expect(routedBy({ state: ['paid'] }, ...states('paid', 'Paid', 'unpaid'))).toEqual(['paid'])
    expect(routedBy({ state: [{ prefix: 're' }] }, ...states('refund', 'more'))).toEqual(['refund'])
    expect(routedBy({ state: [{ suffix: 'id' }] }, ...states('paid', 'idle'))).toEqual(['paid'])
    expect(
      routedBy({ state: [{ 'equals-ignore-case': 'PAID' }] }, ...states('Paid', 'paids')),
    ).toEqual(['Paid'])
    expect(routedBy({ state: [{ wildcard: 'p*d' }] }, ...states('paid', 'pd', 'pad!'))).toEqual([
      'paid',
      'pd',
    ])
    expect(
      routedBy({ state: [{ 'anything-but': ['paid', 'draft'] }] }, ...states('paid', 'sent')),
    ).toEqual(['sent'])
    expect(
      routedBy({ state: [{ 'anything-but': { prefix: 'pa' } }] }, ...states('paid', 'sent')),
    ).toEqual(['sent'])
    expect(
      routedBy({ state: [{ 'anything-but': { wildcard: '*t' } }] }, ...states('paid', 'sent')),
    ).toEqual(['paid'])
    expect(
      routedBy({ state: [{ numeric: ['>', 0, '<=', 5] }] }, ...states(0, 0.1, 5, 5.1, '3')),
    ).toEqual([0.1, 5])
    expect(
      routedBy({ state: [{ cidr: '10.0.0.0/24' }] }, ...states('10.0.0.9', '10.0.1.9')),
    ).toEqual(['10.0.0.9'])
  })

  it('[sns.filter-numbers] compares numbers to six digits, and never with texts', () => {
    const hundred = states(100, 100.0000001, 100.000002, '100')

    expect(routedBy({ state: [100] }, ...hundred)).toEqual([100, 100.0000001])
    expect(routedBy({ state: ['100'] }, ...hundred)).toEqual(['100'])
    expect(routedBy({ state: [{ numeric: ['=', 100] }] }, ...hundred)).toEqual([100, 100.0000001])
  })

  it('[sns.filter-arrays] [sns.attribute-types] by any element of a list, and by none that anything-but excludes', () => {
    const tags = states(['gift', 7, true], ['gift'], true)

    expect(routedBy({ state: [7] }, ...tags)).toEqual([['gift', 7, true]])
    expect(routedBy({ state: [true] }, ...tags)).toEqual([['gift', 7, true], true])
    expect(routedBy({ state: [{ 'anything-but': 7 }] }, ...tags)).toEqual([['gift'], true])
  })

  it('[sns.filter-exists] where a key is missing, by exists false alone, and only beside another attribute', () => {
    const { world, topic, bind } = snsWorld('a', 'b', 'c')
    bind('a', { filterPolicy: { coupon: [{ exists: false }] } })
    bind('b', { filterPolicy: { coupon: [null, { 'anything-but': 'x' }] } })
    bind('c', { filterPolicy: { coupon: [{ exists: true }] } })

    world.publish(topic)
    world.publish(topic, { attributes: [['tier', 'gold']] })
    world.publish(topic, { attributes: [['coupon', 'y']] })

    expect(world.history('routed')).toEqual([
      '0ms to a routed m2',
      '0ms to b routed m3',
      '0ms to c routed m3',
    ])
  })

  it('[sns.filter-or] by one of the alternatives beside all other keys', () => {
    const policy = {
      source: ['shop'],
      $or: [{ state: ['paid'] }, { amount: [{ numeric: ['>', 9] }] }],
    }

    expect(
      routedBy(
        policy,
        { source: 'shop', state: 'paid' },
        { source: 'shop', amount: 10 },
        { source: 'shop', amount: 9 },
        { source: 'mill', state: 'paid' },
      ),
    ).toEqual(['paid', undefined])
  })

  it('[sns.filter-body] by nested and by dotted keys of a body', () => {
    const { world, topic, bind } = snsWorld('dotted', 'nested')
    bind('dotted', { filterPolicy: { 'a.b': ['x'] }, filterPolicyScope: 'MessageBody' })
    bind('nested', { filterPolicy: { a: { b: ['x'] } }, filterPolicyScope: 'MessageBody' })

    for (const body of [{ a: { b: 'x' } }, { 'a.b': 'x' }, { a: 'x' }, ['x'], 'x', null])
      world.publish(topic, { body })

    expect(world.history('routed')).toEqual([
      '0ms to dotted routed m1',
      '0ms to nested routed m1',
      '0ms to dotted routed m2',
      '0ms to nested routed m2',
    ])
  })

  it('[sns.filter-body-arrays] where one element of a list has all that is asked of it', () => {
    const { world, topic, bind } = snsWorld('bulk', 'full price')
    const filterPolicyScope = 'MessageBody'
    bind('bulk', {
      filterPolicy: { lines: { sku: ['book'], amount: [{ numeric: ['>', 10] }] } },
      filterPolicyScope,
    })
    bind('full price', {
      filterPolicy: { lines: { rebate: [{ exists: false }] } },
      filterPolicyScope,
    })

    world.publish(topic, {
      body: {
        lines: [
          { sku: 'lamp', amount: 1 },
          { sku: 'book', amount: 11 },
        ],
      },
    })
    world.publish(topic, {
      body: {
        lines: [
          { sku: 'book', amount: 1 },
          { sku: 'lamp', amount: 11 },
        ],
      },
    })
    world.publish(topic, {
      body: { lines: [{ sku: 'book', amount: 99, rebate: 5 }, { sku: 'lamp' }] },
    })

    expect(world.history('routed')).toEqual([
      '0ms to bulk routed m1',
      '0ms to full price routed m1',
      '0ms to full price routed m2',
      '0ms to bulk routed m3',
    ])
  })

  it('[sns.filter-validation] [sns.filter-limits] by a policy that AWS refuses: nothing, and lint says so before', () => {
    const six = { a: ['1'], b: ['1'], c: ['1'], d: ['1'], e: ['1'], f: ['1'] }
    const reason = (policy: FilterPolicy) => {
      const compiled = compilePolicy(policy, 'MessageAttributes')
      return compiled.ok ? null : compiled.problem.reason
    }

    expect(reason({ state: [{ begins: 'pa' }] })).toBe('Unrecognized match type begins')
    expect(reason(six)).toBe('Filter policy can not have more than 5 keys')
    expect(routedBy({ state: [{ begins: 'pa' }] }, ...states('paid'))).toEqual([])
  })
})

describe('Filter', () => {
  it('[sns.filter-policy] gives the answer of its policy for every set of attributes, asked once or again', () => {
    const texts = new Texts()
    const policy = { n: [7, 300, { numeric: ['>=', 120, '<', 130] }] }
    const filter = new Filter({ policy, scope: 'MessageAttributes', texts })
    const numbers = Array.from({ length: 500 }, (_, n) => texts.internAttributes([['n', n]]))
    const noBody = () => expect.unreachable('no policy on attributes looks at a body')

    const answers = numbers.map((number) => filter.matches(number, noBody))

    const taken = answers.flatMap((isMatch, n) => (isMatch ? [n] : []))
    expect(taken).toEqual([7, 120, 121, 122, 123, 124, 125, 126, 127, 128, 129, 300])
    expect(numbers.map((number) => filter.matches(number, noBody))).toEqual(answers)
    expect(filter.matches(0, noBody)).toBe(false)
  })
})

function states(...values: readonly AttributeValue[]): readonly Attributes[] {
  return values.map((state) => ({ state }))
}

/** The states of the messages that pass. */
function routedBy(filterPolicy: FilterPolicy, ...messages: readonly Attributes[]) {
  const { world, topic, bind } = snsWorld('queue')
  bind('queue', { filterPolicy })
  const names = messages.map((attributes) =>
    world.publish(topic, { attributes: Object.entries(attributes) }),
  )
  const routed = new Set(world.history('routed').map((line) => line.split(' ').at(-1)))
  return messages.filter((_, n) => routed.has(names[n])).map(({ state }) => state)
}
