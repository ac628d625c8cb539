import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { conformsTo } from './conformance.ts'
import { payloadOf } from './payload.ts'

describe('payloadOf', () => {
  it('conforms to the schema, whatever it is', () => {
    fc.assert(
      fc.property(anySchema(), fc.nat(), fc.string(), (schema, seed, eventId) => {
        const payload = payloadOf({ schema, seed, eventId })

        expect(conformsTo(schema, payload)).toBe(true)
      }),
    )
  })

  it('is the same for the same recipe, and another for another event or seed', () => {
    const made = (seed: number, eventId: string) => payloadOf({ schema: order, seed, eventId })

    expect(made(7, 'shop-1')).toEqual(made(7, 'shop-1'))
    expect(made(7, 'shop-1')).not.toEqual(made(7, 'shop-2'))
    expect(made(7, 'shop-1')).not.toEqual(made(8, 'shop-1'))
  })

  it('writes what a schema asks for', () => {
    expect(payloadOf({ schema: order, seed: 7, eventId: 'shop-1' })).toMatchInlineSnapshot(`
      {
        "currency": "EUR",
        "email": "grace411@example.com",
        "gift": true,
        "nothing": null,
        "orderId": "75457384-261b-4db7-ad3b-614efa501686",
        "placedAt": "2026-07-02T17:49:58Z",
        "price": 18.09,
        "quantity": 1,
        "sku": "sku-54885191",
        "tags": [
          "ags-6664",
          "ags-5974",
        ],
        "version": 2,
      }
    `)
  })

  it('does not depend on the order in which a schema was written', () => {
    const { properties, required, ...rest } = order
    const names = Object.keys(properties).reverse() as (keyof typeof properties)[]
    const turned = Object.fromEntries(names.map((name) => [name, properties[name]]))
    const schema = { required: required.toReversed(), properties: turned, ...rest }

    expect(JSON.stringify(payloadOf({ schema, seed: 7, eventId: 'shop-1' }))).toBe(
      JSON.stringify(payloadOf({ schema: order, seed: 7, eventId: 'shop-1' })),
    )
  })

  it('leaves the other fields as they were when one is added', () => {
    const properties = { ...order.properties, channel: { enum: ['web', 'app'] } }
    const wider = { ...order, properties, required: [...order.required, 'channel'] }

    expect(payloadOf({ schema: wider, seed: 7, eventId: 'shop-1' })).toMatchObject(
      payloadOf({ schema: order, seed: 7, eventId: 'shop-1' }) as object,
    )
  })

  it('leaves out what is optional, sometimes', () => {
    const schema = { type: 'object', properties: { note: { type: 'string' } } }
    const payloads = Array.from({ length: 400 }, (_, n) =>
      payloadOf({ schema, seed: 1, eventId: `e-${n}` }),
    )
    const withNote = payloads.filter((payload) => Object.hasOwn(payload as object, 'note')).length

    expect(withNote).toBeGreaterThan(260)
    expect(withNote).toBeLessThan(340)
  })

  it.each([
    [{}, 'orderId', 'o-5', { orderId: 'o-5' }],
    [{ properties: { id: { type: 'integer' } } }, 'id', '12', { id: 12 }],
    [{ properties: { id: { type: 'integer' } } }, 'id', 'o-12', { id: 'o-12' }],
    [{ properties: { id: { type: ['string', 'integer'] } } }, 'id', '12', { id: '12' }],
    [{}, 'customer.id', 'c-1', { customer: { id: 'c-1' } }],
    [{}, '__proto__.id', 'c-1', JSON.parse('{"__proto__":{"id":"c-1"}}')],
    [{ const: 'text' }, 'id', 'c-1', { id: 'c-1' }],
  ])('puts the key where %j has %s', (schema, keyPath, key, expected) => {
    expect(payloadOf({ schema, seed: 1, eventId: 'e', keyPath, key })).toEqual(expected)
  })

  it('makes the key up where an event has none', () => {
    const schema = { properties: { id: { type: 'string' } }, required: ['id'] }

    expect(payloadOf({ schema, seed: 1, eventId: 'e', keyPath: 'id' })).toEqual({
      id: expect.stringMatching(/^id-\d{4}$/),
    })
  })

  it('ends where a schema leads back to itself', () => {
    const node = {
      type: 'object',
      properties: {
        name: { type: 'string' },
        children: { type: 'array', items: { $ref: '#/$defs/node' } },
        next: { $ref: '#/$defs/node' },
      },
      required: ['name'],
    }
    const schema = { $ref: '#/$defs/node', $defs: { node } }

    const payload = payloadOf({ schema, seed: 3, eventId: 'e-9' })

    expect(conformsTo(schema, payload)).toBe(true)
    expect(JSON.stringify(payload).length).toBeLessThan(200_000)
  })

  it('ends where a schema asks for no end', () => {
    const endless = { properties: { next: { $ref: '#' } }, required: ['next'] }
    const wide = {
      type: 'array',
      minItems: 1e9,
      items: { type: 'array', minItems: 1e9, items: { type: 'string', minLength: 1e9 } },
    }
    const ring = {
      $ref: '#/$defs/a',
      $defs: { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } },
    }

    for (const schema of [endless, wide, ring]) {
      const text = JSON.stringify(payloadOf({ schema, seed: 1, eventId: 'e' }))
      expect(text.length).toBeLessThan(6_000_000)
    }
  })
})

const order = {
  type: 'object',
  properties: {
    orderId: { type: 'string', format: 'uuid' },
    email: { type: 'string', format: 'email' },
    sku: { type: 'string', minLength: 12, maxLength: 12 },
    quantity: { type: 'integer', minimum: 1, maximum: 5 },
    price: { type: 'number', minimum: 0, maximum: 100 },
    currency: { enum: ['EUR', 'CHF'] },
    version: { const: 2 },
    placedAt: { type: 'string', format: 'date-time' },
    tags: { type: 'array', items: { type: 'string', maxLength: 8 }, minItems: 1, maxItems: 2 },
    gift: { type: 'boolean' },
    nothing: { type: 'null' },
  },
  required: [
    ...['orderId', 'email', 'sku', 'quantity', 'price', 'currency', 'version', 'placedAt'],
    ...['tags', 'gift', 'nothing'],
  ],
}

/** Schemas of all that is understood, none of which contradicts itself. */
function anySchema(): fc.Arbitrary<Readonly<Record<string, unknown>>> {
  const { schema } = fc.letrec<{ schema: Readonly<Record<string, unknown>> }>((tie) => ({
    schema: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      ...leaves(),
      anyList(tie('schema')),
      anyObject(tie('schema')),
    ),
  }))
  // Without references of their own: what must lead back to itself has no end.
  const def = fc.oneof(...leaves().slice(1))
  const defs = fc.dictionary(fc.constantFrom('a', 'b'), def, { minKeys: 2, maxKeys: 2 })
  return fc.tuple(schema, defs).map(([own, $defs]) => ({ ...own, $defs }))
}

type Schemas = fc.Arbitrary<Readonly<Record<string, unknown>>>

function leaves(): readonly Schemas[] {
  const bounds = (max: number) =>
    fc.tuple(fc.nat({ max }), fc.nat({ max })).map(([a, b]) => [Math.min(a, b), Math.max(a, b)])
  return [
    fc.constantFrom<Readonly<Record<string, unknown>>>(
      { type: 'boolean' },
      { type: 'null' },
      { type: ['string', 'null', 'integer'] },
      { $ref: '#/$defs/a' },
      { $ref: '#/$defs/b' },
      { $ref: '#/$defs/nothing' },
      { enum: ['a', 7, null, { b: [1] }] },
      { type: 'integer', enum: ['a', 7] },
      { const: { deep: [true] } },
      { type: 'number', minimum: -0.001, maximum: 0.001 },
      { type: 'integer', maximum: -5 },
      { type: 'integer', minimum: 0.5, maximum: 1.5 },
      { type: 'number', minimum: 5_000 },
      { someday: 'understood' },
      {},
    ),
    fc
      .constantFrom('uuid', 'date-time', 'date', 'time', 'email', 'uri', 'unheard-of')
      .map((format) => ({ type: 'string', format })),
    bounds(40).map(([minLength, maxLength]) => ({ type: 'string', minLength, maxLength })),
    bounds(1000).map(([minimum, maximum]) => ({ type: 'integer', minimum, maximum })),
    fc
      .tuple(
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        fc.double({ min: 0, max: 1e6, noNaN: true }),
      )
      .map(([minimum, more]) => ({ type: 'number', minimum, maximum: minimum + more })),
  ]
}

function anyList(items: Schemas): Schemas {
  return fc.tuple(items, fc.nat({ max: 3 }), fc.nat({ max: 3 })).map(([item, minItems, more]) => ({
    type: 'array',
    items: item,
    minItems,
    maxItems: minItems + more,
  }))
}

function anyObject(property: Schemas): Schemas {
  const name = fc.constantFrom('a', 'b', 'constructor', 'toString', 'x y', 'ä')
  return fc
    .tuple(fc.dictionary(name, property, { maxKeys: 4 }), fc.array(name, { maxLength: 2 }))
    .map(([properties, required]) => ({ type: 'object', properties, required }))
}
