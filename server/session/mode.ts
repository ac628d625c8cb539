// What a session does with its run from one slice to the next, and why somebody's wish has to wait.

import type { Control } from '#shared/protocol/protocol.ts'
import type { DrawnRun } from './drawnRun.ts'
import type { LiveRun } from './liveRun.ts'

export type Mode =
  | { readonly kind: 'paused' }
  | { readonly kind: 'paced' }
  /** `repeating`: on the way back to where the run was before the server was started. */
  | { readonly kind: 'flatOut'; readonly untilNs: number; readonly repeating: boolean }
  /**
   * On the way to a moment that is recorded. Until it is there, the run on show stays as it is, unless both
   * take too much memory: then the way is shown.
   */
  | { readonly kind: 'goingBack'; readonly run: LiveRun; readonly toNs: number }

export const PAUSED: Mode = { kind: 'paused' }

export const REPEATING = 'The run is being repeated up to where it was.'

/** Until the run is where it was, or where it goes back to, nothing may be done to it but reset it. */
export function isRepeating(mode: Mode): boolean {
  return mode.kind === 'goingBack' || (mode.kind === 'flatOut' && mode.repeating)
}

/** The run on show does not stay where it is. */
export function isMoving(mode: Mode, shown: LiveRun): boolean {
  if (mode.kind === 'goingBack') return mode.run === shown
  return mode.kind !== 'paused'
}

/** Why nothing can be done to the run; null when it can. */
export function refusal(drawn: DrawnRun, mode: Mode): string | null {
  if (drawn.run === null) return drawn.heldReason
  if (drawn.over !== null)
    return `The run is over: ${drawn.over} Reset it to start again, or go back in it.`
  return isRepeating(mode) ? REPEATING : null
}

/** Why it does not do as it is told; null when it does. */
export function refusalOf({ kind }: Control, drawn: DrawnRun, mode: Mode): string | null {
  switch (kind) {
    case 'reset':
    case 'setSpeed':
      return null
    case 'rewind':
    case 'stepBack':
      return refusalToGoBack(drawn, mode)
    case 'fork':
      return refusalToGoBack(drawn, mode) ?? refusalOnTheWay(mode)
    default:
      return refusal(drawn, mode)
  }
}

/** A run that is over can go back too. */
function refusalToGoBack(drawn: DrawnRun, mode: Mode): string | null {
  if (drawn.run === null) return drawn.heldReason
  return mode.kind === 'flatOut' && mode.repeating ? REPEATING : null
}

/** What is on show is not where the run will be, and may be a run that has broken down. */
function refusalOnTheWay({ kind }: Mode): string | null {
  return kind === 'goingBack' ? 'The run is going back to another moment. Fork it there.' : null
}
