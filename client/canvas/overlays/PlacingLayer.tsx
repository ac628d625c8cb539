import { type PointerEvent, useEffect, useRef } from 'react'
import { useReactFlow } from 'reactflow'
import { useDesigner } from '../../store/designerStore.ts'
import { nodeKinds } from '../../store/nodeKinds.ts'
import type { NodeKind } from '../../store/viewSlice.ts'
import { Icon } from '../../ui/Icon.tsx'
import { newNodeSize } from '../interaction/placement.ts'
import type { Adding } from '../interaction/useAdding.ts'

/** While something chosen from the palette waits for its place: a ghost follows the pointer. */
export function PlacingLayer({ adding }: { readonly adding: Adding }) {
  const placing = useDesigner((state) => state.placing)
  return placing ? <Ghost kind={placing.kind} adding={adding} /> : null
}

function Ghost({ kind, adding }: { readonly kind: NodeKind; readonly adding: Adding }) {
  const ref = useRef<HTMLDivElement>(null)
  const { getZoom } = useReactFlow()
  usePlaceOnEnter(kind, adding)
  const { width, height } = newNodeSize(kind)
  const follow = (event: PointerEvent<HTMLDivElement>) => {
    const ghost = ref.current
    if (!ghost) return
    const { left, top } = event.currentTarget.getBoundingClientRect()
    ghost.style.opacity = '1'
    ghost.style.transform = `translate(${event.clientX - left}px, ${event.clientY - top}px) scale(${getZoom()}) translate(-50%, -50%)`
  }
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Enter places too, wherever the focus is
    // biome-ignore lint/a11y/noStaticElementInteractions: it only takes the pointer for a moment
    <div
      className="placing-layer"
      onPointerMove={follow}
      onClick={(event) => adding.placeAt(kind, { x: event.clientX, y: event.clientY })}
    >
      <div ref={ref} className="placing-ghost" style={{ width, height }} data-kind={kind}>
        <Icon name={kind} size={16} />
        {nodeKinds[kind].label}
      </div>
      <p className="placing-hint" role="status">
        Click where it should stand, or press Enter for the middle. Esc lets go.
      </p>
    </div>
  )
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
