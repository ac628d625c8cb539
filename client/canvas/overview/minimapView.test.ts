import { describe, expect, it } from 'vitest'
import { fromMap, inMap, placeInMap } from './minimapView.ts'

const SIZE = { width: 160, height: 96 }

describe('placeInMap', () => {
  it('puts the whole drawing into the middle', () => {
    const place = placeInMap([{ x: -1000, y: 0, width: 2960, height: 200 }], SIZE)

    expect(place.scale).toBe(0.05)
    expect(inMap(place, { x: -1000, y: 0, width: 2960, height: 200 })).toEqual({
      x: 6,
      y: 43,
      width: 148,
      height: 10,
    })
  })

  it('does not blow up a small drawing, and has a place for none', () => {
    expect(placeInMap([{ x: 0, y: 0, width: 100, height: 80 }], SIZE)).toEqual({
      scale: 0.1,
      x: 75,
      y: 44,
    })
    expect(placeInMap([], SIZE)).toEqual({ scale: 0.1, x: 80, y: 48 })
  })

  it('finds the way back', () => {
    expect(fromMap({ scale: 0.05, x: 56, y: 43 }, { x: 66, y: 53 })).toEqual({ x: 200, y: 200 })
  })
})
