import { describe, expect, it } from 'vitest'
import { sketch } from '../sketch.ts'
import { messages, problems } from './found.ts'

describe('event types', () => {
  it('warns of a key that the schema has no place for', () => {
    const schema = {
      type: 'object',
      properties: {
        orderId: { type: 'string' },
        customer: { $ref: '#/$defs/customer' },
        paid: { type: 'boolean' },
      },
      $defs: { customer: { properties: { id: { type: 'integer' } } } },
    }
    const keyedBy = (keyPath: string) => typed({ keyPath, versions: [{ version: 3, schema }] })

    expect(messages(keyedBy('orderId'), 'key-field')).toEqual([])
    expect(messages(keyedBy('customer.id'), 'key-field')).toEqual([])
    expect(problems(keyedBy('customer.name'), 'key-field')).toMatchObject([
      {
        severity: 'warning',
        message:
          "Version 3 of 'OrderPlaced' has no field 'customer.name', which carries the key. Add it to the schema, or name another field.",
        path: ['eventTypes', 'placed', 'versions', 0, 'schema'],
      },
    ])
    expect(messages(keyedBy('paid'), 'key-field')).toEqual([
      "Version 3 of 'OrderPlaced' carries the key in 'paid', but that field takes neither texts nor numbers.",
    ])
  })

  it('says nothing of a schema that says nothing of fields', () => {
    expect(
      messages(typed({ keyPath: 'orderId', versions: [{ version: 1, schema: {} }] }), 'key-field'),
    ).toEqual([])
  })

  it('refuses two versions of one number', () => {
    const versions = [1, 2, 2].map((version) => ({ version, schema: {} }))

    expect(messages(typed({ versions }), 'version-twice')).toEqual([
      "'OrderPlaced' has 2 versions with the number 2. Each version has a number of its own.",
    ])
  })
})

function typed(more: object) {
  return sketch({ eventTypes: { placed: { name: 'OrderPlaced', ...more } } })
}
