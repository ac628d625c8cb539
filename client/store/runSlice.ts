import type { StateCreator } from 'zustand'
import type { Breakpoint } from '#shared/protocol/breakpoints.ts'
import type { Control, RunState, Speed } from '#shared/protocol/protocol.ts'

/** A breakpoint that is being described; without an id, it is a new one. */
export type BreakpointDraft = Omit<Breakpoint, 'id'> & { readonly id?: string }

export interface RunSlice {
  /** null: nothing is joined. Its live figures are in the live store. */
  readonly run: RunState | null
  /** Whether the server hears us. */
  readonly connected: boolean
  /** What the run was asked to do and the server has not answered yet, in that order. */
  readonly controlsAwaited: readonly Control[]
  /** What the form for breakpoints shows; null: it is closed. */
  readonly breakpointDraft: BreakpointDraft | null
  readonly draftBreakpoint: (draft: BreakpointDraft | null) => void
  /** Answers what ends the waiting. */
  readonly awaitControl: (control: Control) => () => void
  readonly setRun: (run: RunState | null) => void
  readonly setConnected: (connected: boolean) => void
}

export const createRunSlice: StateCreator<RunSlice> = (set) => ({
  run: null,
  connected: false,
  controlsAwaited: NONE,
  breakpointDraft: null,
  draftBreakpoint: (breakpointDraft) => set({ breakpointDraft }),
  awaitControl: (control) => {
    // The same wish twice is two requests.
    const awaited = { ...control }
    set(({ controlsAwaited }) => ({ controlsAwaited: [...controlsAwaited, awaited] }))
    return () =>
      set(({ controlsAwaited }) => ({
        controlsAwaited: controlsAwaited.filter((other) => other !== awaited),
      }))
  },
  setRun: (run) => set(run === null ? { run, controlsAwaited: NONE } : { run }),
  setConnected: (connected) =>
    set(connected ? { connected } : { connected, controlsAwaited: NONE }),
})

const NONE: readonly Control[] = []

/** What the person asked for last, until the server has said what it is. */
export function wantedSpeed({
  run,
  controlsAwaited,
}: Pick<RunSlice, 'run' | 'controlsAwaited'>): Speed {
  const asked = controlsAwaited.findLast((control) => control.kind === 'setSpeed')
  return asked?.speed ?? run?.speed ?? 1
}

/** Whether the run goes, or will once the server has done what it was asked for last. */
export function isWantedRunning({
  run,
  controlsAwaited,
}: Pick<RunSlice, 'run' | 'controlsAwaited'>): boolean {
  const asked = controlsAwaited.findLast(({ kind }) => SETS_GOING[kind] !== null)
  return asked ? SETS_GOING[asked.kind] === true : run?.status === 'running'
}

/** Null: a run that goes goes on, and one that rests still does. */
const SETS_GOING = {
  run: true,
  runUntil: true,
  runToBreakpoint: true,
  pause: false,
  step: false,
  stepBack: false,
  rewind: false,
  reset: false,
  fork: false,
  setSpeed: null,
  runDrawing: null,
} as const satisfies { readonly [Kind in Control['kind']]: boolean | null }
