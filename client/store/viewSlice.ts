// How the person looks at things: nothing here is saved with the topology or can be undone.

import type { StateCreator } from 'zustand'
import type { ChannelKind } from '#shared/topology/channels.ts'
import type { Service } from '#shared/topology/services.ts'

export type Theme = 'system' | 'light' | 'dark'
export type DockTab = 'events' | 'breakpoints' | 'metrics' | 'problems' | 'eventTypes'
export type NodeKind = Service['role'] | ChannelKind
/** What is drawn round and beside the nodes: frames of contexts, and notes. */
export type AnnotationKind = 'context' | 'note'
export type DialogName =
  | 'search'
  | 'delete'
  | 'shortcuts'
  | 'modelled'
  | 'gone'
  | 'gallery'
  | 'versions'
  | 'share'
  | 'record'

export interface Notice {
  readonly id: number
  readonly tone: 'info' | 'success' | 'warning' | 'error'
  readonly text: string
  readonly action?: { readonly label: string; readonly run: () => void }
}

export interface ViewSlice {
  readonly theme: Theme
  readonly dockTab: DockTab
  readonly dockOpen: boolean
  /** In pixels. */
  readonly dockHeight: number
  readonly notices: readonly Notice[]
  /**
   * Chosen from the palette: the next click (or Enter) on the canvas puts it down. Held: it is being
   * dragged, and letting go does.
   */
  readonly placing: null | { readonly kind: NodeKind | AnnotationKind; readonly isHeld?: boolean }
  readonly dialog: DialogName | null
  /** The kept run that the present one is compared with, in a dialog of its own. */
  readonly baselineId: number | null
  /** A wish for the canvas, fulfilled when its identity changes. No ids: everything. */
  readonly flyTo: null | { readonly nodeIds: readonly string[] }
  /** A topology is on its way to the page. */
  readonly isOpening: boolean
  /** False: palette, inspector and dock make way for the canvas. */
  readonly panelsShown: boolean
  /** On a narrow page the palette is a sheet over the canvas. */
  readonly paletteOpen: boolean
  readonly gridShown: boolean
  /** Null: shown where the drawing is large. */
  readonly minimapShown: boolean | null
  /** What is looked for on the canvas; null: nothing. */
  readonly finding: string | null
  /** In the dock; null: the first. */
  readonly shownEventTypeId: string | null
  /** What is being named or written on the canvas, as the canvas calls it. */
  readonly renamingNodeId: string | null

  readonly setTheme: (theme: Theme) => void
  readonly openDock: (tab: DockTab) => void
  readonly closeDock: () => void
  readonly resizeDock: (height: number) => void
  readonly notify: (notice: Omit<Notice, 'id'>) => void
  readonly dismissNotice: (id: number) => void
  readonly setPlacing: (
    kind: NodeKind | AnnotationKind | null,
    how?: { readonly isHeld: boolean },
  ) => void
  readonly openDialog: (dialog: DialogName | null) => void
  readonly compareWith: (baselineId: number | null) => void
  readonly requestFlyTo: (nodeIds: readonly string[]) => void
  readonly setOpening: (isOpening: boolean) => void
  readonly setRenaming: (nodeId: string | null) => void
  readonly showPanels: (panelsShown: boolean) => void
  readonly openPalette: (paletteOpen: boolean) => void
  readonly showGrid: (gridShown: boolean) => void
  readonly showMinimap: (minimapShown: boolean) => void
  readonly find: (finding: string | null) => void
  readonly showEventType: (id: string) => void
}

export const DOCK_HEIGHT_MIN = 120
export const DOCK_HEIGHT_MAX = 640
const NOTICES_MAX = 4

export const createViewSlice: StateCreator<ViewSlice> = (set, get) => ({
  theme: 'system',
  dockTab: 'events',
  dockOpen: true,
  dockHeight: 214,
  notices: [],
  placing: null,
  dialog: null,
  baselineId: null,
  flyTo: null,
  isOpening: true,
  renamingNodeId: null,
  panelsShown: true,
  paletteOpen: false,
  gridShown: true,
  minimapShown: null,
  finding: null,
  shownEventTypeId: null,

  setTheme: (theme) => set({ theme }),
  openDock: (dockTab) => set({ dockTab, dockOpen: true }),
  closeDock: () => set({ dockOpen: false }),
  resizeDock: (height) =>
    set({ dockHeight: Math.min(DOCK_HEIGHT_MAX, Math.max(DOCK_HEIGHT_MIN, Math.round(height))) }),
  notify: (notice) => {
    const id = (get().notices.at(-1)?.id ?? 0) + 1
    // The same sentence again replaces the older one.
    const others = get().notices.filter(({ text }) => text !== notice.text)
    set({ notices: [...others, { ...notice, id }].slice(-NOTICES_MAX) })
  },
  dismissNotice: (id) => set({ notices: get().notices.filter((notice) => notice.id !== id) }),
  setPlacing: (kind, how) => set({ placing: kind === null ? null : { kind, ...how } }),
  openDialog: (dialog) => set({ dialog }),
  compareWith: (baselineId) => set({ baselineId }),
  requestFlyTo: (nodeIds) => set({ flyTo: { nodeIds } }),
  setOpening: (isOpening) => set({ isOpening }),
  setRenaming: (renamingNodeId) => set({ renamingNodeId }),
  showPanels: (panelsShown) => set({ panelsShown }),
  openPalette: (paletteOpen) => set({ paletteOpen }),
  showGrid: (gridShown) => set({ gridShown }),
  showMinimap: (minimapShown) => set({ minimapShown }),
  find: (finding) => set({ finding }),
  showEventType: (shownEventTypeId) => set({ shownEventTypeId }),
})
