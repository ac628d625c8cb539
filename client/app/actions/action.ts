// What an action is. The lists beside this file say what a person can do, once: menus, search,
// shortcuts and the shortcut sheet all read them.

import { type DesignerState, designerStore } from '../../store/designerStore.ts'
import { selectedCanvasIds } from '../../store/selectionSlice.ts'

export const ACTION_GROUPS = ['Run', 'Edit', 'Add', 'View', 'Topology'] as const

export interface Action {
  readonly id: string
  readonly group: (typeof ACTION_GROUPS)[number]
  readonly label: string
  /** What exactly it would do now. */
  readonly detail?: (state: DesignerState) => string | null
  /** As keys.ts reads them; the first is the one that is shown. */
  readonly keys: readonly string[]
  /** Its keys mean the same while somebody is typing. */
  readonly worksInFields?: boolean
  /** Left out: always. */
  readonly isEnabled?: (state: DesignerState) => boolean
  readonly run: () => void
}

export const state = (): DesignerState => designerStore.getState()
export const isOpen = ({ topologyId }: DesignerState): boolean => topologyId !== null
export const hasNodes = ({ selectedNodeIds }: DesignerState): boolean => selectedNodeIds.length > 0
/** Nodes, contexts or notes. */
export const hasThings = (current: DesignerState): boolean => selectedCanvasIds(current).length > 0
export const hasSelection = (current: DesignerState): boolean =>
  hasThings(current) || current.selectedEdgeIds.length > 0
export const hasRun = ({ run }: DesignerState): boolean => run !== null && run.status !== 'held'
