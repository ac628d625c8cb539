import { type PointerEvent, useRef } from 'react'
import { useReactFlow } from 'reactflow'
import type { Size } from '#shared/topology/nodeSizes.ts'
import type { Rectangle } from '#shared/topology/rectangles.ts'
import { useGivingUp } from '../guides/useGivingUp.ts'
import { gestureStore } from './gestureStore.ts'
import { HANDLES, type Handle, pulled } from './resize.ts'

interface ResizeHandlesProps {
  readonly canvasId: string
  readonly box: Rectangle
  readonly sizeMin: Size
  /** What becomes of the wish for a size. */
  readonly limited?: (wish: Rectangle) => Rectangle
  readonly onResized: (box: Rectangle) => void
}

interface Start {
  readonly x: number
  readonly y: number
  readonly box: Rectangle
}

/** At corners and sides; off the grid with Alt, given up by Esc. By keyboard, the inspector sets the size. */
export function ResizeHandles(props: ResizeHandlesProps) {
  const { canvasId, box, sizeMin, limited = (wish) => wish, onResized } = props
  const { screenToFlowPosition } = useReactFlow()
  const start = useRef<Start | null>(null)
  const givingUp = useGivingUp(() => gestureStore.setState({ resizing: null }))
  const pull = (handle: Handle, event: PointerEvent): Rectangle | null => {
    if (!start.current || givingUp.wasPressed) return null
    const at = screenToFlowPosition({ x: event.clientX, y: event.clientY }, { snapToGrid: false })
    const [dx, dy] = [at.x - start.current.x, at.y - start.current.y]
    const wish = { handle, dx, dy, sizeMin, snaps: !event.altKey }
    return limited(pulled(start.current.box, wish))
  }
  const begin = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return
    event.stopPropagation()
    event.currentTarget.setPointerCapture(event.pointerId)
    const at = screenToFlowPosition({ x: event.clientX, y: event.clientY }, { snapToGrid: false })
    start.current = { ...at, box }
    givingUp.begin()
  }
  const end = (finished: Rectangle | null) => {
    start.current = null
    gestureStore.setState({ resizing: null })
    givingUp.end()
    if (finished) onResized(finished)
  }
  return HANDLES.map((handle) => (
    <i
      key={handle}
      className="resize-handle nodrag nopan nokey"
      data-handle={handle}
      aria-hidden
      onPointerDown={begin}
      onPointerMove={(event) => {
        const next = pull(handle, event)
        if (next) gestureStore.setState({ resizing: { canvasId, box: next } })
      }}
      onPointerUp={(event) => {
        if (start.current) end(pull(handle, event))
      }}
      onPointerCancel={() => end(null)}
    />
  ))
}
