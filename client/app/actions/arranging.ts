// Loaded when it is first asked for.

import {
  type Alignment,
  alignNodes,
  type Direction,
  distributeNodes,
} from '#shared/topology/align.ts'
import { removeAndReconnect } from '#shared/topology/reconnect.ts'
import { edgesOf } from '../../store/selectors.ts'
import { state } from './action.ts'
import { type Along, reachedFrom } from './reached.ts'

export function alignSelection(to: Alignment): void {
  const edit = alignNodes(state().topology, state().selectedNodeIds, to)
  if (edit) state().edit(edit)
}

export function distributeSelection(direction: Direction): void {
  const edit = distributeNodes(state().topology, state().selectedNodeIds, direction)
  if (edit) state().edit(edit)
}

export function selectAlong(along: Along): void {
  const { topology, selectedNodeIds, select } = state()
  select({ nodeIds: reachedFrom(selectedNodeIds, edgesOf(topology), along) })
}

/** More sentences than that nobody reads; the drawing shows the rest. */
const LOSSES_SHOWN = 2

export function removeReconnecting(): void {
  const { topology, selectedNodeIds, edit, notify } = state()
  const nodeIds = selectedNodeIds.filter(
    (id) => Object.hasOwn(topology.services, id) || Object.hasOwn(topology.channels, id),
  )
  if (nodeIds.length === 0) return
  const reconnection = removeAndReconnect(topology, nodeIds)
  if (!edit(reconnection.edit) || reconnection.lost.length === 0) return
  const shown = reconnection.lost.slice(0, LOSSES_SHOWN).join(' ')
  const left = reconnection.lost.length - LOSSES_SHOWN
  notify({ tone: 'warning', text: left > 0 ? `${shown} And ${left} more.` : shown })
}
