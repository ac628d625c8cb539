// Slices do not know each other. What concerns two of them is put together here.

import { useStore } from 'zustand'
import { createStore, type StoreApi } from 'zustand/vanilla'
import { createRunSlice, type RunSlice } from './runSlice.ts'
import { createSelectionSlice, type SelectionSlice } from './selectionSlice.ts'
import { edgesOf } from './selectors.ts'
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
function deselectGone({ topology, selectedNodeIds, selectedEdgeIds, select }: DesignerState): void {
  if (selectedNodeIds.length === 0 && selectedEdgeIds.length === 0) return
  const edgeIds = new Set(edgesOf(topology).map(({ id }) => id))
  select({
    nodeIds: selectedNodeIds.filter(
      (id) => Object.hasOwn(topology.services, id) || Object.hasOwn(topology.channels, id),
    ),
    edgeIds: selectedEdgeIds.filter((id) => edgeIds.has(id)),
  })
}
