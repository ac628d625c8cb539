import { useEffect, useRef } from 'react'
import { useReactFlow } from 'reactflow'
import { useDesigner } from '../../store/designerStore.ts'
import { isNodeKind, nodeKinds } from '../../store/nodeKinds.ts'
import type { NodeKind } from '../../store/viewSlice.ts'
import { Icon } from '../../ui/Icon.tsx'
import type { ScreenPoint } from '../interaction/canvasStore.ts'
import { newNodeSize } from '../interaction/placement.ts'
import { hideGuides } from '../interaction/snappedPlace.ts'
import { leaveSplice } from '../interaction/splicing.ts'
import type { Adding } from '../interaction/useAdding.ts'

/** While something from the palette waits for its place, or is dragged there: a ghost follows the pointer. */
export function PlacingLayer({ adding }: { readonly adding: Adding }) {
  const placing = useDesigner((state) => state.placing)
  if (!placing || !isNodeKind(placing.kind)) return null
  return <Ghost kind={placing.kind} isHeld={placing.isHeld === true} adding={adding} />
}

interface GhostProps {
  readonly kind: NodeKind
  readonly isHeld: boolean
  readonly adding: Adding
}

function Ghost({ kind, isHeld, adding }: GhostProps) {
  const layer = useRef<HTMLDivElement>(null)
  const ghost = useRef<HTMLDivElement>(null)
  useFollow({ layer, ghost }, (at) => adding.hoverAt(kind, at))
  usePlaceOnEnter(kind, adding)
  const { width, height } = newNodeSize(kind)
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Enter places too, wherever the focus is
    // biome-ignore lint/a11y/noStaticElementInteractions: it only takes the pointer for a moment
    <div
      ref={layer}
      className="placing-layer"
      data-held={isHeld || undefined}
      onClick={(event) => adding.placeAt(kind, { x: event.clientX, y: event.clientY })}
    >
      <div ref={ghost} className="placing-ghost" style={{ width, height }} data-kind={kind}>
        <Icon name={kind} size={16} />
        {nodeKinds[kind].label}
      </div>
      <p className="placing-hint" role="status">
        {isHeld
          ? 'Let go where it should stand; on an edge, it is put between. Esc lets go.'
          : 'Click where it should stand, or press Enter for the middle. Esc lets go.'}
      </p>
    </div>
  )
}

interface Parts {
  readonly layer: React.RefObject<HTMLDivElement | null>
  readonly ghost: React.RefObject<HTMLDivElement | null>
}

/** Past React: the pointer moves more often than anything needs to be drawn. */
function useFollow({ layer, ghost }: Parts, placeFor: (at: ScreenPoint) => ScreenPoint): void {
  const { getZoom } = useReactFlow()
  const newest = useRef(placeFor)
  useEffect(() => {
    newest.current = placeFor
  })
  useEffect(() => {
    const follow = ({ clientX, clientY }: PointerEvent) => {
      if (!layer.current || !ghost.current) return
      const { left, top } = layer.current.getBoundingClientRect()
      const { x, y } = newest.current({ x: clientX, y: clientY })
      ghost.current.style.opacity = '1'
      ghost.current.style.transform = `translate(${x - left}px, ${y - top}px) scale(${getZoom()}) translate(-50%, -50%)`
    }
    window.addEventListener('pointermove', follow)
    return () => {
      window.removeEventListener('pointermove', follow)
      leaveSplice()
      hideGuides()
    }
  }, [layer, ghost, getZoom])
}

function usePlaceOnEnter(kind: NodeKind, { placeInMiddle }: Adding): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || event.repeat) return
      // The palette's button has the focus still, and would choose again.
      event.preventDefault()
      event.stopPropagation()
      placeInMiddle(kind)
    }
    window.addEventListener('keydown', onKeyDown, { capture: true })
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true })
  })
}
