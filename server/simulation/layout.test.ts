import { describe, expect, it } from 'vitest'
import { collapseContexts, groupItems } from '#shared/topology/contexts.ts'
import { addNote } from '#shared/topology/notes.ts'
import { edited, exampleTopology } from '#shared/topology/topology.fixture.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { milliseconds } from '../engine/time.ts'
import { Simulation } from './simulation.ts'

describe('a history', () => {
  it('knows nothing of contexts and notes', () => {
    const plain = exampleTopology()
    const grouped = edited(plain, groupItems(plain, { nodeIds: ['shop', 'placed'] })?.edit ?? null)
    const collapsed = edited(grouped, collapseContexts(grouped, ['context']))
    const noted = edited(collapsed, addNote(collapsed, { x: 0, y: 0 }, 'Why?').edit)

    expect(noted.layout).not.toEqual(plain.layout)
    expect(historyOf(noted)).toEqual(historyOf(plain))
    expect(historyOf(plain).records).toBeGreaterThan(100)
  })
})

function historyOf(topology: Topology) {
  const simulation = new Simulation({ topology, seed: 7 })
  simulation.advance(milliseconds(10_000))
  return { hash: simulation.hash(), records: simulation.journal.length }
}
