import ELK from 'elkjs/lib/elk.bundled.js'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { GraphNode } from '#shared/topology/arrangeGraph.ts'
import { exampleTopology } from '#shared/topology/topology.fixture.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { designerStore } from '../../store/designerStore.ts'
import { tidy } from './tidy.ts'

beforeEach(() => {
  vi.stubGlobal('Worker', ElkInThisThread)
  vi.stubGlobal('document', { querySelector: () => null })
})

afterEach(() => {
  designerStore.getState().closeTopology()
  vi.unstubAllGlobals()
})

describe('tidy', () => {
  it('brings the drawing into order', async () => {
    open('a')

    await tidy()

    expect(places()).not.toEqual(untidy().layout.nodes)
  })

  it('leaves another drawing alone that was opened meanwhile, though it has the same parts', async () => {
    open('a')

    const tidied = tidy()
    open('b')
    await tidied

    expect(places()).toEqual(untidy().layout.nodes)
  })
})

function open(id: string): void {
  designerStore.getState().openTopology({ id, revision: 1, topology: untidy() })
}

function places() {
  return designerStore.getState().topology.layout.nodes
}

/** All on one place. */
function untidy(): Topology {
  const topology = exampleTopology()
  const ids = [...Object.keys(topology.services), ...Object.keys(topology.channels)]
  const nodes = Object.fromEntries(ids.map((id) => [id, { x: 0, y: 0 }]))
  return { ...topology, layout: { ...topology.layout, nodes } }
}

interface Asked {
  readonly id: number
  readonly cmd: string
  readonly graph: GraphNode
}

/** For the browser's worker. */
class ElkInThisThread {
  onmessage: (answer: { readonly data: object }) => void = () => {}
  postMessage({ id, cmd, graph }: Asked): void {
    const laid = cmd === 'layout' ? new ELK().layout(graph as never) : Promise.resolve(null)
    void laid.then((data) => this.onmessage({ data: { id, data } }))
  }
  terminate(): void {}
}
