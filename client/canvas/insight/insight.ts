// What is really wrong, in one sentence of cause and one of consequence. Silent while all is well.

import { bottleneck } from './bottleneck.ts'
import { brokenRules } from './brokenRules.ts'
import { faulted } from './faulted.ts'
import type { Insight, InsightContext } from './insightTypes.ts'
import { overload } from './overload.ts'
import { unread } from './unread.ts'

/** Before this much virtual time a run has nothing to say yet. */
const SETTLED_NS = 3e9

/** The worst thing first; null when nothing is wrong. */
export function insightOf(context: InsightContext): Insight | null {
  const { run, figures } = context
  // Why a run is held or has ended, the bar above the canvas says.
  if (run?.status === 'held' || run?.status === 'ended') return null
  if (run === null || figures.nowNs === 0) return overload(context)
  const early = faulted(context)
  if (early || figures.nowNs < SETTLED_NS) return early
  return bottleneck(context) ?? brokenRules(context) ?? unread(context)
}
