import { describe, expect, it } from 'vitest'
import type { Edit } from './change.ts'
import { applyEdit } from './edit.ts'
import { addService, moveNodes, setField } from './edits.ts'
import { removeNodes } from './removal.ts'
import { exampleTopology } from './topology.fixture.ts'
import type { Topology } from './topology.ts'
import { whatChanged } from './whatChanged.ts'

describe('what lies between two drawings', () => {
  it('is told by name', () => {
    const before = exampleTopology()
    const after = [
      (topology: Topology) =>
        addService(topology, { name: 'Ledger', role: 'service', position: { x: 0, y: 900 } }).edit,
      (topology: Topology) => removeNodes(topology, ['shop']),
      () => setField(['services', 'payments', 'replicas'], 9, 'Scale'),
      (topology: Topology) => moveNodes(topology, { payments: { x: 1, y: 2 } }),
      () => setField(['name'], 'Split', 'Rename'),
    ].reduce(edited, before)

    expect(whatChanged(before, after)).toEqual([
      'Renamed to Split.',
      'Added: Ledger.',
      `Removed: ${before.services.shop?.name}.`,
      `Changed: ${before.services.payments?.name}.`,
      'Moved: 1 node.',
    ])
  })

  it('is nothing where they are the same, however they were written', () => {
    expect(whatChanged(exampleTopology(), structuredClone(exampleTopology()))).toEqual([])
  })

  it('names a few and counts the others', () => {
    const before = exampleTopology()
    const names = ['A', 'B', 'C', 'D', 'E']
    const after = names.reduce(
      (topology, name) =>
        edited(topology, (current) => {
          const position = { x: 0, y: 0 }
          return addService(current, { name, role: 'service', position }).edit
        }),
      before,
    )

    expect(whatChanged(before, after)).toEqual(['Added: A, B, C and 2 more.'])
  })
})

function edited(topology: Topology, make: (topology: Topology) => Edit): Topology {
  const outcome = applyEdit(topology, make(topology))
  if (!outcome.ok) throw new Error(outcome.reason)
  return outcome.topology
}
