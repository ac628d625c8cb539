import { describe, expect, it } from 'vitest'
import { HANDLES, pulled } from './resize.ts'

const BOX = { x: 100, y: 100, width: 200, height: 100 }
const SIZE_MIN = { width: 80, height: 40 }

describe('pulled', () => {
  it('moves the sides of its handle, on the grid', () => {
    const pull = { dx: 33, dy: -27, sizeMin: SIZE_MIN, snaps: true }

    expect(pulled(BOX, { ...pull, handle: 'se' })).toEqual({ ...BOX, width: 240, height: 80 })
    expect(pulled(BOX, { ...pull, handle: 'n' })).toEqual({ ...BOX, y: 80, height: 120 })
    expect(pulled(BOX, { ...pull, handle: 'w' })).toEqual({ ...BOX, x: 140, width: 160 })
  })

  it('goes off the grid when it is told to', () => {
    const pull = { handle: 'e', dx: 33, dy: 0, sizeMin: SIZE_MIN, snaps: false } as const

    expect(pulled(BOX, pull)).toEqual({ ...BOX, width: 233 })
  })

  it.each(HANDLES)('stops at the smallest size (%s), the other sides in their place', (handle) => {
    const inwards = {
      dx: handle.includes('w') ? 1000 : -1000,
      dy: handle.includes('n') ? 1000 : -1000,
    }

    const box = pulled(BOX, { handle, ...inwards, sizeMin: SIZE_MIN, snaps: true })

    const isUpright = handle === 'n' || handle === 's'
    const isLevel = handle === 'e' || handle === 'w'
    expect(box.width).toBe(isUpright ? 200 : 80)
    expect(box.height).toBe(isLevel ? 100 : 40)
    if (handle.includes('w')) expect(box.x + box.width).toBe(300)
    else expect(box.x).toBe(100)
    if (handle.includes('n')) expect(box.y + box.height).toBe(200)
    else expect(box.y).toBe(100)
  })
})
