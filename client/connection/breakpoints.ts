// Breakpoints as people set them: at what is selected, like an event that they see, one by one.

import { ownValue } from '#shared/lib/entries.ts'
import { JOURNAL_KINDS, type JournalRow } from '#shared/lib/journal.ts'
import {
  type Breakpoint,
  type BreakpointPlace,
  MOMENT_NAMES,
  type MomentName,
  momentOf,
} from '#shared/protocol/breakpoints.ts'
import type { TopologyEdge } from '#shared/topology/edges.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { type DesignerState, designerStore } from '../store/designerStore.ts'
import { live } from '../store/live/liveStore.ts'
import type { BreakpointDraft } from '../store/runSlice.ts'
import { edgesOf } from '../store/selectors.ts'
import { changeBreakpoints } from './connection.ts'

const NO_BREAKPOINTS: readonly Breakpoint[] = []

export function breakpointsOf({ run }: Pick<DesignerState, 'run'>): readonly Breakpoint[] {
  return run?.breakpoints.list ?? NO_BREAKPOINTS
}

/** False: it was refused, and a notice says why. */
export async function putBreakpoint(draft: BreakpointDraft): Promise<boolean> {
  const breakpoint = { ...draft, id: draft.id ?? crypto.randomUUID() }
  return (await changeBreakpoints({ kind: 'put', breakpoint })).ok
}

export async function switchBreakpoint(breakpoint: Breakpoint): Promise<void> {
  await putBreakpoint({ ...breakpoint, enabled: !breakpoint.enabled })
}

export async function removeBreakpoint(id: string): Promise<void> {
  await changeBreakpoints({ kind: 'remove', id })
}

export async function clearBreakpoints(): Promise<void> {
  await changeBreakpoints({ kind: 'clear' })
}

/** Opens the form with this to begin from. */
export function draftBreakpoint(draft: BreakpointDraft): void {
  designerStore.getState().draftBreakpoint(draft)
  designerStore.getState().openDock('breakpoints')
}

/** The one node, or else the one edge, that is selected; null where there is no such. */
export function selectedPlace(
  state: Pick<DesignerState, 'selectedNodeIds' | 'selectedEdgeIds'>,
): BreakpointPlace | null {
  const { selectedNodeIds, selectedEdgeIds } = state
  const [nodeId] = selectedNodeIds
  if (nodeId !== undefined)
    return selectedNodeIds.length === 1 ? { kind: 'node', id: nodeId } : null
  const [edgeId] = selectedEdgeIds
  return edgeId !== undefined && selectedEdgeIds.length === 1 ? { kind: 'edge', id: edgeId } : null
}

function isAtPlace({ place }: Breakpoint, wanted: BreakpointPlace): boolean {
  return place?.kind === wanted.kind && place.id === wanted.id
}

/** Sets one at what is selected, or takes those there away. */
export async function toggleBreakpointAt(place: BreakpointPlace): Promise<void> {
  const there = breakpointsOf(designerStore.getState()).filter((one) => isAtPlace(one, place))
  if (there.length === 0) await putBreakpoint(draftAt(place, designerStore.getState().topology))
  for (const { id } of there) await removeBreakpoint(id)
}

/** What one would most likely wait for there. */
export function draftAt(place: BreakpointPlace, topology: Topology): BreakpointDraft {
  return { enabled: true, moments: [momentAt(place, topology)], place, every: 1 }
}

/** What has happened in this row of the journal, when it happens next; null: nobody can wait for that. */
export function draftLike(row: JournalRow, topology: Topology): BreakpointDraft | null {
  const moment = momentLike(row)
  if (moment === null) return null
  const place = placeLike(row, topology)
  const eventTypeId = row.origin < 0 ? null : live.eventTypeIdOf(row.origin)
  return {
    enabled: true,
    moments: [moment],
    ...(place ? { place } : {}),
    ...(eventTypeId === null ? {} : { eventTypeId }),
    every: 1,
  }
}

const MOMENT_OF_EDGE = {
  publish: 'published',
  subscription: 'delivered',
  binding: 'stored',
  deadLetter: 'deadLettered',
  alternate: 'stored',
} as const satisfies { [Kind in TopologyEdge['kind']]: MomentName }

function momentAt({ kind, id }: BreakpointPlace, topology: Topology): MomentName {
  if (kind === 'edge') {
    const edge = edgesOf(topology).find((other) => other.id === id)
    return edge ? MOMENT_OF_EDGE[edge.kind] : 'delivered'
  }
  const service = ownValue(topology.services, id)
  if (!service) return 'stored'
  return Object.keys(service.handlers).length > 0 ? 'delivered' : 'published'
}

/** The closest: what is delivered again is also delivered. */
function momentLike({ kind, attempt }: JournalRow): MomentName | null {
  const journalKind = JOURNAL_KINDS[kind]
  const fitting = MOMENT_NAMES.filter((name) => {
    const { kinds, attemptMin = 0 } = momentOf(name)
    return attempt >= attemptMin && kinds.some((known) => known === journalKind)
  })
  return fitting.at(-1) ?? null
}

function placeLike({ element }: JournalRow, topology: Topology): BreakpointPlace | null {
  const name = live.elementName(element)
  const [section, id = ''] = name.split('/')
  if (section === 'services' && !name.includes('/sources/') && !name.includes('/outputs/'))
    return { kind: 'node', id }
  if (section === 'channels') return { kind: 'node', id }
  const edge = edgesOf(topology).find(
    ({ kind, elements }) => kind !== 'deadLetter' && elements.includes(name),
  )
  return edge ? { kind: 'edge', id: edge.id } : null
}
