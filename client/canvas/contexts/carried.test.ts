import { describe, expect, it } from 'vitest'
import { groupItems } from '#shared/topology/contexts.ts'
import { addNote } from '#shared/topology/notes.ts'
import { sketch } from '#shared/topology/sketch.ts'
import { edited } from '#shared/topology/topology.fixture.ts'
import { moveOf, withCarried } from './carried.ts'

describe('withCarried', () => {
  it('takes members along with their frame', () => {
    const topology = setUp()

    const dragged = withCarried(topology, new Map([['context:context', { x: 80, y: 40 }]]))

    expect([...dragged]).toEqual([
      ['context:context', { x: 80, y: 40 }],
      ['shop', { x: 100, y: 100 }],
      ['note:note', { x: 110, y: 100 }],
    ])
  })

  it('is the same as long as no frame is dragged', () => {
    const dragged = new Map([['shop', { x: 1, y: 2 }]])

    expect(withCarried(setUp(), dragged)).toBe(dragged)
  })
})

describe('moveOf', () => {
  it('sorts what was dragged', () => {
    const place = { x: 1, y: 2 }

    expect(
      moveOf(
        new Map([
          ['shop', place],
          ['note:n', place],
          ['context:c', place],
        ]),
      ),
    ).toEqual({ nodes: { shop: place }, notes: { n: place }, contexts: { c: place } })
  })
})

/** A frame from (−20, −60) with a service at the origin and a note beside. */
function setUp() {
  const topology = sketch({ services: { shop: {} } })
  const noted = edited(topology, addNote(topology, { x: 10, y: 0 }, 'Why?').edit)
  const ids = { nodeIds: ['shop'], noteIds: ['note'] }
  return edited(noted, groupItems(noted, ids)?.edit ?? null)
}
