// Drawing an edge, from the first touch to the edit, however it is done: drag, tap and tap, or keys.

import { type Connection, planConnection } from '#shared/topology/connect.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { designerStore } from '../../store/designerStore.ts'
import { whyNoEnd } from '../annotations/whyNoEnd.ts'
import { type Connecting, canvasStore, type ScreenPoint } from './canvasStore.ts'

/** Dimming what cannot be connected looks at every node; beyond this, only at the one pointed at. */
const DIMMED_NODES_MAX = 150

export function beginConnecting(connecting: Omit<Connecting, 'otherId'>): void {
  canvasStore.setState({ connecting: { ...connecting, otherId: null }, offer: null })
}

export function pointAtNode(otherId: string | null, at: ScreenPoint): void {
  const { connecting } = canvasStore.getState()
  if (connecting) canvasStore.setState({ connecting: { ...connecting, otherId, at } })
}

export function stopConnecting(): void {
  canvasStore.setState({ connecting: null })
}

/** Ends the gesture on a node: draws the edge, offers what would do instead, or says why not. */
export function finishConnecting(otherId: string, at: ScreenPoint): void {
  const { connecting } = canvasStore.getState()
  if (!connecting) return
  stopConnecting()
  const { topology, edit, select, notify } = designerStore.getState()
  const plan = planFor(topology, connecting, otherId)
  switch (plan.kind) {
    case 'edit':
      if (edit(plan.edit)) select({ edgeIds: [plan.edgeId] })
      return
    case 'offer':
      canvasStore.setState({
        offer: { reason: plan.reason, label: plan.label, edit: plan.edit, at },
      })
      return
    case 'refused':
      notify({ tone: 'warning', text: plan.reason })
  }
}

export function planFor(
  topology: Topology,
  { nodeId, end }: Pick<Connecting, 'nodeId' | 'end'>,
  otherId: string,
): Connection {
  const reason = whyNoEnd(topology, otherId)
  if (reason !== null) return { kind: 'refused', reason }
  return end === 'from'
    ? planConnection(topology, nodeId, otherId)
    : planConnection(topology, otherId, nodeId)
}

/** Nodes that the edge under way cannot end at. */
export function refusedIds(
  topology: Topology,
  connecting: Pick<Connecting, 'nodeId' | 'end'> | null,
): ReadonlySet<string> {
  const ids = [...Object.keys(topology.services), ...Object.keys(topology.channels)]
  if (!connecting || ids.length > DIMMED_NODES_MAX) return NONE
  return new Set(
    ids.filter(
      (id) => id !== connecting.nodeId && planFor(topology, connecting, id).kind === 'refused',
    ),
  )
}

const NONE: ReadonlySet<string> = new Set()
