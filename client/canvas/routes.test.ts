import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Box } from './geometry.ts'
import { POLYLINE_STEPS, pointAt } from './polyline.ts'
import { Router, routesOf } from './routes.ts'

describe('routesOf', () => {
  it('leads forwards from the right side to the left, level where the boxes are', () => {
    const routes = routesOf([edge('a', 'b')], boxes({ a: at(0, 0), b: at(300, 0) }))

    expect(routes.get('a-b')).toMatchObject({
      from: { x: 100, y: 40, side: 'right' },
      to: { x: 300, y: 40, side: 'left' },
      path: 'M100,40 C200,40 200,40 300,40',
      middle: { x: 200, y: 40 },
    })
  })

  it('leads down to what stands below, and up to what stands above', () => {
    const places = boxes({ a: at(0, 0), b: at(20, 200) })
    const routes = routesOf([edge('a', 'b'), edge('b', 'a')], places)

    expect([...routes.values()].map(({ from, to }) => [from.side, to.side])).toEqual([
      ['bottom', 'top'],
      ['top', 'bottom'],
    ])
  })

  it('leads back underneath both', () => {
    const routes = routesOf([edge('b', 'a')], boxes({ a: at(0, 0), b: at(300, 60) }))
    const lowest = Math.max(
      ...(routes.get('b-a')?.polyline.points.filter((_, i) => i % 2 === 1) ?? []),
    )

    expect(routes.get('b-a')).toMatchObject({
      from: { x: 350, y: 140, side: 'bottom' },
      to: { x: 50, y: 80, side: 'bottom' },
    })
    expect(lowest).toBe(168)
  })

  it('leads back to a lower row between the two', () => {
    const routes = routesOf([edge('b', 'a')], boxes({ a: at(0, 140), b: at(600, 0) }))
    const heights = routes.get('b-a')?.polyline.points.filter((_, i) => i % 2 === 1) ?? []

    expect(routes.get('b-a')).toMatchObject({
      from: { x: 650, y: 80, side: 'bottom' },
      to: { x: 50, y: 140, side: 'top' },
    })
    expect([Math.min(...heights), Math.max(...heights)]).toEqual([80, 140])
  })

  it('spreads the ends on a side, in the order of where they lead', () => {
    const places = boxes({ a: at(0, 100), low: at(300, 200), high: at(300, 0) })
    const routes = routesOf([edge('a', 'low'), edge('a', 'high')], places)

    expect(routes.get('a-high')?.from).toEqual({ x: 100, y: 129, side: 'right' })
    expect(routes.get('a-low')?.from).toEqual({ x: 100, y: 151, side: 'right' })
  })

  it('leaves out edges whose end is nowhere', () => {
    expect(routesOf([edge('a', 'gone')], boxes({ a: at(0, 0) })).size).toBe(0)
  })

  it('keeps the routes that a move leaves alone', () => {
    const edges = [edge('a', 'b'), edge('c', 'd')]
    const before = routesOf(
      edges,
      boxes({ a: at(0, 0), b: at(300, 0), c: at(0, 300), d: at(300, 300) }),
    )

    const after = routesOf(
      edges,
      boxes({ a: at(0, 20), b: at(300, 0), c: at(0, 300), d: at(300, 300) }),
      before,
    )

    expect(after.get('a-b')).not.toBe(before.get('a-b'))
    expect(after.get('c-d')).toBe(before.get('c-d'))
  })

  it('divides the way into steps of equal length', () => {
    const routes = routesOf([edge('a', 'b')], boxes({ a: at(0, 0), b: at(300, 200) }))
    const polyline = routes.get('a-b')?.polyline
    const points = Array.from({ length: POLYLINE_STEPS + 1 }, (_, step) =>
      polyline ? pointAt(polyline, step / POLYLINE_STEPS) : { x: 0, y: 0 },
    )
    const steps = points
      .slice(1)
      .map(({ x, y }, i) => Math.hypot(x - (points[i]?.x ?? 0), y - (points[i]?.y ?? 0)))
    const mean = (polyline?.length ?? 0) / POLYLINE_STEPS

    expect(steps.every((step) => Math.abs(step - mean) < 0.02 * mean)).toBe(true)
    expect(points[0]).toEqual({ x: 100, y: 40 })
    expect(points.at(-1)).toEqual({ x: 300, y: 240 })
  })
})

describe('Router', () => {
  it('lays after any edits what it would have laid from nothing', () => {
    const ids = ['a', 'b', 'c', 'd', 'e'] as const
    const place = fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 }))
    const step = fc.record({
      places: fc.dictionary(fc.constantFrom(...ids), place),
      edges: fc.uniqueArray(fc.tuple(fc.constantFrom(...ids), fc.constantFrom(...ids)), {
        selector: String,
      }),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 5 }), (steps) => {
        const router = new Router()
        for (const { places, edges } of steps) {
          const drawn = edges.map(([from, to]) => edge(from, to))
          const boxed = Object.entries(places).map(([id, [x, y]]) => [id, at(90 * x, 70 * y)])
          const placed = boxes(Object.fromEntries(boxed))

          expect(router.route(drawn, placed)).toEqual(routesOf(drawn, placed))
        }
      }),
    )
  })

  it('keeps the very routes when nothing has moved', () => {
    const router = new Router()
    const edges = [edge('a', 'b')]
    const first = router.route(edges, boxes({ a: at(0, 0), b: at(300, 0) }))

    expect(router.route([...edges], boxes({ a: at(0, 0), b: at(300, 0) }))).toBe(first)
  })
})

function edge(fromId: string, toId: string) {
  return { id: `${fromId}-${toId}`, fromId, toId }
}

function at(x: number, y: number): Box {
  return { x, y, width: 100, height: 80 }
}

function boxes(places: Readonly<Record<string, Box>>): ReadonlyMap<string, Box> {
  return new Map(Object.entries(places))
}
