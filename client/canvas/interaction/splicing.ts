// While a node is held over an edge: what dropping it there would do; and the drop.

import type { Edit } from '#shared/topology/change.ts'
import type { Position, Topology } from '#shared/topology/topology.ts'
import { designerStore } from '../../store/designerStore.ts'
import type { Routes } from '../routes.ts'
import { canvasStore, type ScreenPoint } from './canvasStore.ts'
import { edgeIdAt, planDrop, type SpliceWords, wordsOf } from './spliceTarget.ts'

/** The edit that brings the node to its place. */
export interface Placing {
  readonly edit: Edit
  readonly nodeId: string
}

export interface Held {
  /** Of the pointer, in the window. */
  readonly at: ScreenPoint
  readonly placing: (topology: Topology) => Placing
}

export function hoverSplice(routes: Routes, centre: Position, { at, placing }: Held): void {
  const edgeId = edgeIdAt(routes, centre)
  const { splicing } = canvasStore.getState()
  // What it would do does not depend on where along the edge it is dropped.
  const isKnown = splicing !== null && splicing.edgeId === edgeId
  const words = isKnown ? splicing : edgeId === null ? null : wordsAt(edgeId, placing)
  if (edgeId === null || words === null) leaveSplice()
  else canvasStore.setState({ splicing: { edgeId, at, tone: words.tone, text: words.text } })
}

function wordsAt(edgeId: string, placing: Held['placing']): SpliceWords | null {
  const { topology } = designerStore.getState()
  const { edit, nodeId } = placing(topology)
  const plan = planDrop(topology, edit, { nodeId, edgeId })
  return plan && wordsOf(plan.splice)
}

export function leaveSplice(): void {
  if (canvasStore.getState().splicing) canvasStore.setState({ splicing: null })
}

/** The drop. False: there is no edge, and nothing was done. */
export function takeSplice(placing: (topology: Topology) => Placing): boolean {
  const { splicing } = canvasStore.getState()
  leaveSplice()
  if (!splicing) return false
  const { topology, edit, select } = designerStore.getState()
  const { edit: placingEdit, nodeId } = placing(topology)
  const plan = planDrop(topology, placingEdit, { nodeId, edgeId: splicing.edgeId })
  const coalesce = `placed ${nodeId}`
  if (plan === null || !edit(plan.edit, { coalesce })) return false
  select({ nodeIds: [nodeId] })
  if (plan.splice.kind === 'offer') {
    const { reason, label, edit: offered } = plan.splice
    const offer = { reason, label, edit: offered, at: splicing.at, completes: coalesce }
    canvasStore.setState({ offer })
  }
  return true
}
