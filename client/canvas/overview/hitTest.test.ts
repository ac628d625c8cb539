import { describe, expect, it } from 'vitest'
import { boxAt, boxesWithin } from './hitTest.ts'

const boxes = new Map([
  ['left', { x: 0, y: 0, width: 100, height: 50 }],
  ['right', { x: 200, y: 0, width: 100, height: 50 }],
  ['above', { x: 220, y: 10, width: 20, height: 20 }],
])

describe('boxAt', () => {
  it('finds the box under a place, the topmost of several', () => {
    expect(boxAt(boxes, { x: 50, y: 25 })).toBe('left')
    expect(boxAt(boxes, { x: 230, y: 20 })).toBe('above')
    expect(boxAt(boxes, { x: 150, y: 25 })).toBeNull()
  })

  it('finds the nearest box within reach', () => {
    expect(boxAt(boxes, { x: 110, y: 25 }, 9)).toBeNull()
    expect(boxAt(boxes, { x: 110, y: 25 }, 10)).toBe('left')
    expect(boxAt(boxes, { x: 155, y: 25 }, 60)).toBe('right')
  })
})

describe('boxesWithin', () => {
  it('finds what a rectangle touches, or what lies wholly in it', () => {
    const area = { x: 90, y: 0, width: 170, height: 100 }

    expect(boxesWithin(boxes, area, false)).toEqual(['left', 'right', 'above'])
    expect(boxesWithin(boxes, area, true)).toEqual(['above'])
  })
})
