import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { overlap, type Rectangle } from '#shared/topology/rectangles.ts'
import { FIT, fittedView } from './fit.ts'

const ROOM = { width: 1100, height: 700, isLarge: false }
const LEGEND = { x: 14, y: 440, width: 222, height: 246 }

describe('fittedView', () => {
  it('shows all of it, as large as that goes', () => {
    const box = { x: 500, y: 300, width: 2120, height: 100 }

    expect(fittedView([box], { ...ROOM, corner: null })).toEqual({ x: -230, y: 175, zoom: 0.5 })
    expect(fittedView([], { ...ROOM, corner: null })).toBeNull()
  })

  it('stays as it is where nothing lies under the legend', () => {
    const row = { x: 0, y: 0, width: 2120, height: 100 }

    const view = fittedView([row], { ...ROOM, corner: LEGEND })

    expect(view).toEqual(fittedView([row], { ...ROOM, corner: null }))
  })

  it.each([
    ['beside', { width: 800, height: 900 }],
    ['above', { width: 1200, height: 480 }],
  ])('goes %s the legend, whichever leaves it larger', (_, size) => {
    const boxes = grid(size)

    const view = fittedView(boxes, { ...ROOM, corner: LEGEND })

    expect(covered(boxes, view)).toEqual([])
  })

  it('lies under the legend rather than small', () => {
    const narrow = { width: 360, height: 640, isLarge: false }
    const corner = { x: 14, y: 300, width: 222, height: 326 }
    const boxes = grid({ width: 700, height: 1100 })

    const view = fittedView(boxes, { ...narrow, corner })

    expect(view).toEqual(fittedView(boxes, { ...narrow, corner: null }))
  })

  it('never leaves the window', () => {
    fc.assert(
      fc.property(anyBoxes(), (boxes) => {
        const view = fittedView(boxes, { ...ROOM, corner: LEGEND })
        if (view === null || view.zoom <= FIT.minZoom) return
        for (const { x, y, width, height } of boxes.map((box) => seen(box, view))) {
          expect(Math.min(x, y)).toBeGreaterThan(-1)
          expect(x + width).toBeLessThan(ROOM.width + 1)
          expect(y + height).toBeLessThan(ROOM.height + 1)
        }
      }),
    )
  })
})

type View = NonNullable<ReturnType<typeof fittedView>>

function covered(boxes: readonly Rectangle[], view: View | null): readonly Rectangle[] {
  return view ? boxes.filter((box) => overlap(seen(box, view), LEGEND)) : boxes
}

function seen(box: Rectangle, { x, y, zoom }: View): Rectangle {
  return {
    x: x + zoom * box.x,
    y: y + zoom * box.y,
    width: zoom * box.width,
    height: zoom * box.height,
  }
}

/** Nodes in the four corners of so much. */
function grid({ width, height }: Pick<Rectangle, 'width' | 'height'>): readonly Rectangle[] {
  return [0, width - 160].flatMap((x) =>
    [0, height - 120].map((y) => ({ x, y, width: 160, height: 120 })),
  )
}

function anyBoxes(): fc.Arbitrary<readonly Rectangle[]> {
  const place = fc.integer({ min: -3000, max: 3000 })
  return fc.array(
    fc.record({ x: place, y: place, width: fc.constant(160), height: fc.constant(120) }),
    { minLength: 1, maxLength: 12 },
  )
}
