import { describe, expect, it } from 'vitest'
import { emptyTopology } from '#shared/topology/topology.ts'
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
    expect(freeCentre('service', { x: 100, y: 100 }, [])).toEqual({ x: 100, y: 100 })
  })

  it('moves aside until nothing is covered', () => {
    const taken = [{ x: 20, y: 40, width: 160, height: 120 }]

    expect(freeCentre('service', { x: 100, y: 100 }, taken)).toEqual({ x: 220, y: 220 })
  })
})

const ORIGIN = { x: 0, y: 0 }
