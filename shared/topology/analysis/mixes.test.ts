import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AttributeSet } from '../../schemas/attributes.ts'
import { compilePolicy, type FilterPolicy } from '../../schemas/filterPolicy/compile.ts'
import { matchesAttributes } from '../../schemas/filterPolicy/match.ts'
import type { AttributeChoice } from '../fields.ts'
import { filtered, mixesKey, NO_ATTRIBUTES, sharesOf, withAttributes } from './mixes.ts'

type Choices = Readonly<Record<string, AttributeChoice>>

const TIER = weighted(['gold', 1], ['basic', 3])
const AMOUNT = weighted([20, 2], [250, 1], [1000, 1])

describe('the share that a filter policy lets pass', () => {
  it.each<[FilterPolicy, number]>([
    [{}, 1],
    [{ tier: ['gold'] }, 0.25],
    [{ tier: [{ 'anything-but': 'gold' }] }, 0.75],
    [{ tier: ['gold'], amount: [{ numeric: ['>=', 250] }] }, 0.125],
    [{ amount: ['20'] }, 0],
    [{ coupon: [{ exists: false }] }, 1],
    [{ coupon: ['x'] }, 0],
    // 1/4 + 1/2 − 1/8
    [{ $or: [{ tier: ['gold'] }, { amount: [{ numeric: ['>=', 250] }] }] }, 0.625],
    [{ tags: ['express'] }, 0.5],
  ])('of %j is %d', (policy, share) => {
    expect(shareOf(policy, { tier: TIER, amount: AMOUNT, tags: TAGS })).toBeCloseTo(share, 12)
  })

  it('is nothing for exists false where there is no attribute at all', () => {
    expect(shareOf({ coupon: [{ exists: false }] }, {})).toBe(0)
  })

  it('is what passes when every combination of values is tried', () => {
    const value = fc.constantFrom('a', 'b', 'ab', 1, 2, true)
    const choice = fc.array(fc.record({ value, weight: fc.integer({ min: 1, max: 4 }) }), {
      minLength: 1,
      maxLength: 4,
    })
    const pattern = fc.constantFrom<unknown>(
      'a',
      1,
      { prefix: 'a' },
      { 'anything-but': 'b' },
      { numeric: ['>', 1] },
      { exists: false },
    )
    const keys = fc.dictionary(
      fc.constantFrom('x', 'y', 'z'),
      fc.array(pattern, { minLength: 1, maxLength: 2 }),
      { minKeys: 1, noNullPrototype: true },
    )
    const policies = fc.oneof(
      keys,
      fc.tuple(keys, keys, keys).map(([a, b, rest]) => ({ ...rest, $or: [a, b] })),
    )
    fc.assert(
      fc.property(policies, choice, choice, (policy, x, y) => {
        const combinations = x.flatMap((one) =>
          y.map((other) => ({
            set: [
              ['x', one.value],
              ['y', other.value],
            ] satisfies AttributeSet,
            weight: one.weight * other.weight,
          })),
        )
        const sum = (some: typeof combinations) => some.reduce((all, { weight }) => all + weight, 0)
        const passing = combinations.filter(({ set }) => matchesAttributes(compiled(policy), set))

        const share = shareOf(policy, { x, y })

        expect(share).toBeCloseTo(sum(passing) / sum(combinations), 10)
      }),
    )
  })
})

describe('what passes a filter policy', () => {
  it('keeps the values that it takes, and is the same when it is filtered again', () => {
    const policy = compiled({ tier: ['gold'], amount: [{ numeric: ['>', 100] }] })

    const once = filtered(mixesOf({ tier: TIER, amount: AMOUNT }), policy)
    const twice = filtered(once.mixes, policy)

    expect([...once.mixes].map(([name, mix]) => [name, sharesOf(mix)])).toEqual([
      ['tier', [['gold', 1]]],
      [
        'amount',
        [
          [250, 0.5],
          [1000, 0.5],
        ],
      ],
    ])
    expect(twice.share).toBe(1)
    expect(mixesKey(twice.mixes)).toBe(mixesKey(once.mixes))
  })
})

const TAGS = [
  { value: ['gift', 'express'], weight: 1 },
  { value: ['gift'], weight: 1 },
]

function weighted<Value>(...choices: readonly (readonly [value: Value, weight: number])[]) {
  return choices.map(([value, weight]) => ({ value, weight }))
}

function mixesOf(choices: Choices) {
  return withAttributes(NO_ATTRIBUTES, Object.entries(choices), () => true)
}

function shareOf(policy: FilterPolicy, choices: Choices): number {
  return filtered(mixesOf(choices), compiled(policy)).share
}

function compiled(policy: FilterPolicy) {
  const result = compilePolicy(policy, 'MessageAttributes')
  if (!result.ok) throw new Error(result.problem.reason)
  return result.policy
}
