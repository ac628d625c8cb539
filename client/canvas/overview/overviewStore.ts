// What the pointer is at on the overview: React Flow gets that one node, so that it can be clicked,
// dragged and focused as everywhere else.

import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'

interface OverviewState {
  readonly hoveredId: string | null
}

export const overviewStore = createStore<OverviewState>(() => ({ hoveredId: null }))

export function useOverview<Value>(select: (state: OverviewState) => Value): Value {
  return useStore(overviewStore, select)
}
