import { describe, expect, it } from 'vitest'
import { edgesOf } from '#shared/topology/edges.ts'
import { boxesOf } from '../canvasNodes.ts'
import { routesOf } from '../routes.ts'
import { ordersTopology } from '../testTopology.ts'
import {
  firstSight,
  LARGE_NODES,
  nearestOf,
  type Sight,
  sameSeen,
  seenOf,
  sightAfter,
} from './sight.ts'

const MANY = LARGE_NODES + 1

describe('sightAfter', () => {
  it('hands on all of a small drawing, however far away', () => {
    expect(sightAfter(firstSight(MANY), viewAt(0.05), LARGE_NODES)).toEqual({ kind: 'everything' })
  })

  it('begins a large one as an overview, until its window is known', () => {
    const unknown = { transform: [0, 0, 1] as const, width: 0, height: 0 }

    expect(firstSight(MANY)).toEqual({ kind: 'overview' })
    expect(sightAfter(firstSight(MANY), unknown, MANY)).toEqual({ kind: 'overview' })
  })

  it('does not go to and fro at the limit', () => {
    const sights: Sight[] = []
    for (const zoom of [0.3, 0.4, 0.42, 0.4, 0.38, 0.37, 0.41])
      sights.push(sightAfter(sights.at(-1) ?? firstSight(MANY), viewAt(zoom), MANY))

    expect(sights.map(({ kind }) => kind)).toEqual([
      'overview',
      'overview',
      'near',
      'near',
      'near',
      'overview',
      'overview',
    ])
  })

  it('keeps its area while the view stays inside, and takes another when it leaves', () => {
    const first = sightAfter(firstSight(MANY), viewAt(1), MANY)

    expect(first).toEqual({ kind: 'near', area: { x: -350, y: -210, width: 1700, height: 1020 } })
    expect(sightAfter(first, viewAt(1, -340), MANY)).toBe(first)
    expect(sightAfter(first, viewAt(1, -360), MANY)).toMatchObject({ area: { x: 10 } })
  })

  it('takes a smaller area when the view shows much less of it', () => {
    const wide = sightAfter(firstSight(MANY), viewAt(0.5), MANY)

    expect(sightAfter(wide, viewAt(1.1), MANY)).toBe(wide)
    expect(sightAfter(wide, viewAt(1.3), MANY)).not.toBe(wide)
  })
})

describe('seenOf', () => {
  it('hands on the nodes and edges in view, with the ends of the edges', () => {
    const area = { x: -10, y: -10, width: 200, height: 100 }

    const seen = seenOf({ kind: 'near', area }, drawing(), [])

    // `orders` is out of view, but the edge to it is not.
    expect([...(seen.nodeIds ?? [])]).toEqual(['shop', 'orders'])
    expect(seen.edges.map(({ id }) => id)).toEqual(['publish:shop:orders'])
  })

  it('hands on what is kept wherever it lies, as long as it is there', () => {
    const { nodeIds, edges } = seenOf({ kind: 'overview' }, drawing(), ['billing', 'gone'])

    expect([...(nodeIds ?? [])]).toEqual(['billing'])
    expect(edges).toEqual([])
  })

  it('leaves out an edge that has no way, since one of its ends is not drawn', () => {
    const { boxes, ...rest } = drawing()
    const fewer = new Map([...boxes].filter(([id]) => id !== 'billing'))
    const routes = routesOf(rest.edges, fewer)

    const seen = seenOf({ kind: 'everything' }, { ...rest, boxes: fewer, routes }, [])

    expect(seen.edges.map(({ id }) => id)).toEqual(['publish:shop:orders'])
  })
})

describe('sameSeen', () => {
  it('tells whether the same is handed on, although it was looked for anew', () => {
    const near: Sight = { kind: 'near', area: { x: -10, y: -10, width: 200, height: 100 } }
    const seen = seenOf(near, drawing(), [])
    const drawn = drawing()

    expect(sameSeen(seenOf(near, drawn, []), seenOf(near, drawn, ['shop']))).toBe(true)
    expect(sameSeen(seenOf(near, drawn, []), seenOf(near, drawn, ['billing']))).toBe(false)
    expect(sameSeen(seenOf(near, drawn, []), { ...seen, edges: [] })).toBe(false)
    expect(sameSeen(seen, { ...seen, nodeIds: null })).toBe(false)
  })
})

describe('nearestOf', () => {
  it('lets nodes come from the middle outwards, with the edges between them', () => {
    const { boxes, ...rest } = drawing()
    const seen = seenOf({ kind: 'everything' }, { boxes, ...rest }, [])
    const middle = { x: 0, y: 0 }

    const first = nearestOf(seen, boxes, { middle, count: 2 })

    expect([...(first.nodeIds ?? [])]).toEqual(['shop', 'orders'])
    expect(first.edges.map(({ id }) => id)).toEqual(['publish:shop:orders'])
    expect(nearestOf(seen, boxes, { middle, count: 3 })).toBe(seen)
  })
})

function viewAt(zoom: number, x = 0) {
  return { transform: [x, 0, zoom] as const, width: 1000, height: 600 }
}

/** `shop → orders → billing`, 300 apart. */
function drawing() {
  const topology = ordersTopology()
  const edges = edgesOf(topology)
  const boxes = boxesOf({ topology, edges })
  return { boxes, edges, routes: routesOf(edges, boxes) }
}
