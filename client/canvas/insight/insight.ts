// What is really wrong, in one sentence of cause and one of consequence. Silent while all is well.

import { bottleneck } from './bottleneck.ts'
import { brokenRules } from './brokenRules.ts'
import { faulted } from './faulted.ts'
import { filling } from './filling.ts'
import type { Insight, InsightContext } from './insightTypes.ts'
import { overload } from './overload.ts'
import { skipped } from './skipped.ts'
import { unread } from './unread.ts'

/** Before this much virtual time a run has no figures to go by. */
const SETTLED_NS = 3e9

/** The worst thing first; null when nothing is wrong. */
export function insightOf(context: InsightContext): Insight | null {
  const { run, figures } = context
  // Why a run is held or has ended, the bar above the canvas says.
  if (run?.status === 'held' || run?.status === 'ended') return null
  if (run === null) return overload(context)
  const early = faulted(context)
  if (early) return early
  // An edit takes a run that has not begun a nanosecond on: until there are figures, what is drawn counts.
  if (figures.nowNs < SETTLED_NS) return overload(context)
  return (
    bottleneck(context) ??
    brokenRules(context) ??
    filling(context) ??
    unread(context) ??
    skipped(context)
  )
}
