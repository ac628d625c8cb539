// New nodes come from the palette (dragged, or chosen and then placed) or from the quick-add list.

import type { DragEvent } from 'react'
import { useReactFlow } from 'reactflow'
import type { Position } from '#shared/topology/topology.ts'
import { designerStore } from '../../store/designerStore.ts'
import { NODE_KIND_DRAG, NODE_KINDS } from '../../store/nodeKinds.ts'
import type { NodeKind } from '../../store/viewSlice.ts'
import type { Box } from '../geometry.ts'
import { canvasStore, type QuickAdd, type ScreenPoint } from './canvasStore.ts'
import { planFor } from './connect.ts'
import { focusNode } from './focusNode.ts'
import { addNode, freeCentre } from './placement.ts'

export interface Adding {
  readonly onDragOver: (event: DragEvent) => void
  readonly onDrop: (event: DragEvent) => void
  readonly placeAt: (kind: NodeKind, at: ScreenPoint) => void
  readonly placeInMiddle: (kind: NodeKind) => void
}

export function useAdding(boxes: ReadonlyMap<string, Box>): Adding {
  const flow = useReactFlow()
  const placeAt = (kind: NodeKind, at: ScreenPoint) => add(kind, flow.screenToFlowPosition(at))
  return {
    onDragOver: (event) => {
      if (!event.dataTransfer.types.includes(NODE_KIND_DRAG)) return
      event.preventDefault()
      event.dataTransfer.dropEffect = 'copy'
    },
    onDrop: (event) => {
      const kind = NODE_KINDS.find((known) => known === event.dataTransfer.getData(NODE_KIND_DRAG))
      if (!kind) return
      event.preventDefault()
      placeAt(kind, { x: event.clientX, y: event.clientY })
    },
    placeAt,
    placeInMiddle: (kind) => {
      const pane = document.querySelector('.canvas')?.getBoundingClientRect()
      if (!pane) return
      const middle = { x: pane.left + pane.width / 2, y: pane.top + pane.height / 2 }
      add(kind, freeCentre(kind, flow.screenToFlowPosition(middle), boxes.values()))
    },
  }
}

/** From the quick-add list: added, and connected with what it was drawn from, as one step to undo. */
export function quickAdd(kind: NodeKind, { position, connectWith }: QuickAdd): void {
  const coalesce = `quick add ${position.x} ${position.y}`
  const nodeId = add(kind, position, coalesce)
  if (nodeId === null || connectWith === null) return
  const { topology, edit } = designerStore.getState()
  const plan = planFor(topology, connectWith, nodeId)
  if (plan.kind !== 'refused') edit(plan.edit, { coalesce })
}

function add(kind: NodeKind, centre: Position, coalesce?: string): string | null {
  const { topology, edit, select, setPlacing } = designerStore.getState()
  setPlacing(null)
  const { edit: addition, id } = addNode(topology, kind, centre)
  if (!edit(addition, coalesce === undefined ? {} : { coalesce })) return null
  select({ nodeIds: [id] })
  canvasStore.setState({ tabStopId: id })
  focusNode(id)
  return id
}
