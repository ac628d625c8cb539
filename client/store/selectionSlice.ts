import type { StateCreator } from 'zustand'

export interface Selection {
  /** Services and channels. */
  readonly nodeIds: readonly string[]
  /** As `edgesOf` names them. */
  readonly edgeIds: readonly string[]
}

/** One event of the run: its origin is an index of the dictionary. */
export interface SelectedEvent {
  readonly origin: number
  readonly n: number
}

export interface SelectionSlice {
  readonly selectedNodeIds: readonly string[]
  readonly selectedEdgeIds: readonly string[]
  readonly selectedEvent: SelectedEvent | null
  /** What is left out is no longer selected. */
  readonly select: (selection: Partial<Selection>) => void
  readonly selectEvent: (event: SelectedEvent | null) => void
}

const NONE: readonly string[] = []

export const createSelectionSlice: StateCreator<SelectionSlice> = (set, get) => ({
  selectedNodeIds: NONE,
  selectedEdgeIds: NONE,
  selectedEvent: null,
  select: ({ nodeIds = NONE, edgeIds = NONE }) => {
    const { selectedNodeIds, selectedEdgeIds } = get()
    if (sameIds(selectedNodeIds, nodeIds) && sameIds(selectedEdgeIds, edgeIds)) return
    set({ selectedNodeIds: nodeIds, selectedEdgeIds: edgeIds })
  },
  selectEvent: (selectedEvent) => set({ selectedEvent }),
})

function sameIds(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((id, index) => id === right[index])
}
