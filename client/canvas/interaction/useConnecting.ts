// Connecting by pointer: drag from a handle, or tap a handle and then a node.

import { useEffect } from 'react'
import type { FinalConnectionState, IsValidConnection, OnConnectStartParams } from 'reactflow'
import { useReactFlow } from 'reactflow'
import { planConnection } from '#shared/topology/connect.ts'
import { designerStore } from '../../store/designerStore.ts'
import { type Connecting, canvasStore, useCanvas } from './canvasStore.ts'
import { beginConnecting, finishConnecting, pointAtNode, stopConnecting } from './connect.ts'
import { nodeIdAt, nodeIdOf, pointOf } from './nodeAtPoint.ts'

export interface ConnectHandlers {
  readonly onConnectStart: (event: MouseEvent | TouchEvent, params: OnConnectStartParams) => void
  readonly onConnectEnd: (event: MouseEvent | TouchEvent, state: FinalConnectionState) => void
  readonly isValidConnection: IsValidConnection
  /** For the click that ends, or begins, a connection by taps. True: it was one. */
  readonly onTap: (event: React.MouseEvent) => void
}

export function useConnecting(): ConnectHandlers {
  const flow = useReactFlow()
  const under = useCanvas(({ connecting }) => connecting?.via ?? null)
  useEffect(() => {
    if (under !== 'drag' && under !== 'tap') return
    const onMove = (event: PointerEvent) => pointAtNode(nodeIdAt(pointOf(event)), pointOf(event))
    window.addEventListener('pointermove', onMove)
    return () => window.removeEventListener('pointermove', onMove)
  }, [under])
  return {
    onConnectStart: (event, { nodeId, handleType }) => {
      if (nodeId === null) return
      const end = handleType === 'target' ? 'to' : 'from'
      beginConnecting({ nodeId, end, via: 'drag', at: pointOf(event) })
    },
    onConnectEnd: (event, { toNode }) => {
      const { connecting } = canvasStore.getState()
      if (connecting?.via !== 'drag') return
      const at = pointOf(event)
      const otherId = toNode?.id ?? nodeIdAt(at)
      if (otherId !== null && otherId !== connecting.nodeId) finishConnecting(otherId, at)
      else if (otherId === null) offerQuickAdd(connecting, at, flow.screenToFlowPosition(at))
      else stopConnecting()
    },
    isValidConnection: ({ source, target }) =>
      planConnection(designerStore.getState().topology, source, target).kind !== 'refused',
    onTap: (event) => tapAt(event),
  }
}

/** Dropped on nothing: perhaps what it should lead to is not there yet. */
function offerQuickAdd(
  { nodeId, end }: Connecting,
  at: { x: number; y: number },
  position: { x: number; y: number },
): void {
  stopConnecting()
  canvasStore.setState({ quickAdd: { at, position, connectWith: { nodeId, end } } })
}

function tapAt(event: React.MouseEvent): void {
  const { connecting } = canvasStore.getState()
  const nodeId = nodeIdOf(event.target)
  const at = pointOf(event.nativeEvent)
  if (connecting?.via === 'tap') {
    if (nodeId === null || nodeId === connecting.nodeId) stopConnecting()
    else finishConnecting(nodeId, at)
    return
  }
  const handle = (event.target as Element).closest('.react-flow__handle')
  if (!handle || nodeId === null) return
  const end = handle.classList.contains('target') ? 'to' : 'from'
  beginConnecting({ nodeId, end, via: 'tap', at })
}
