// Slices do not know each other. What concerns two of them is put together here.

import { useStore } from 'zustand'
import { createStore, type StoreApi } from 'zustand/vanilla'
import { createRunSlice, type RunSlice } from './runSlice.ts'
import { createSelectionSlice, type SelectionSlice, selectedCanvasIds } from './selectionSlice.ts'
import { edgesOf, shownEdgesOf } from './selectors.ts'
import { createTopologySlice, type EditSurroundings, type TopologySlice } from './topologySlice.ts'
import { createViewSlice, type ViewSlice } from './viewSlice.ts'

export type DesignerState = TopologySlice & SelectionSlice & RunSlice & ViewSlice
export type DesignerStore = StoreApi<DesignerState>

export type DesignerSurroundings = Omit<EditSurroundings, 'notifyRefused'>

const browser: DesignerSurroundings = {
  newEditId: () => crypto.randomUUID(),
  nowMs: () => performance.now(),
}

export function createDesignerStore(surroundings: DesignerSurroundings = browser): DesignerStore {
  const store: DesignerStore = createStore<DesignerState>()((set, get, api) => {
    const notifyRefused = (reason: string) => get().notify({ tone: 'warning', text: reason })
    return {
      ...createTopologySlice({ ...surroundings, notifyRefused })(set, get, api),
      ...createSelectionSlice(set, get, api),
      ...createRunSlice(set, get, api),
      ...createViewSlice(set, get, api),
    }
  })
  store.subscribe((state, previous) => {
    if (state.topologyId !== previous.topologyId) state.select({})
    else if (state.topology !== previous.topology) deselectGone(state)
  })
  return store
}

export const designerStore = createDesignerStore()

export function useDesigner<Value>(select: (state: DesignerState) => Value): Value {
  return useStore(designerStore, select)
}

/** What an edit removed (one's own, an undo, or somebody else's) is no longer selected. */
function deselectGone(state: DesignerState): void {
  const { topology, selectedEdgeIds, select } = state
  if (selectedCanvasIds(state).length === 0 && selectedEdgeIds.length === 0) return
  const { services, channels, layout } = topology
  const edges = selectedEdgeIds.length === 0 ? [] : [edgesOf(topology), shownEdgesOf(topology)]
  const edgeIds = new Set(edges.flat().map(({ id }) => id))
  select({
    nodeIds: state.selectedNodeIds.filter(
      (id) => Object.hasOwn(services, id) || Object.hasOwn(channels, id),
    ),
    contextIds: state.selectedContextIds.filter((id) => Object.hasOwn(layout.contexts, id)),
    noteIds: state.selectedNoteIds.filter((id) => Object.hasOwn(layout.notes, id)),
    edgeIds: selectedEdgeIds.filter((id) => edgeIds.has(id)),
  })
}
