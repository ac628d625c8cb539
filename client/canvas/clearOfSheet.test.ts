import { describe, expect, it } from 'vitest'
import { shiftClearOf } from './clearOfSheet.ts'

const CANVAS = { x: 0, y: 50, width: 800, height: 600 }
const BESIDE = { x: 532, y: 50, width: 268, height: 600 }
const BELOW = { x: 0, y: 374, width: 800, height: 276 }

describe('shiftClearOf', () => {
  it('moves a box out from under a sheet at the side, and from under one at the bottom', () => {
    const box = { x: 500, y: 300, width: 160, height: 120 }

    expect(shiftClearOf(BESIDE, box, CANVAS)).toEqual({ x: -144, y: 0 })
    expect(shiftClearOf(BELOW, box, CANVAS)).toEqual({ x: 0, y: -62 })
  })

  it('leaves alone what can be seen', () => {
    const box = { x: 300, y: 100, width: 160, height: 120 }

    expect(shiftClearOf(BESIDE, box, CANVAS)).toBeNull()
    expect(shiftClearOf(BELOW, box, CANVAS)).toBeNull()
  })

  it('leaves alone what reaches out of a canvas that has the inspector beside it', () => {
    const panel = { x: 800, y: 50, width: 268, height: 600 }

    expect(shiftClearOf(panel, { x: 700, y: 300, width: 160, height: 120 }, CANVAS)).toBeNull()
  })

  it('keeps the beginning of what is too long on the canvas', () => {
    const long = { x: 100, y: 300, width: 700, height: 120 }

    expect(shiftClearOf(BESIDE, long, CANVAS)).toEqual({ x: -84, y: 0 })
    expect(shiftClearOf(BESIDE, { ...long, x: 10 }, CANVAS)).toBeNull()
  })
})
