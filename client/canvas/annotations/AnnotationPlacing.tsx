import { type PointerEvent, useEffect, useRef, useState } from 'react'
import { useReactFlow } from 'reactflow'
import { useDesigner } from '../../store/designerStore.ts'
import type { AnnotationKind } from '../../store/viewSlice.ts'
import { placeAnnotation, placeInMiddle } from './placeAnnotation.ts'

/** While a frame or a note waits for its place: click, or draw a rectangle. */
export function AnnotationPlacing() {
  const placing = useDesigner((state) => state.placing)
  if (placing?.kind !== 'context' && placing?.kind !== 'note') return null
  return <Layer kind={placing.kind} isHeld={placing.isHeld === true} />
}

interface LayerProps {
  readonly kind: AnnotationKind
  /** Dragged from the palette: to be let go. */
  readonly isHeld: boolean
}

interface Stretch {
  readonly from: Point
  readonly to: Point
}

interface Point {
  readonly x: number
  readonly y: number
}

const HINTS = {
  context: 'Drag out a frame, click for an empty one, or press Enter for the middle. Esc lets go.',
  note: 'Click where the note should stand, or press Enter for the middle. Esc lets go.',
} as const satisfies { [Kind in AnnotationKind]: string }

function Layer({ kind, isHeld }: LayerProps) {
  const flow = useReactFlow()
  const [stretch, setStretch] = useState<Stretch | null>(null)
  const layer = useRef<HTMLDivElement>(null)
  usePlaceOnEnter(() => placeInMiddle(kind, flow))
  usePlaceOnRelease(isHeld, (at) => placeAnnotation(kind, flow, { from: at, to: at }))
  const pointOf = (event: PointerEvent): Point => ({ x: event.clientX, y: event.clientY })
  return (
    <div
      ref={layer}
      className="placing-layer"
      data-held={isHeld || undefined}
      onPointerDown={(event) => {
        if (event.button !== 0) return
        event.currentTarget.setPointerCapture(event.pointerId)
        setStretch({ from: pointOf(event), to: pointOf(event) })
      }}
      onPointerMove={(event) => {
        if (stretch) setStretch({ from: stretch.from, to: pointOf(event) })
      }}
      onPointerUp={(event) => {
        if (stretch) placeAnnotation(kind, flow, { from: stretch.from, to: pointOf(event) })
      }}
    >
      {stretch && kind === 'context' ? (
        <div
          className="annotation-placing"
          data-kind={kind}
          style={stretchStyle(stretch, layer.current)}
        />
      ) : null}
      <p className="placing-hint" role="status">
        {HINTS[kind]}
      </p>
    </div>
  )
}

function stretchStyle({ from, to }: Stretch, layer: HTMLElement | null) {
  const { left = 0, top = 0 } = layer?.getBoundingClientRect() ?? {}
  return {
    left: Math.min(from.x, to.x) - left,
    top: Math.min(from.y, to.y) - top,
    width: Math.abs(to.x - from.x),
    height: Math.abs(to.y - from.y),
  }
}

function usePlaceOnEnter(place: () => void): void {
  const newest = useRef(place)
  useEffect(() => {
    newest.current = place
  })
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || event.repeat) return
      // The palette's button has the focus still, and would choose again.
      event.preventDefault()
      event.stopPropagation()
      newest.current()
    }
    window.addEventListener('keydown', onKeyDown, { capture: true })
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true })
  }, [])
}

/** The pointer came down on the palette, so the release does not belong to the layer. */
function usePlaceOnRelease(isHeld: boolean, place: (at: Point) => void): void {
  const newest = useRef(place)
  useEffect(() => {
    newest.current = place
  })
  useEffect(() => {
    if (!isHeld) return
    const onRelease = ({ clientX, clientY }: globalThis.PointerEvent) => {
      const at = { x: clientX, y: clientY }
      const isOver = document.elementFromPoint(at.x, at.y)?.closest('.canvas') != null
      if (isOver) newest.current(at)
    }
    window.addEventListener('pointerup', onRelease, { capture: true })
    return () => window.removeEventListener('pointerup', onRelease, { capture: true })
  }, [isHeld])
}
