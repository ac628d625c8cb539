import { describe, expect, it } from 'vitest'
import { withCompanions } from './dragging.ts'

const rest = new Map([
  ['near', { x: 0, y: 0 }],
  ['far', { x: 1000, y: 500 }],
])

describe('withCompanions', () => {
  it('takes along what is selected with the node that is dragged', () => {
    const moved = new Map([['near', { x: 20, y: -40 }]])

    const all = withCompanions(moved, ['near', 'far'], (id) => rest.get(id))

    expect([...all]).toEqual([
      ['near', { x: 20, y: -40 }],
      ['far', { x: 1020, y: 460 }],
    ])
  })

  it('leaves the selection alone when something else is dragged', () => {
    const moved = new Map([['near', { x: 20, y: -40 }]])

    expect(withCompanions(moved, ['far'], (id) => rest.get(id))).toBe(moved)
  })
})
