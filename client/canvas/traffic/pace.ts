import { designerStore } from '../../store/designerStore.ts'
import { live } from '../../store/live/liveStore.ts'

export interface Pace {
  readonly running: boolean
  /** Virtual seconds per second. */
  readonly speed: number
  /** It rests at a breakpoint: what happened there is shown as a step is. */
  readonly isAtBreakpoint: boolean
}

export function pace(): Pace {
  const { run } = designerStore.getState()
  if (run === null) return { running: false, speed: 1, isAtBreakpoint: false }
  return {
    running: run.status === 'running',
    speed: run.speed === 'max' ? live.speed : run.speed,
    isAtBreakpoint: run.pausedAt !== null,
  }
}
