// Derived values, computed once for each document: topologies are immutable, so identity is enough.

import { predictLoad } from '#shared/topology/analysis.ts'
import { edgesOf as deriveEdges } from '#shared/topology/edges.ts'
import { lint } from '#shared/topology/lint.ts'
import type { Topology } from '#shared/topology/topology.ts'
import type { RunSlice } from './runSlice.ts'
import type { TopologySlice } from './topologySlice.ts'
import type { NodeKind, ViewSlice } from './viewSlice.ts'

export const edgesOf = perTopology(deriveEdges)
export const problemsOf = perTopology(lint)
export const loadOf = perTopology(predictLoad)

export function isBlank(topology: Topology): boolean {
  return Object.keys(topology.services).length === 0 && Object.keys(topology.channels).length === 0
}

/** Null where no service or channel has that id. */
export function nodeOf(
  topology: Topology,
  nodeId: string,
): { readonly name: string; readonly kind: NodeKind } | null {
  if (Object.hasOwn(topology.services, nodeId)) {
    const service = topology.services[nodeId]
    return service ? { name: service.name, kind: service.role } : null
  }
  if (!Object.hasOwn(topology.channels, nodeId)) return null
  const channel = topology.channels[nodeId]
  return channel ? { name: channel.name, kind: channel.kind } : null
}

const MINIMAP_NODES = 30

/** As the person wants it; otherwise where a drawing is too large to be seen as a whole. */
export function isMinimapShown({
  minimapShown,
  topology: { services, channels },
}: Pick<ViewSlice, 'minimapShown'> & Pick<TopologySlice, 'topology'>): boolean {
  return (
    minimapShown ?? Object.keys(services).length + Object.keys(channels).length >= MINIMAP_NODES
  )
}

export type SaveState = 'saved' | 'saving' | 'offline' | 'failed'

export function saveStateOf(state: TopologySlice & RunSlice): SaveState {
  if (!state.connected) return 'offline'
  if (state.saveProblem !== null) return 'failed'
  return state.pending.length === 0 && state.savedRevision >= state.revision ? 'saved' : 'saving'
}

function perTopology<Value>(derive: (topology: Topology) => Value): (topology: Topology) => Value {
  const known = new WeakMap<Topology, { readonly value: Value }>()
  return (topology) => {
    const entry = known.get(topology) ?? { value: derive(topology) }
    known.set(topology, entry)
    return entry.value
  }
}
