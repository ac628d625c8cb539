// One's own edits, for undo and redo. Undoing is an edit like any other: the inverse of what was done.

import type { Edit } from '#shared/topology/change.ts'

/** Steps that can be undone; older ones are forgotten. */
export const UNDO_STEPS_MAX = 500

/** Edits of one coalescing key within this time are undone together. */
const COALESCE_MS = 500

/** Changes that one step gathers at the most. */
const CHANGES_MAX = 5000

export interface HistoryStep {
  /** What it takes to get back (in `undo`) or forth again (in `redo`). */
  readonly inverse: Edit
  readonly coalesce: string | null
  readonly atMs: number
  /** Belongs to the step before, however long ago that was, if nothing else was done since. */
  readonly completes?: boolean
}

export interface History {
  readonly undo: readonly HistoryStep[]
  readonly redo: readonly HistoryStep[]
}

export const EMPTY_HISTORY: History = { undo: [], redo: [] }

/** A new edit was made: it can be undone, and what had been undone cannot be redone any more. */
export function recorded(history: History, step: HistoryStep): History {
  const last = history.undo.at(-1)
  if (last && coalesces(last, step)) {
    return { undo: [...history.undo.slice(0, -1), merged(last, step)], redo: [] }
  }
  return { undo: [...history.undo, step].slice(-UNDO_STEPS_MAX), redo: [] }
}

/** The last step was undone; `inverse` does it again. */
export function undone(history: History, inverse: Edit): History {
  return { undo: history.undo.slice(0, -1), redo: [...history.redo, settled(inverse)] }
}

/** The step undone last was done again; `inverse` undoes it. */
export function redone(history: History, inverse: Edit): History {
  return { undo: [...history.undo, settled(inverse)], redo: history.redo.slice(0, -1) }
}

/** Drops a step that others' edits have made impossible. */
export function forgotten(history: History, stack: keyof History): History {
  return { ...history, [stack]: history[stack].slice(0, -1) }
}

/** A step that nothing that follows is merged into. */
function settled(inverse: Edit): HistoryStep {
  return { inverse, coalesce: null, atMs: 0 }
}

function coalesces(last: HistoryStep, step: HistoryStep): boolean {
  return (
    step.coalesce !== null &&
    step.coalesce === last.coalesce &&
    (step.completes === true || step.atMs - last.atMs <= COALESCE_MS) &&
    last.inverse.changes.length + step.inverse.changes.length <= CHANGES_MAX
  )
}

function merged(last: HistoryStep, step: HistoryStep): HistoryStep {
  // Where both touch exactly the same places, the older inverse alone leads back.
  const samePlaces = placesOf(last.inverse) === placesOf(step.inverse)
  const changes = samePlaces
    ? last.inverse.changes
    : [...step.inverse.changes, ...last.inverse.changes]
  return { ...step, inverse: { label: last.inverse.label, changes } }
}

function placesOf({ changes }: Edit): string {
  return JSON.stringify(changes.map(({ path }) => path))
}
