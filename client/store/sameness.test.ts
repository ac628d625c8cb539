import { describe, expect, it } from 'vitest'
import { moveNodes, renameElement, setField } from '#shared/topology/edits.ts'
import { rabbit, shop, sketch, worker } from '#shared/topology/sketch.ts'
import { edited } from '#shared/topology/topology.fixture.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { isSameFlow, isSameModel } from './sameness.ts'

describe('isSameModel and isSameFlow', () => {
  it('make nothing of where a node stands', () => {
    const moved = edited(setUp(), moveNodes(setUp(), { web: { x: 500, y: 80 } }))

    expect(bothOf(setUp(), moved)).toEqual({ model: false, flow: false })
    const topology = setUp()
    const movedOfSame = edited(topology, moveNodes(topology, { web: { x: 500, y: 80 } }))
    expect(bothOf(topology, movedOfSame)).toEqual({ model: true, flow: true })
  })

  it('tell another name from another way', () => {
    const topology = setUp()
    const renamed = edited(topology, renameElement(topology, 'web', 'Shop'))
    const channel = edited(topology, renameElement(topology, 'letters', 'Post'))

    expect(bothOf(topology, renamed)).toEqual({ model: false, flow: true })
    expect(bothOf(topology, channel)).toEqual({ model: false, flow: true })
  })

  it('see a setting, and one that was not there before', () => {
    const topology = setUp()
    const more = edited(topology, setField(['services', 'mailer', 'replicas'], 4, 'Set replicas'))
    const without = edited(topology, setField(['services', 'mailer'], undefined, 'Delete'))

    expect(bothOf(topology, more)).toEqual({ model: false, flow: false })
    expect(bothOf(topology, without)).toEqual({ model: false, flow: false })
  })
})

function bothOf(a: Topology, b: Topology) {
  return { model: isSameModel(a, b), flow: isSameFlow(a, b) }
}

function setUp(): Topology {
  return sketch({
    services: { web: shop('letters'), mailer: worker(['mailer-reads']) },
    channels: { letters: { kind: 'rabbitQueue' } },
    subscriptions: { 'mailer-reads': rabbit('letters', 'mailer') },
  })
}
