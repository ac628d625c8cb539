import { describe, expect, it } from 'vitest'
import { conformsTo } from './conformance.ts'

describe('conformsTo', () => {
  it.each([
    [{ type: 'string' }, 'a', 1],
    [{ type: 'integer' }, 3, 3.5],
    [{ type: 'number' }, 3.5, '3.5'],
    [{ type: 'boolean' }, false, 0],
    [{ type: 'null' }, null, false],
    [{ type: 'array' }, [], {}],
    [{ type: 'object' }, {}, []],
    [{ type: ['string', 'null'] }, null, 1],
    [{ enum: ['a', { b: [1, { c: 2 }] }] }, { b: [1, { c: 2 }] }, { b: [1, { c: 3 }] }],
    [{ const: { a: 1, b: 2 } }, { b: 2, a: 1 }, { a: 1 }],
    [{ minimum: 2 }, 2, 1.9],
    [{ maximum: 2 }, 2, 2.1],
    [{ minLength: 2 }, 'ab', 'a'],
    [{ maxLength: 2 }, '🦊🦊', 'abc'],
    [{ format: 'uuid' }, '00000000-0000-4000-8000-000000000000', '0000'],
    [{ format: 'date-time' }, '2026-02-03T04:05:06.7Z', '2026-02-03'],
    [{ format: 'date' }, '2026-12-31', '2026-13-01'],
    [{ format: 'time' }, '23:59:59+02:00', '24:00:00Z'],
    [{ format: 'email' }, 'ada@example.com', 'ada'],
    [{ format: 'uri' }, 'https://example.com/a', 'example'],
    [{ items: { type: 'string' } }, ['a'], ['a', 1]],
    [{ minItems: 1 }, [1], []],
    [{ maxItems: 1 }, [1], [1, 2]],
    [{ required: ['a'] }, { a: null }, {}],
    [{ required: ['toString'] }, { toString: 1 }, {}],
    [{ properties: { a: { type: 'string' } } }, { b: 1 }, { a: 1 }],
    [{ properties: { a: false } }, {}, { a: 1 }],
    [{ items: false }, [], [1]],
    [{ $ref: '#/$defs/a~1b', $defs: { 'a/b': { type: 'string' } } }, 'a', 1],
    [{ properties: { next: { $ref: '#' } }, maxItems: 0 }, { next: {} }, { next: [1] }],
  ])('%j takes %j, not %j', (schema, right, wrong) => {
    expect(conformsTo(schema, right)).toBe(true)
    expect(conformsTo(schema, wrong)).toBe(false)
  })

  it('ignores keywords that it does not know, and bounds of other types', () => {
    const schema = {
      pattern: '^x$',
      multipleOf: 7,
      oneOf: [],
      minimum: 5,
      minItems: 3,
      required: 'a',
    }

    expect(conformsTo(schema, 'y')).toBe(true)
    expect(conformsTo(schema, {})).toBe(true)
  })

  it('takes anything where a reference leads nowhere', () => {
    expect(conformsTo({ $ref: '#/$defs/missing' }, 1)).toBe(true)
    expect(conformsTo({ $ref: '#/$defs/a', $defs: { a: { $ref: '#/$defs/a' } } }, 1)).toBe(true)
  })
})
