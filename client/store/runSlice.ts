import type { StateCreator } from 'zustand'
import type { Breakpoint } from '#shared/protocol/breakpoints.ts'
import type { RunState } from '#shared/protocol/protocol.ts'

/** A breakpoint that is being described; without an id, it is a new one. */
export type BreakpointDraft = Omit<Breakpoint, 'id'> & { readonly id?: string }

export interface RunSlice {
  /** null: nothing is joined. Its live figures are in the live store. */
  readonly run: RunState | null
  /** Whether the server hears us. */
  readonly connected: boolean
  /** Requests to control the run that the server has not answered yet. */
  readonly controlsAwaited: number
  /** What the form for breakpoints shows; null: it is closed. */
  readonly breakpointDraft: BreakpointDraft | null
  readonly draftBreakpoint: (draft: BreakpointDraft | null) => void
  readonly awaitControl: (change: 1 | -1) => void
  readonly setRun: (run: RunState | null) => void
  readonly setConnected: (connected: boolean) => void
}

export const createRunSlice: StateCreator<RunSlice> = (set) => ({
  run: null,
  connected: false,
  controlsAwaited: 0,
  breakpointDraft: null,
  draftBreakpoint: (breakpointDraft) => set({ breakpointDraft }),
  awaitControl: (change) =>
    set(({ controlsAwaited }) => ({ controlsAwaited: controlsAwaited + change })),
  setRun: (run) => set({ run }),
  setConnected: (connected) => set({ connected }),
})
