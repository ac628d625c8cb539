import { describe, expect, it } from 'vitest'
import { addService, removeNodes, renameElement, setField } from '#shared/topology/edits.ts'
import { EDIT_BYTES_MAX } from '#shared/topology/limits.ts'
import { longEdit } from '#shared/topology/longEdit.fixture.ts'
import { emptyTopology } from '#shared/topology/topology.ts'
import { createDesignerStore } from './designerStore.ts'
import { saveStateOf } from './selectors.ts'

describe('editing', () => {
  it('shows at once and waits for the server', () => {
    const { state } = setUp()

    const isApplied = state().edit(setField(['name'], 'Shop', 'Rename'))

    expect(isApplied).toBe(true)
    expect(state().topology.name).toBe('Shop')
    expect(state().pending.map(({ editId }) => editId)).toEqual(['edit-1'])
    expect(state().undoLabel).toBe('Rename')
  })

  it('says why an edit does not fit, and changes nothing', () => {
    const { state } = setUp()
    const before = state().topology

    const isApplied = state().edit(setField(['services', 'gone', 'name'], 'Shop', 'Rename'))

    expect(isApplied).toBe(false)
    expect(state().topology).toBe(before)
    expect(state().pending).toEqual([])
    expect(state().notices).toHaveLength(1)
    expect(state().notices[0]?.tone).toBe('warning')
  })

  it('refuses more at once than the server would take', () => {
    const { state } = setUp()

    const isApplied = state().edit(longEdit(EDIT_BYTES_MAX))

    expect(isApplied).toBe(false)
    expect(state().pending).toEqual([])
    expect(state().notices.map(({ text }) => text)).toEqual([
      'One edit changes at most 8.3 MB, and this one would change more. Do it in parts.',
    ])
  })

  it('is undone and redone by edits of their own', () => {
    const { state } = setUp()
    state().edit(setField(['name'], 'Shop', 'Rename'))

    state().undo()

    expect(state().topology.name).toBe('Empty')
    expect(state().pending.map(({ editId }) => editId)).toEqual(['edit-1', 'edit-2'])
    expect([state().undoLabel, state().redoLabel]).toEqual([null, 'Rename'])

    state().redo()

    expect(state().topology.name).toBe('Shop')
    expect([state().undoLabel, state().redoLabel]).toEqual(['Rename', null])
  })

  it('forgets a step that others have made impossible', () => {
    const { state, addOrders } = setUp()
    const id = addOrders()
    state().edit(renameElement(state().topology, id, 'Sales'))
    const edit = removeNodes(state().topology, [id])
    state().acknowledge('edit-1', 1)
    state().acknowledge('edit-2', 2)
    state().receiveEdit({ revision: 3, editId: 'other-1', edit })

    state().undo()

    expect(state().notices).toHaveLength(1)
    expect(state().undoLabel).toBe('Add Orders')
  })

  it('takes a refused edit off the screen and says why', () => {
    const { state } = setUp()
    state().edit(setField(['name'], 'Shop', 'Rename'))

    state().refuse('edit-1', 'Somebody has removed it.')

    expect(state().topology.name).toBe('Empty')
    expect(state().notices.map(({ text }) => text)).toEqual(['Somebody has removed it.'])
  })

  it('deselects what is gone', () => {
    const { state, addOrders } = setUp()
    const id = addOrders()
    state().select({ nodeIds: [id] })

    state().undo()

    expect(state().selectedNodeIds).toEqual([])
  })
})

describe('opening', () => {
  it('lays edits kept from an earlier visit over the document', () => {
    const { state } = setUp()
    const kept = [{ editId: 'kept-1', edit: setField(['name'], 'Kept', 'Rename') }]

    state().openTopology({ id: 'other', topology: emptyTopology('Other'), revision: 4, kept })

    expect(state().topology.name).toBe('Kept')
    expect(state().pending).toEqual(kept)
    expect(state().undoLabel).toBeNull()
  })

  it('keeps pending edits and undo when the same topology is fetched again', () => {
    const { state } = setUp()
    state().edit(setField(['name'], 'Shop', 'Rename'))

    state().openTopology({ id: 'empty', topology: emptyTopology('Elsewhere'), revision: 9 })

    expect(state().topology.name).toBe('Shop')
    expect(state().confirmed.name).toBe('Elsewhere')
    expect(state().undoLabel).toBe('Rename')
  })
})

describe('save state', () => {
  it('follows an edit from the page to the file', () => {
    const { state } = setUp()
    const seen = [saveStateOf(state())]
    const see = (action: () => void) => {
      action()
      seen.push(saveStateOf(state()))
    }

    see(() => state().setConnected(true))
    see(() => state().edit(setField(['name'], 'Shop', 'Rename')))
    see(() => state().acknowledge('edit-1', 1))
    see(() => state().receiveSaved(1, 'The disk is full.'))
    see(() => state().receiveSaved(1, null))

    expect(seen).toEqual(['offline', 'saved', 'saving', 'saved', 'failed', 'saved'])
  })
})

function setUp() {
  let count = 0
  const store = createDesignerStore({ newEditId: () => `edit-${++count}`, nowMs: () => 0 })
  const state = () => store.getState()
  state().openTopology({ id: 'empty', topology: emptyTopology('Empty'), revision: 0 })
  const addOrders = () => {
    const position = { x: 0, y: 0 }
    const { edit, id } = addService(state().topology, { name: 'Orders', role: 'service', position })
    state().edit(edit)
    return id
  }
  return { state, addOrders }
}
