import { formatClock } from '#shared/lib/units.ts'
import type { RunState } from '#shared/protocol/protocol.ts'

export interface RunMessage {
  readonly tone: 'info' | 'warning'
  readonly title: string
  readonly text: string
  readonly action: 'problems' | 'reset' | 'runDrawing' | 'toEnd' | 'showHit'
}

/** Why the run does not do what one would expect of it; null where it does. */
export function messageOf(run: RunState): RunMessage | null {
  const { status, reason, behind, edited, pausedAt } = run
  if (status === 'ended')
    return { tone: 'warning', title: 'The run has ended.', text: reason ?? '', action: 'reset' }
  if (status === 'held')
    return {
      tone: 'info',
      title: 'This drawing cannot run yet.',
      text: reason ?? '',
      action: 'problems',
    }
  if (pausedAt)
    return {
      tone: 'info',
      title: `Paused at breakpoint at ${formatClock(pausedAt.atNs)}:`,
      text: `${pausedAt.text}.`,
      action: 'showHit',
    }
  if (behind)
    return {
      tone: 'warning',
      title: 'The drawing has errors.',
      text: 'Until they are gone, the run goes on with the last version that could run.',
      action: 'problems',
    }
  if (run.nowNs < run.recordedNs) return pastMessage(run)
  if (!edited) return null
  return {
    tone: 'info',
    title: 'An earlier drawing runs.',
    text: 'The run went another way before the newest edits, which the next edit brings in.',
    action: 'runDrawing',
  }
}

function pastMessage({ nowNs, recordedNs, edited }: RunState): RunMessage {
  const title = `You are at ${formatClock(nowNs)} of ${formatClock(recordedNs)}.`
  if (!edited)
    return {
      tone: 'info',
      title,
      text: 'The run repeats what is recorded. Change anything, and it goes another way from here.',
      action: 'toEnd',
    }
  return {
    tone: 'info',
    title,
    text: 'The drawing has been edited since: what runs here is the drawing as it was then.',
    action: 'runDrawing',
  }
}
