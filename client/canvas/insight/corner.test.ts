import { describe, expect, it } from 'vitest'
import { quietCorner } from './corner.ts'

const card = { width: 390, height: 100 }
const node = { width: 160, height: 120 }

describe('quietCorner', () => {
  it('is the left one where both are free', () => {
    expect(quietCorner(1000, card, [{ x: 0, y: 300, ...node }])).toBe('left')
  })

  it('is the right one where a node lies on the left', () => {
    expect(quietCorner(1000, card, [{ x: 20, y: 20, ...node }])).toBe('right')
  })

  it('is where fewer nodes lie', () => {
    const left = { x: 20, y: 20, ...node }
    const right = [
      { x: 620, y: 100, ...node },
      { x: 800, y: 100, ...node },
    ]

    expect(quietCorner(1000, card, [left, ...right])).toBe('left')
  })

  it('is where less of a node is covered, when one lies in each', () => {
    const left = { x: 20, y: 20, ...node }
    const right = { x: 800, y: 100, ...node }

    expect(quietCorner(1000, card, [left, right])).toBe('right')
  })
})
