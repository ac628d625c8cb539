import { useMemo } from 'react'
import { entriesById } from '#shared/lib/entries.ts'
import { contextAt } from '#shared/topology/contextMembers.ts'
import { centreOf } from '#shared/topology/rectangles.ts'
import type { Position } from '#shared/topology/topology.ts'
import { canvasIds, thingOf } from '../../store/canvasIds.ts'
import { designerStore, useDesigner } from '../../store/designerStore.ts'
import { ViewportPortal } from '../FlowPortals.tsx'
import type { Box } from '../geometry.ts'
import { ContextFrame } from './ContextFrame.tsx'

interface ContextFramesProps {
  readonly boxes: ReadonlyMap<string, Box>
  /** Where things are that are being dragged. */
  readonly dragged: ReadonlyMap<string, Position>
  readonly onGrab: (event: { readonly altKey: boolean }) => void
  readonly onDrag: (contextId: string, position: Position) => void
  readonly onDrop: (event: { readonly altKey: boolean }) => void
}

/** Bounded contexts: dashed frames behind everything, in the drawing's own coordinates. */
export function ContextFrames({ boxes, dragged, onGrab, onDrag, onDrop }: ContextFramesProps) {
  const contexts = useDesigner((state) => state.topology.layout.contexts)
  const selectedIds = useDesigner((state) => state.selectedContextIds)
  const targetIds = useMemo(() => targetsOf(dragged, boxes), [dragged, boxes])
  return (
    <ViewportPortal>
      {entriesById(contexts).map(([id, context]) =>
        context.collapsed === true ? null : (
          <ContextFrame
            key={id}
            contextId={id}
            context={context}
            place={dragged.get(canvasIds.context(id)) ?? context}
            selected={selectedIds.includes(id)}
            isTarget={targetIds.has(id)}
            onGrab={onGrab}
            onDrag={onDrag}
            onDrop={onDrop}
          />
        ),
      )}
    </ViewportPortal>
  )
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
