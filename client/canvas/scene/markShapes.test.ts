import { describe, expect, it } from 'vitest'
import { lookOf, TROUBLE_LOOK } from '../traffic/looks.ts'
import { inksOf } from './inks.ts'
import { markShapes } from './markShapes.ts'

const inks = inksOf((property) => (property === '--err' ? '#ff0000' : '#0000ff'))

describe('markShapes', () => {
  it('draws all marks of a look in one outline, over a ground', () => {
    const look = lookOf({ hue: 1, shape: 'square' })
    const marks = [0, 10].map((x) => ({ look, x, y: 0 }))

    const shapes = markShapes(inks, marks, 1)

    expect(shapes.map(({ kind }) => kind)).toEqual(['path', 'path'])
    expect(shapes[1]).toMatchObject({
      d: 'M-2.9 -2.9h5.8v5.8h-5.8zM7.1 -2.9h5.8v5.8h-5.8z',
      fill: { hex: '#0000ff', alpha: 1 },
    })
  })

  it('draws round marks round: an arc spans exactly its circle', () => {
    const look = lookOf({ hue: 1, shape: 'ring' })

    const [, shape] = markShapes(inks, [{ look, x: 0, y: 0 }], 1.1)

    expect(shape).toMatchObject({ d: 'M3 0M-3 0a3 3 0 1 0 6 0a3 3 0 1 0 -6 0z' })
  })

  it('shows trouble in the colour of errors', () => {
    const [, shape] = markShapes(inks, [{ look: TROUBLE_LOOK, x: 0, y: 0 }], 1)

    expect(shape).toMatchObject({ fill: { hex: '#ff0000' } })
  })
})
