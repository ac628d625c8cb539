import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalText } from './canonical.ts'
import { applyEdit } from './edit.ts'
import { addService, moveNodes, setField } from './edits.ts'
import { removeNodes } from './removal.ts'
import { replaceTopology } from './replacement.ts'
import { anyTopology } from './topology.arbitrary.ts'
import { exampleTopology } from './topology.fixture.ts'
import { emptyTopology, type Topology } from './topology.ts'

describe('putting one drawing in the place of another', () => {
  it('leads there and back, for any two drawings', () => {
    fc.assert(
      fc.property(anyTopology(), anyTopology(), (before, after) => {
        const edit = replaceTopology(before, after, 'Restore')
        if (edit === null) return expect(canonicalText(before)).toBe(canonicalText(after))

        const outcome = applyEdit(before, edit)
        if (!outcome.ok) throw new Error(outcome.reason)
        const back = applyEdit(outcome.topology, outcome.inverse)

        expect(canonicalText(outcome.topology)).toBe(canonicalText(after))
        expect(back.ok && canonicalText(back.topology)).toBe(canonicalText(before))
      }),
      { seed: 20_261_121, numRuns: 60 },
    )
  })

  it('leads back over a row of edits, and touches nothing that is the same', () => {
    const before = exampleTopology()
    const [nodeId = ''] = Object.keys(before.channels)
    const after = edited(before, (topology) => [
      addService(topology, { name: 'Audit', role: 'service', position: { x: 0, y: 900 } }).edit,
      moveNodes(topology, { [nodeId]: { x: 40, y: 80 } }),
      setField(['name'], 'Renamed', 'Rename'),
    ])

    const edit = replaceTopology(after, before, 'Restore')

    expect(edit?.changes.map(({ path }) => path.join('/'))).toEqual([
      'name',
      'services/audit',
      `layout/nodes/${nodeId}`,
      'layout/nodes/audit',
    ])
    expect(edit && applyEdit(after, edit)).toMatchObject({ ok: true, topology: before })
  })

  it('is nothing where both are the same', () => {
    expect(replaceTopology(exampleTopology(), exampleTopology(), 'Restore')).toBeNull()
  })

  it('takes whole sections where an edit of all differences would be too long', () => {
    const nodes = Object.fromEntries(
      Array.from({ length: 10_000 }, (_, n) => [`n-${n}`, { x: n, y: 0 }]),
    )
    const others = Object.fromEntries(
      Array.from({ length: 10_000 }, (_, n) => [`m-${n}`, { x: n, y: 0 }]),
    )
    const empty = emptyTopology('Wide')
    const before = { ...empty, layout: { ...empty.layout, nodes } }
    const after = {
      ...empty,
      name: 'Other',
      layout: { ...empty.layout, nodes: others },
    }

    const edit = replaceTopology(before, after, 'Restore')

    expect(edit?.changes.map(({ path }) => path.join('/'))).toEqual(['name', 'layout'])
    expect(edit && applyEdit(before, edit)).toMatchObject({ ok: true })
  })

  it('may leave nothing behind', () => {
    const before = exampleTopology()
    const all = [...Object.keys(before.services), ...Object.keys(before.channels)]
    const after = edited(before, (topology) => [removeNodes(topology, all)])

    const edit = replaceTopology(after, before, 'Restore')

    expect(edit && applyEdit(after, edit)).toMatchObject({ ok: true, topology: before })
  })
})

function edited(
  topology: Topology,
  edits: (topology: Topology) => readonly Parameters<typeof applyEdit>[1][],
): Topology {
  return edits(topology).reduce((current, edit) => {
    const outcome = applyEdit(current, edit)
    if (!outcome.ok) throw new Error(outcome.reason)
    return outcome.topology
  }, topology)
}
