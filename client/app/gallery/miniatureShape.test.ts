import { describe, expect, it } from 'vitest'
import type { Miniature } from '#shared/protocol/miniature.ts'
import { boxOf, curveOf, depthsOf, pathText, pointOn } from './miniatureShape.ts'

const chain: Miniature = {
  nodes: [
    { id: 'a', kind: 'external', x: 0, y: 0 },
    { id: 'b', kind: 'kafkaTopic', x: 200, y: 0 },
    { id: 'c', kind: 'service', x: 400, y: 100 },
    { id: 'd', kind: 'rabbitQueue', x: 400, y: 300 },
  ],
  edges: [
    { kind: 'subscription', fromId: 'b', toId: 'c' },
    { kind: 'publish', fromId: 'a', toId: 'b' },
    { kind: 'deadLetter', fromId: 'c', toId: 'd' },
  ],
}

describe('a drawing in miniature', () => {
  it('lies in a box with a margin', () => {
    expect(boxOf(chain)).toEqual({ x: -24, y: -24, width: 578, height: 432 })
    expect(boxOf({ nodes: [], edges: [] })).toMatchObject({ width: 400 })
  })

  it('has curves from border to border, sideways or downwards', () => {
    expect(pathText(curveOf(chain, { kind: 'publish', fromId: 'a', toId: 'b' }))).toBe(
      'M130 42 C165 42 165 42 200 42',
    )
    expect(pathText(curveOf(chain, { kind: 'deadLetter', fromId: 'c', toId: 'd' }))).toBe(
      'M465 184 C465 242 465 242 465 300',
    )
  })

  it('has marks that go along them from one end to the other', () => {
    const curve = curveOf(chain, { kind: 'publish', fromId: 'a', toId: 'b' })

    expect([0, 0.5, 1].map((share) => pointOn(curve, share))).toEqual([
      { x: 130, y: 42 },
      { x: 165, y: 42 },
      { x: 200, y: 42 },
    ])
  })

  it('sends them on from edge to edge, and survives a loop', () => {
    expect(depthsOf(chain)).toEqual([1, 0, 2])

    const loop = { ...chain, edges: [...chain.edges, { kind: 'x', fromId: 'd', toId: 'a' }] }
    expect(depthsOf(loop)).toHaveLength(4)
  })
})
