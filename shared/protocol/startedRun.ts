import type { RunState } from './protocol.ts'

/** A run at its start, paused, to which nothing has been done; `state` is what is otherwise. */
export function startedRun(state: Partial<RunState> = {}): RunState {
  return {
    status: 'paused',
    seed: 1,
    speed: 1,
    nowNs: 0,
    recordedNs: 0,
    jumps: 0,
    checkpointsNs: [],
    baselines: [],
    reason: null,
    behind: false,
    edited: false,
    hash: null,
    breakpoints: { revision: 0, list: [] },
    pausedAt: null,
    hits: [],
    bounds: [],
    faults: [],
    commands: [],
    ...state,
  }
}
