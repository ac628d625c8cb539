// Derived values, computed once for each document: topologies are immutable, so identity is enough.

import { ownValue } from '#shared/lib/entries.ts'
import { reuse } from '#shared/lib/json.ts'
import { type Load, predictLoad, withNames } from '#shared/topology/analysis.ts'
import { edgesOf as deriveEdges, type TopologyEdge } from '#shared/topology/edges.ts'
import { lint } from '#shared/topology/lint.ts'
import { noteTitle } from '#shared/topology/notes.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { thingOf } from './canvasIds.ts'
import type { RunSlice } from './runSlice.ts'
import { isSameFlow, isSameModel } from './sameness.ts'
import { shownEdges } from './shownEdges.ts'
import type { TopologySlice } from './topologySlice.ts'
import type { NodeKind, ViewSlice } from './viewSlice.ts'

let newestEdges: readonly TopologyEdge[] = []
/** Edges that are as before keep their identity: what follows from them need not be found again. */
export const edgesOf = perNewest(isSameFlow, (topology) => {
  newestEdges = reuse(newestEdges, deriveEdges(topology)) as readonly TopologyEdge[]
  return newestEdges
})
/** What the canvas draws: `edgesOf` where no context is collapsed. */
export const shownEdgesOf = perTopology((topology) => shownEdges(topology, edgesOf(topology)))
const loads = {
  average: perNewest(isSameFlow, (topology) => predictLoad(topology)),
  peak: perNewest(isSameFlow, (topology) => predictLoad(topology, 'peak')),
}
/** As `predictLoad` says, which takes a while for a large drawing: once for all names. */
function predictedLoad(topology: Topology, at: keyof typeof loads = 'average'): Load {
  return withNames(loads[at](topology), topology)
}
export const loadOf = perTopology((topology) => predictedLoad(topology))
/** For whoever looks for problems. */
export const findings = { edgesOf, predictLoad: predictedLoad }
export const problemsOf = perNewest(isSameModel, (topology) => lint(topology, findings))

export function isBlank(topology: Topology): boolean {
  const { services, channels, layout } = topology
  const drawn = [services, channels, layout.contexts, layout.notes]
  return drawn.every((map) => Object.keys(map).length === 0)
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

/** The name of whatever the canvas calls so; that itself where it is gone. */
export function nameOnCanvas(topology: Topology, canvasId: string): string {
  const { kind, id } = thingOf(canvasId)
  if (kind === 'context') return ownValue(topology.layout.contexts, id)?.name ?? id
  if (kind === 'note') return noteTitle(ownValue(topology.layout.notes, id)?.text ?? '')
  return nodeOf(topology, id)?.name ?? id
}

export type SaveState = 'saved' | 'saving' | 'offline' | 'unkept' | 'failed' | 'gone'

export function saveStateOf(state: TopologySlice & RunSlice): SaveState {
  if (state.isGone) return 'gone'
  // What neither the server nor the browser has is lost when the page is closed.
  if (!state.isKeptLocally && state.pending.length > 0) return 'unkept'
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

type Sameness = (a: Topology, b: Topology) => boolean

/** Worked out once for all drawings that are the same in what it looks at, as long as they follow each other. */
function perNewest<Value>(
  isSame: Sameness,
  derive: (topology: Topology) => Value,
): (topology: Topology) => Value {
  let newest: { readonly topology: Topology; readonly value: Value } | null = null
  return perTopology((topology) => {
    const value = newest && isSame(newest.topology, topology) ? newest.value : derive(topology)
    newest = { topology, value }
    return value
  })
}
