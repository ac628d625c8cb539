// What is told of a run to those who watch.

import type { RunState } from '#shared/protocol/protocol.ts'
import type { Breakpoints } from './breakpoints/breakpoints.ts'
import { labelled } from './commandLabels.ts'
import type { DrawnRun } from './drawnRun.ts'
import type { RunMarks } from './runMarks.ts'

const COMMANDS_SHOWN_MAX = 500
const CHECKPOINTS_SHOWN_MAX = 64

interface Told extends Pick<RunState, 'status' | 'speed' | 'jumps'> {
  readonly drawn: DrawnRun
  readonly breakpoints: Breakpoints
  readonly marks: RunMarks
  readonly isRepeating: boolean
}

export function runStateOf(told: Told): RunState {
  const { drawn, breakpoints, marks, status } = told
  const { run } = drawn
  const simulation = run?.simulation ?? null
  const isBehind = !told.isRepeating && drawn.isBehind
  const isHashHidden = status === 'running' || drawn.hasBrokenDown
  return {
    status,
    seed: drawn.seed,
    speed: told.speed,
    nowNs: simulation?.nowNs ?? 0,
    jumps: told.jumps,
    recordedNs: run?.recording.untilNs ?? 0,
    checkpointsNs: someOf(run?.recording.checkpointsNs ?? [], CHECKPOINTS_SHOWN_MAX),
    baselines: [...drawn.baselines.list],
    reason: drawn.over ?? (isBehind || simulation === null ? drawn.whyHeld : null),
    behind: isBehind,
    edited: !isBehind && drawn.isEdited,
    hash: isHashHidden ? null : (simulation?.hash() ?? null),
    breakpoints: breakpoints.known,
    pausedAt: breakpoints.pausedAt,
    hits: marks.hits,
    bounds: marks.bounds,
    faults: [...(simulation?.faults() ?? [])],
    commands: (simulation?.commands ?? [])
      .slice(-COMMANDS_SHOWN_MAX)
      .map((command) => labelled(command, drawn.topology)),
  }
}

/** Evenly chosen, the newest among them. */
function someOf(values: readonly number[], max: number): number[] {
  const every = Math.ceil(values.length / max)
  return values.filter((_, index) => (values.length - 1 - index) % every === 0)
}
