import { memo } from 'react'
import { resizeContext, resizedFrame } from '#shared/topology/contexts.ts'
import type { Context } from '#shared/topology/layout.ts'
import { GRID } from '#shared/topology/nodeSizes.ts'
import type { Position } from '#shared/topology/topology.ts'
import { canvasIds } from '../../store/canvasIds.ts'
import { designerStore, useDesigner } from '../../store/designerStore.ts'
import { IconButton } from '../../ui/Button.tsx'
import { useResizing } from '../annotations/gestureStore.ts'
import { ResizeHandles } from '../annotations/ResizeHandles.tsx'
import { ContextName } from './ContextName.tsx'
import { foldContext } from './folding.ts'
import { type FrameDrag, useFrameDrag } from './useFrameDrag.ts'
import { useFrameKeys } from './useFrameKeys.ts'

interface ContextFrameProps extends FrameDrag {
  readonly context: Context
  /** Where it is right now. */
  readonly place: Position
  readonly selected: boolean
  readonly isTarget: boolean
  readonly onFocus: (contextId: string) => void
}

const SIZE_MIN = { width: 6 * GRID, height: 4 * GRID }
const SIDES = ['top', 'right', 'bottom', 'left'] as const

/** Taken by its name or its border; what lies inside is not covered by it. */
export const ContextFrame = memo(function ContextFrame(props: ContextFrameProps) {
  const { contextId, context, place, selected, isTarget } = props
  const canvasId = canvasIds.context(contextId)
  const { x, y, width, height } = useResizing(canvasId) ?? { ...context, x: place.x, y: place.y }
  const renaming = useDesigner((state) => state.renamingNodeId === canvasId)
  const grip = useFrameDrag(props)
  const onKeyDown = useFrameKeys(contextId)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would take the pointer inside
    <div
      className="context-frame"
      role="group"
      aria-label={`Context ${context.name}`}
      data-context={contextId}
      data-selected={selected || undefined}
      data-target={isTarget || undefined}
      tabIndex={-1}
      onKeyDown={onKeyDown}
      onFocus={() => props.onFocus(contextId)}
      style={{ transform: `translate(${x}px, ${y}px)`, width, height }}
    >
      {SIDES.map((side) => (
        <i key={side} className="context-border" data-side={side} aria-hidden {...grip} />
      ))}
      <div className="context-title" data-rename={canvasId} {...(renaming ? {} : grip)}>
        <IconButton
          className="context-fold"
          icon="chevron"
          iconSize={13}
          label={`Collapse ${context.name}`}
          tabIndex={-1}
          onPointerDown={(event) => event.stopPropagation()}
          onDoubleClick={(event) => event.stopPropagation()}
          onClick={() => foldContext(contextId)}
        />
        <ContextName contextId={contextId} name={context.name} />
      </div>
      {selected ? (
        <ResizeHandles
          canvasId={canvasId}
          box={context}
          sizeMin={SIZE_MIN}
          limited={(wish) => resizedFrame(designerStore.getState().topology, contextId, wish)}
          onResized={(box) => {
            const { topology, edit } = designerStore.getState()
            edit(resizeContext(topology, contextId, box))
          }}
        />
      ) : null}
    </div>
  )
})
