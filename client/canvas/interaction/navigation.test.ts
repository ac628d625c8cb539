import { describe, expect, it } from 'vitest'
import type { Box } from '../geometry.ts'
import { firstNode, neighbourOf } from './navigation.ts'

//   shop ──► orders ──► billing
//               └─────► stock        (below billing)
//   note                             (below shop, without an edge)
const boxes = new Map<string, Box>([
  ['shop', at(0, 0)],
  ['orders', at(300, 0)],
  ['billing', at(600, 0)],
  ['stock', at(600, 200)],
  ['note', at(0, 200)],
])
const edges = [
  { fromId: 'shop', toId: 'orders' },
  { fromId: 'orders', toId: 'billing' },
  { fromId: 'orders', toId: 'stock' },
]

describe('neighbourOf', () => {
  it.each([
    ['shop', 'right', 'orders'],
    ['orders', 'right', 'billing'],
    ['orders', 'left', 'shop'],
    ['stock', 'left', 'orders'],
    ['billing', 'down', 'stock'],
    ['stock', 'up', 'billing'],
    ['note', 'right', 'stock'],
    ['billing', 'right', null],
    ['shop', 'up', null],
    ['gone', 'right', null],
  ] as const)('leads from %s %s to %s', (from, direction, to) => {
    expect(neighbourOf(from, direction, { edges, boxes })).toBe(to)
  })
})

describe('firstNode', () => {
  it('is the topmost of those farthest left', () => {
    expect(firstNode(boxes)).toBe('shop')
    expect(firstNode(new Map())).toBeNull()
  })
})

function at(x: number, y: number): Box {
  return { x, y, width: 160, height: 120 }
}
