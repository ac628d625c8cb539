// Whether what a step promises has come true, judged by the figures as they arrive.

import { type Check, isMet } from '#shared/protocol/story.ts'

/** `waiting`: not yet; `met`: it has happened, or has held so far; `broken`: it should have held. */
export type Verdict = 'waiting' | 'met' | 'broken'

interface Reading {
  readonly check: Check
  readonly value: number
  /** Virtual time since it counts; null: the person has not done yet what it waits for. */
  readonly afterMs: number | null
}

/** `before`: the verdict up to now. */
export function verdictOf(before: Verdict, { check, value, afterMs }: Reading): Verdict {
  if (afterMs === null || Number.isNaN(value)) return before
  if (!check.stays) return before === 'met' || isMet(check, value) ? 'met' : 'waiting'
  // What happens later was not promised.
  if (afterMs > check.withinMs) return before
  return before !== 'broken' && isMet(check, value) ? 'met' : 'broken'
}
