// What is really wrong, in one sentence of cause and one of consequence. Silent while all is well.

import type { RunState } from '#shared/protocol/protocol.ts'
import type { Load } from '#shared/topology/analysis.ts'
import type { Topology } from '#shared/topology/topology.ts'
import type { LiveStore } from '../../store/live/liveStore.ts'
import { bottleneck } from './bottleneck.ts'
import { brokenRules } from './brokenRules.ts'
import { faulted } from './faulted.ts'
import { overload } from './overload.ts'
import { unread } from './unread.ts'

export interface InsightContext {
  readonly topology: Topology
  readonly load: Load
  readonly run: RunState | null
  readonly figures: Pick<LiveStore, 'figure' | 'rate' | 'history' | 'nowNs'>
}

export interface Insight {
  /** The same cause has the same key, whatever its numbers are now. */
  readonly key: string
  readonly severity: 'error' | 'warning'
  readonly cause: string
  readonly consequence: string
  /** Where to look. */
  readonly nodeIds: readonly string[]
  readonly remedy: Remedy | null
}

export type Remedy =
  | { readonly kind: 'setReplicas'; readonly serviceId: string; readonly replicas: number }
  | {
      readonly kind: 'recover'
      readonly serviceId: string
      readonly fault: 'crash' | 'slow' | 'pause'
    }
  | { readonly kind: 'showProblems' }

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
