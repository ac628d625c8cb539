import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type BreakpointCondition, MOMENT_NAMES } from '#shared/protocol/breakpoints.ts'
import type { BreakpointDraft } from '../../store/runSlice.ts'
import { type DraftFields, described, fieldsOf } from './draftFields.ts'

const draft: BreakpointDraft = { enabled: true, moments: ['failed'], every: 1 }

describe('the form for breakpoints', () => {
  it('describes what it was given', () => {
    const word = fc.stringMatching(/^[a-z][a-z0-9_.-]{0,20}$/)
    const count = fc.integer({ min: 1, max: 10_000 })
    const condition = fc.oneof<fc.Arbitrary<BreakpointCondition>[]>(
      count.map((atLeast) => ({ kind: 'attempt', atLeast })),
      count.map((aboveMs) => ({ kind: 'age', aboveMs })),
      fc.tuple(word, fc.oneof(count, fc.boolean())).map(([name, equals]) => ({
        kind: 'attribute',
        name,
        equals,
      })),
      word.map((path) => ({ kind: 'payload', path, equals: 'gold' })),
    )
    const drafts = fc.record(
      {
        id: word,
        enabled: fc.boolean(),
        moments: fc.uniqueArray(fc.constantFrom(...MOMENT_NAMES), { minLength: 1 }),
        every: count,
        place: fc.record({ kind: fc.constantFrom('node', 'edge'), id: word }),
        key: word,
        condition,
      },
      { requiredKeys: ['enabled', 'moments', 'every'] },
    )
    fc.assert(
      fc.property(drafts, (given) => {
        expect(described(fieldsOf(given as BreakpointDraft), given as BreakpointDraft)).toEqual({
          ok: true,
          draft: given,
        })
      }),
    )
  })

  it.each<[Partial<DraftFields>, string]>([
    [{ every: '0' }, 'How often it has to happen is a whole number from 1 on.'],
    [{ moments: [] }, 'Choose at least one thing to wait for.'],
    [{ conditionKind: 'attempt', conditionValue: 'x' }, 'An attempt is a whole number from 1 on.'],
    [{ conditionKind: 'age', conditionValue: 'soon' }, 'Type a time such as 250 ms or 5 s.'],
    [
      { conditionKind: 'payload' },
      'Type where in the payload, such as customer.tier or items.0.sku.',
    ],
    [
      { conditionKind: 'waiting', conditionValue: '9' },
      'How much waits is looked at when an event arrives in a channel: let the breakpoint wait for that alone.',
    ],
  ])('says what is wrong with %j', (part, problem) => {
    expect(described({ ...fieldsOf(draft), ...part }, draft)).toEqual({ ok: false, problem })
  })

  it('takes numbers and truth for what they are, and quotes for text', () => {
    const equals = (conditionValue: string) => {
      const fields: DraftFields = {
        ...fieldsOf(draft),
        conditionKind: 'payload',
        conditionName: 'a',
        conditionValue,
      }
      const result = described(fields, draft)
      return result.ok && result.draft.condition?.kind === 'payload'
        ? result.draft.condition.equals
        : null
    }
    expect(['12', 'true', '"12"', 'gold', ''].map(equals)).toEqual([12, true, '12', 'gold', ''])
  })
})
