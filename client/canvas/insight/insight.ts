// What is really wrong, in one sentence of cause and one of consequence. Silent while all is well.

import type { RunState } from '#shared/protocol/protocol.ts'
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
  const beforeRun = run === null || run.status === 'held' || figures.nowNs === 0
  if (beforeRun) return heldInsight(run) ?? overload(context)
  const ended = endedInsight(run)
  if (ended) return ended
  const early = faulted(context)
  if (early || figures.nowNs < SETTLED_NS) return early
  return bottleneck(context) ?? brokenRules(context) ?? unread(context)
}

function heldInsight(run: RunState | null): Insight | null {
  if (run?.status !== 'held' || run.reason === null) return null
  return {
    key: 'held',
    severity: 'error',
    cause: 'This drawing cannot run yet.',
    consequence: run.reason,
    nodeIds: [],
    remedy: { kind: 'showProblems' },
  }
}

function endedInsight(run: RunState): Insight | null {
  if (run.status !== 'ended' || run.reason === null) return null
  return {
    key: 'ended',
    severity: 'error',
    cause: 'The run has ended.',
    consequence: run.reason,
    nodeIds: [],
    remedy: null,
  }
}
