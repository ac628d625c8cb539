import { useEffect, useMemo, useRef, useState } from 'react'
import { contextAt } from '#shared/topology/contextMembers.ts'
import { centreOf } from '#shared/topology/rectangles.ts'
import type { Position } from '#shared/topology/topology.ts'
import { canvasIds, idsOfKind, thingOf } from '../../store/canvasIds.ts'
import { designerStore, useDesigner } from '../../store/designerStore.ts'
import { ViewportPortal } from '../FlowPortals.tsx'
import type { Box } from '../geometry.ts'
import type { Sight } from '../overview/sight.ts'
import { ContextFrame } from './ContextFrame.tsx'
import { type Frames, framesInSight } from './framesInSight.ts'
import type { FrameDrag } from './useFrameDrag.ts'

type Dragging = Omit<FrameDrag, 'contextId'>

interface ContextFramesProps extends Dragging {
  readonly sight: Sight
  readonly boxes: ReadonlyMap<string, Box>
  /** Where things are that are being dragged. */
  readonly dragged: ReadonlyMap<string, Position>
}

/** Bounded contexts: dashed frames behind everything, in the drawing's own coordinates. */
export function ContextFrames({ sight, boxes, dragged, ...dragging }: ContextFramesProps) {
  const selectedIds = useDesigner((state) => state.selectedContextIds)
  const [focusedId, setFocusedId] = useState<string | null>(null)
  const frames = useFrames(sight, dragged, focusedId)
  const stable = useStable(dragging)
  const targetIds = useMemo(() => targetsOf(dragged, boxes), [dragged, boxes])
  return (
    <ViewportPortal>
      {frames.map(([id, context]) => (
        <ContextFrame
          key={id}
          contextId={id}
          context={context}
          place={dragged.get(canvasIds.context(id)) ?? context}
          selected={selectedIds.includes(id)}
          isTarget={targetIds.has(id)}
          onFocus={setFocusedId}
          {...stable}
        />
      ))}
    </ViewportPortal>
  )
}

/** What somebody is at stays, wherever it lies. */
function useFrames(
  sight: Sight,
  dragged: ContextFramesProps['dragged'],
  focusedId: string | null,
): Frames {
  const contexts = useDesigner((state) => state.topology.layout.contexts)
  const selectedIds = useDesigner((state) => state.selectedContextIds)
  const renamingId = useDesigner((state) => state.renamingNodeId)
  return useMemo(() => {
    const draggedIds = idsOfKind([...dragged.keys()], 'context')
    const renamed = renamingId === null ? [] : idsOfKind([renamingId], 'context')
    const focused = focusedId === null ? [] : [focusedId]
    const kept = new Set([...selectedIds, ...draggedIds, ...renamed, ...focused])
    return framesInSight(contexts, sight, kept)
  }, [contexts, sight, selectedIds, dragged, renamingId, focusedId])
}

/** The same functions always, so that frames which stay are not drawn anew while a node is dragged. */
function useStable(dragging: Dragging): Dragging {
  const newest = useRef(dragging)
  useEffect(() => {
    newest.current = dragging
  })
  const [stable] = useState(
    (): Dragging => ({
      onGrab: (event) => newest.current.onGrab(event),
      onDrag: (contextId, position) => newest.current.onDrag(contextId, position),
      onDrop: (event) => newest.current.onDrop(event),
    }),
  )
  return stable
}

/** The frames that what is being dragged would join, or stay in. */
function targetsOf(
  dragged: ContextFramesProps['dragged'],
  boxes: ContextFramesProps['boxes'],
): ReadonlySet<string> {
  const ids = [...dragged.keys()]
  // A frame that moves takes its members along; nothing joins it on the way.
  if (ids.some((id) => thingOf(id).kind === 'context')) return NONE
  const { topology } = designerStore.getState()
  const found = ids.flatMap((id) => {
    const box = boxes.get(id)
    return box ? (contextAt(topology, centreOf(box)) ?? []) : []
  })
  return new Set(found)
}

const NONE: ReadonlySet<string> = new Set()
