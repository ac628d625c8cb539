import { describe, expect, it } from 'vitest'
import { applyEdit } from '#shared/topology/edit.ts'
import { addService, removeNodes, setField } from '#shared/topology/edits.ts'
import { exampleTopology } from '#shared/topology/topology.fixture.ts'
import { emptyTopology } from '#shared/topology/topology.ts'
import { differenceOf, runPartOf } from './runEdits.ts'

describe('runPartOf', () => {
  it('leaves nothing of a move', () => {
    expect(runPartOf(setField(['layout', 'nodes', 'shop', 'x'], 5, 'Move'))).toBeNull()
  })

  it('keeps what runs of an edit that also places something', () => {
    const { edit, id } = addService(emptyTopology('New'), {
      name: 'Shop',
      role: 'service',
      position: { x: 10, y: 10 },
    })

    const paths = runPartOf(edit)?.changes.map(({ path }) => path.join('/'))

    expect(paths).toEqual([`services/${id}`])
  })
})

describe('differenceOf', () => {
  it('is an edit that makes the one of the other', () => {
    const before = exampleTopology()
    const outcome = applyEdit(before, removeNodes(before, ['ledger', 'paid']))
    if (!outcome.ok) throw new Error(outcome.reason)
    const after = { ...outcome.topology, name: 'Other', description: 'With words' }

    const edit = differenceOf(before, after, 'Changes made outside')

    if (!edit) throw new Error('there is a difference')
    expect(applyEdit(before, edit)).toMatchObject({
      ok: true,
      topology: { ...after, layout: before.layout },
    })
  })

  it('is none where only positions or the order of keys differ', () => {
    const before = exampleTopology()
    const services = Object.fromEntries(
      Object.entries(before.services)
        .reverse()
        .map(([id, service]) => [id, Object.fromEntries(Object.entries(service).reverse())]),
    ) as typeof before.services
    const after = { ...before, services, layout: { nodes: {}, contexts: {}, notes: {} } }

    expect(differenceOf(before, after, 'Changes made outside')).toBeNull()
  })
})
