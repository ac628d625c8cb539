// What is shown while nodes are dragged. It ends with the gesture.

import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { Position } from '#shared/topology/topology.ts'
import type { GuideLine } from './alignment.ts'
import type { GapMark } from './gaps.ts'

/** Copies under the pointer: of these nodes, so far away from them. */
export interface Copying {
  readonly ids: readonly string[]
  readonly offset: Position
}

interface GuidesState {
  readonly lines: readonly GuideLine[]
  readonly gaps: readonly GapMark[]
  readonly copying: Copying | null
}

export const NO_GUIDES: Pick<GuidesState, 'lines' | 'gaps'> = { lines: [], gaps: [] }

export const guidesStore = createStore<GuidesState>(() => ({ ...NO_GUIDES, copying: null }))

export function useGuides<Value>(select: (state: GuidesState) => Value): Value {
  return useStore(guidesStore, select)
}
