import { describe, expect, it } from 'vitest'
import { freeSlug, isTopologyId, slugOf } from './slug.ts'

describe('slugOf', () => {
  it.each([
    ['Order to cash', 'order-to-cash'],
    ['  Überweisung & Rückläufer! ', 'uberweisung-rucklaufer'],
    ['../../etc/passwd', 'etc-passwd'],
    ['注文', 'topology'],
    ['NUL', 'nul-topology'],
    ['x'.repeat(200), 'x'.repeat(50)],
    [`${'x'.repeat(49)}-y`, 'x'.repeat(49)],
    ['__proto__', 'proto'],
  ])('makes of %j the file name %s', (name, slug) => {
    expect(slugOf(name)).toBe(slug)
    expect(isTopologyId(slugOf(name))).toBe(true)
  })
})

describe('freeSlug', () => {
  it('counts on from two until nobody has it', async () => {
    const taken = new Set(['orders', 'orders-2'])

    expect(await freeSlug('orders', async (slug) => taken.has(slug))).toBe('orders-3')
  })
})

describe('isTopologyId', () => {
  it.each(['..', '../x', 'a/b', 'a\\b', '', '.hidden', 'Capital', 'a.json', '__proto__', 'a\0'])(
    'refuses %j',
    (id) => {
      expect(isTopologyId(id)).toBe(false)
    },
  )
})
