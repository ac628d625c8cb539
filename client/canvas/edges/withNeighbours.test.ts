import { describe, expect, it } from 'vitest'
import { withNeighbours } from './withNeighbours.ts'

const EDGES = [
  { fromId: 'shop', toId: 'orders' },
  { fromId: 'orders', toId: 'billing' },
  { fromId: 'billing', toId: 'mails' },
]

describe('withNeighbours', () => {
  it('adds what is connected in either direction, and nothing beyond', () => {
    expect(withNeighbours(new Set(['orders']), EDGES)).toEqual(
      new Set(['orders', 'shop', 'billing']),
    )
  })

  it('adds nothing to nobody', () => {
    expect(withNeighbours(new Set(), EDGES).size).toBe(0)
  })
})
