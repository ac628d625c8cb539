// What is said stays for a while: no card flickers at the edge of a limit.

import type { Insight } from './insightTypes.ts'

/** A cause has to hold for this many readings, a quarter of a second apart, before it is said … */
const READINGS_TO_APPEAR = 3
/** … and to be absent for this many before it is no longer said. */
const READINGS_TO_GO = 6

export interface Steadied {
  readonly shown: Insight | null
  /** What was found last, and how many readings in a row. */
  readonly found: string | null
  readonly readings: number
  /** For so many readings in a row, something other than what is said was found, or nothing. */
  readonly absent: number
}

export const NOTHING_FOUND: Steadied = { shown: null, found: null, readings: 0, absent: 0 }

/** Lets numbers change at once, but not what is said. */
export function steadied(before: Steadied, insight: Insight | null): Steadied {
  const found = insight?.key ?? null
  if (found === null && before.found === null && before.shown === null) return before
  const readings = found === before.found ? before.readings + 1 : 1
  if (insight !== null && (found === before.shown?.key || readings >= READINGS_TO_APPEAR))
    return { shown: insight, found, readings, absent: 0 }
  const absent = before.shown === null ? 0 : before.absent + 1
  const shown = absent >= READINGS_TO_GO ? null : before.shown
  return { shown, found, readings, absent }
}
