import { describe, expect, it } from 'vitest'
import { emptyTopology } from '#shared/topology/topology.ts'
import type { Box } from '../geometry.ts'
import { edited } from '../testTopology.ts'
import { addNode, freeCentre } from './placement.ts'

describe('addNode', () => {
  it('centres a node on the wish, on the grid', () => {
    const { edit, id } = addNode(emptyTopology('test'), 'rabbitQueue', { x: 307, y: 203 })

    expect(edited(emptyTopology('test'), edit).layout.nodes[id]).toEqual({ x: 220, y: 160 })
  })

  it('gives each a name of its own', () => {
    const first = edited(
      emptyTopology('test'),
      addNode(emptyTopology('test'), 'service', ORIGIN).edit,
    )
    const second = edited(first, addNode(first, 'service', ORIGIN).edit)

    expect(Object.values(second.services).map(({ name, role }) => [name, role])).toEqual([
      ['Service', 'service'],
      ['Service 2', 'service'],
    ])
  })
})

describe('freeCentre', () => {
  it('takes the wish where nothing lies there', () => {
    expect(freeCentre('service', { x: 100, y: 100 }, { boxes: [], view: VIEW })).toEqual({
      x: 100,
      y: 100,
    })
  })

  it('puts one beside the other, with a gap, and begins another row where the view ends', () => {
    const wish = { x: 300, y: 200 }
    const boxes: Box[] = []
    for (let count = 0; count < 5; count += 1) {
      const { x, y } = freeCentre('service', wish, { boxes, view: VIEW })
      boxes.push({ x: x - 80, y: y - 60, width: 160, height: 120 })
    }

    expect(boxes.map(({ x, y }) => [x, y])).toEqual([
      [220, 140],
      [420, 140],
      [620, 140],
      [220, 300],
      [420, 300],
    ])
  })
})

const ORIGIN = { x: 0, y: 0 }
const VIEW: Box = { x: 0, y: 0, width: 800, height: 600 }
