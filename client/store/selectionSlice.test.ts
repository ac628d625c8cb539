import { describe, expect, it } from 'vitest'
import { addContext, groupItems, ungroupContexts } from '#shared/topology/contexts.ts'
import { addService } from '#shared/topology/edits.ts'
import { addNote } from '#shared/topology/notes.ts'
import { emptyTopology } from '#shared/topology/topology.ts'
import { createDesignerStore } from './designerStore.ts'
import { selectedCanvasIds } from './selectionSlice.ts'

describe('the selection', () => {
  it('takes contexts and notes under what the canvas calls them', () => {
    const { state } = setUp()

    state().select({ nodeIds: ['shop', 'note:note', 'context:context'] })

    expect(state().selectedNodeIds).toEqual(['shop'])
    expect(state().selectedContextIds).toEqual(['context'])
    expect(state().selectedNoteIds).toEqual(['note'])
    expect(selectedCanvasIds(state())).toEqual(['shop', 'context:context', 'note:note'])
    // React compares by identity.
    expect(selectedCanvasIds(state())).toBe(selectedCanvasIds(state()))
  })

  it('tells nobody when nothing changes', () => {
    const { store, state } = setUp()
    state().select({ contextIds: ['context'] })
    let told = 0
    store.subscribe(() => {
      told += 1
    })

    state().select({ nodeIds: ['context:context'] })

    expect(told).toBe(0)
  })

  it('loses what an edit has removed', () => {
    const { state } = setUp()
    state().select({ nodeIds: ['shop'], contextIds: ['context'], noteIds: ['note'] })

    state().edit(ungroupContexts(state().topology, ['context']))

    expect(selectedCanvasIds(state())).toEqual(['shop', 'note:note'])
    state().undo()
    expect(state().topology.layout.nodes.shop?.contextId).toBe('context')
    expect(selectedCanvasIds(state())).toEqual(['shop', 'note:note'])
  })

  it('is empty when another topology opens', () => {
    const { state } = setUp()
    state().select({ contextIds: ['context'] })

    state().openTopology({ id: 'other', topology: emptyTopology('Other'), revision: 0 })

    expect(state().selectedContextIds).toEqual([])
  })
})

/** A service in a context, and a note. */
function setUp() {
  let editIds = 0
  const store = createDesignerStore({
    newEditId: () => {
      editIds += 1
      return `edit-${editIds}`
    },
    nowMs: () => 0,
  })
  const state = () => store.getState()
  state().openTopology({ id: 'one', topology: emptyTopology('One'), revision: 0 })
  const place = { position: { x: 0, y: 0 } }
  state().edit(addService(state().topology, { name: 'Shop', role: 'service', ...place }).edit)
  state().edit(addNote(state().topology, { x: 400, y: 0 }, 'Why?').edit)
  const grouped = groupItems(state().topology, { nodeIds: ['shop'] })
  if (!grouped) throw new Error('There is a service to group.')
  state().edit(grouped.edit)
  state().edit(addContext(state().topology, { x: 0, y: 900, width: 100, height: 100 }).edit)
  return { store, state }
}
