// New nodes come from the palette (dragged, or chosen and then placed) or from the quick-add list.

import { useEffect, useRef } from 'react'
import { useReactFlow, useStoreApi } from 'reactflow'
import type { Topology } from '#shared/topology/topology.ts'
import { designerStore } from '../../store/designerStore.ts'
import { isNodeKind } from '../../store/nodeKinds.ts'
import type { NodeKind } from '../../store/viewSlice.ts'
import type { Box } from '../geometry.ts'
import { visibleArea } from '../overview/sight.ts'
import type { Routes } from '../routes.ts'
import { canvasStore, type QuickAdd, type ScreenPoint } from './canvasStore.ts'
import { planFor } from './connect.ts'
import { focusNode } from './focusNode.ts'
import { addNode, freeCentre, type Wish } from './placement.ts'
import { hideGuides, snappedPlace } from './snappedPlace.ts'
import { hoverSplice, leaveSplice, type Placing, takeSplice } from './splicing.ts'

export interface Adding {
  /** Shows what it is in line with, and the edge that it would be put into. Answers where it comes to lie. */
  readonly hoverAt: (kind: NodeKind, at: ScreenPoint) => ScreenPoint
  readonly placeAt: (kind: NodeKind, at: ScreenPoint) => void
  readonly placeInMiddle: (kind: NodeKind) => void
}

interface Drawing {
  readonly boxes: ReadonlyMap<string, Box>
  readonly routes: Routes
}

export function useAdding(drawing: Drawing): Adding {
  const flow = useReactFlow()
  const store = useStoreApi()
  const newest = useRef(drawing)
  useEffect(() => {
    newest.current = drawing
  })
  const hover = (kind: NodeKind, at: ScreenPoint) => {
    if (!isOverCanvas(at)) return hoverNothing(at)
    const centre = snappedPlace(kind, flow.screenToFlowPosition(at), {
      boxes: newest.current.boxes,
      view: store.getState(),
    })
    hoverSplice(newest.current.routes, centre, { at, placing: placingAt(kind, centre) })
    return { centre, place: flow.flowToScreenPosition(centre) }
  }
  const hoverNothing = (at: ScreenPoint) => {
    hideGuides()
    leaveSplice()
    return { centre: flow.screenToFlowPosition(at), place: at }
  }
  const placeAt = (kind: NodeKind, at: ScreenPoint) => {
    const { centre } = hover(kind, at)
    hideGuides()
    designerStore.getState().setPlacing(null)
    if (!takeSplice(placingAt(kind, centre))) add(kind, centre)
  }
  usePlaceOnRelease(placeAt)
  return {
    hoverAt: (kind, at) => hover(kind, at).place,
    placeAt,
    placeInMiddle: (kind) => {
      const pane = document.querySelector('.canvas')?.getBoundingClientRect()
      if (!pane) return
      const middle = { x: pane.left + pane.width / 2, y: pane.top + pane.height / 2 }
      const centre = flow.screenToFlowPosition(middle)
      const view = visibleArea(store.getState())
      add(kind, freeCentre(kind, centre, { boxes: newest.current.boxes.values(), view }))
    },
  }
}

/** Here, and not where the ghost is drawn: a quick hand lets go before anything has been drawn. */
function usePlaceOnRelease(placeAt: Adding['placeAt']): void {
  const newest = useRef(placeAt)
  useEffect(() => {
    newest.current = placeAt
  })
  useEffect(() => {
    const onRelease = ({ type, clientX, clientY }: PointerEvent) => {
      const { placing, setPlacing } = designerStore.getState()
      if (!placing?.isHeld) return
      const at = { x: clientX, y: clientY }
      if (type === 'pointerup' && isNodeKind(placing.kind) && isOverCanvas(at))
        newest.current(placing.kind, at)
      else setPlacing(null)
      hideGuides()
      leaveSplice()
    }
    window.addEventListener('pointerup', onRelease)
    window.addEventListener('pointercancel', onRelease)
    return () => {
      window.removeEventListener('pointerup', onRelease)
      window.removeEventListener('pointercancel', onRelease)
    }
  }, [])
}

/** Not beside it, and not on a panel that covers it. */
function isOverCanvas({ x, y }: ScreenPoint): boolean {
  const pane = document.querySelector('.canvas')?.getBoundingClientRect()
  if (!pane || x < pane.left || x > pane.right || y < pane.top || y > pane.bottom) return false
  return !document.elementFromPoint(x, y)?.closest('aside')
}

function placingAt(kind: NodeKind, centre: Wish): (topology: Topology) => Placing {
  return (topology) => {
    const { edit, id } = addNode(topology, kind, centre)
    return { edit, nodeId: id }
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

function add(kind: NodeKind, centre: Wish, coalesce?: string): string | null {
  const { topology, edit, select, setPlacing } = designerStore.getState()
  setPlacing(null)
  const { edit: addition, id } = addNode(topology, kind, centre)
  if (!edit(addition, coalesce === undefined ? {} : { coalesce })) return null
  select({ nodeIds: [id] })
  canvasStore.setState({ tabStopId: id })
  focusNode(id)
  return id
}
