import { describe, expect, it } from 'vitest'
import { reachedFrom } from './reached.ts'

//   shop ──► orders ──► billing ──► paid
//              └──────► stock ──────┘
const edges = ['shop orders', 'orders billing', 'orders stock', 'billing paid', 'stock paid'].map(
  (edge) => {
    const [fromId = '', toId = ''] = edge.split(' ')
    return { fromId, toId }
  },
)

describe('reachedFrom', () => {
  it.each([
    ['upstream', ['billing'], ['billing', 'orders', 'shop']],
    ['downstream', ['billing'], ['billing', 'paid']],
    ['connected', ['billing'], ['billing', 'paid', 'orders', 'stock', 'shop']],
    ['downstream', ['shop', 'stock'], ['shop', 'stock', 'orders', 'paid', 'billing']],
    ['connected', ['note'], ['note']],
  ] as const)('goes %s from %s', (along, from, wanted) => {
    expect(new Set(reachedFrom(from, edges, along))).toEqual(new Set(wanted))
  })
})
