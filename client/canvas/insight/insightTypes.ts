// What an insight is made from, and what it says.

import type { RunState } from '#shared/protocol/protocol.ts'
import type { Load } from '#shared/topology/analysis.ts'
import type { ServiceFaultKind } from '#shared/topology/recipe.ts'
import type { Topology } from '#shared/topology/topology.ts'
import type { LiveStore } from '../../store/live/liveStore.ts'

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
      readonly fault: ServiceFaultKind
    }
  | { readonly kind: 'restoreNode'; readonly channelId: string; readonly node: number }
