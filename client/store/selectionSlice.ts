import type { StateCreator } from 'zustand'
import { canvasIds, idsOfKind } from './canvasIds.ts'

export interface Selection {
  /** Services and channels; contexts and notes as well, under what the canvas calls them. */
  readonly nodeIds: readonly string[]
  /** As the canvas names them; what stands for several edges has a name of its own. */
  readonly edgeIds: readonly string[]
  readonly contextIds: readonly string[]
  readonly noteIds: readonly string[]
}

/** One event of the run: its origin is an index of the dictionary. */
export interface SelectedEvent {
  readonly origin: number
  readonly n: number
}

export interface SelectionSlice {
  /** Services and channels. */
  readonly selectedNodeIds: readonly string[]
  readonly selectedEdgeIds: readonly string[]
  readonly selectedContextIds: readonly string[]
  readonly selectedNoteIds: readonly string[]
  readonly selectedEvent: SelectedEvent | null
  /** What is left out is no longer selected. */
  readonly select: (selection: Partial<Selection>) => void
  readonly selectEvent: (event: SelectedEvent | null) => void
}

const NONE: readonly string[] = []

export const createSelectionSlice: StateCreator<SelectionSlice> = (set, get) => ({
  selectedNodeIds: NONE,
  selectedEdgeIds: NONE,
  selectedContextIds: NONE,
  selectedNoteIds: NONE,
  selectedEvent: null,
  select: ({ nodeIds = NONE, edgeIds = NONE, contextIds = NONE, noteIds = NONE }) => {
    const before = get()
    const next = {
      selectedNodeIds: kept(before.selectedNodeIds, idsOfKind(nodeIds, 'node')),
      selectedEdgeIds: kept(before.selectedEdgeIds, edgeIds),
      selectedContextIds: kept(before.selectedContextIds, [
        ...new Set([...contextIds, ...idsOfKind(nodeIds, 'context')]),
      ]),
      selectedNoteIds: kept(before.selectedNoteIds, [
        ...new Set([...noteIds, ...idsOfKind(nodeIds, 'note')]),
      ]),
    }
    if (Object.entries(next).some(([key, ids]) => ids !== before[key as keyof typeof next]))
      set(next)
  },
  selectEvent: (selectedEvent) => set({ selectedEvent }),
})

/** The same list as before where it says the same. */
function kept(before: readonly string[], next: readonly string[]): readonly string[] {
  const isSame = before.length === next.length && before.every((id, index) => id === next[index])
  return isSame ? before : next
}

type Selected = Pick<SelectionSlice, 'selectedNodeIds' | 'selectedContextIds' | 'selectedNoteIds'>

/** Everything but edges, under what the canvas calls it. */
export function selectedCanvasIds(selected: Selected): readonly string[] {
  const { selectedNodeIds, selectedContextIds, selectedNoteIds } = selected
  if (selectedContextIds.length + selectedNoteIds.length === 0) return selectedNodeIds
  const known = newest.get(selectedNodeIds)
  if (known?.contextIds === selectedContextIds && known.noteIds === selectedNoteIds)
    return known.canvasIds
  const all = [
    ...selectedNodeIds,
    ...selectedContextIds.map(canvasIds.context),
    ...selectedNoteIds.map(canvasIds.note),
  ]
  newest.set(selectedNodeIds, {
    contextIds: selectedContextIds,
    noteIds: selectedNoteIds,
    canvasIds: all,
  })
  return all
}

interface Combined {
  readonly contextIds: readonly string[]
  readonly noteIds: readonly string[]
  readonly canvasIds: readonly string[]
}

/** So that the same selection is the same list: React compares by identity. */
const newest = new WeakMap<readonly string[], Combined>()
