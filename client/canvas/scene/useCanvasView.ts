import { useEffect } from 'react'
import { useReactFlow, useStoreApi } from 'reactflow'
import { type CanvasView, showCanvasView } from './canvasView.ts'

/** Lets the rest of the app ask where things are. */
export function useCanvasView(): void {
  const flow = useReactFlow()
  const store = useStoreApi()
  useEffect(() => {
    const placeAt = (x: number, y: number) => flow.screenToFlowPosition({ x, y }, UNSNAPPED)
    const middle = () => {
      const box = store.getState().domNode?.getBoundingClientRect()
      return box ? placeAt(box.x + box.width / 2, box.y + box.height / 2) : { x: 0, y: 0 }
    }
    let aim: Aim | null = null
    const zoom: CanvasView['zoom'] = (to) => {
      const { minZoom, maxZoom } = store.getState()
      const nowMs = performance.now()
      // Whoever presses again on the way means another step.
      const present = aim && nowMs < aim.untilMs ? aim.zoom : flow.getZoom()
      const wish = to === 'whole' ? 1 : to === 'in' ? present * STEP : present / STEP
      const next = Math.min(maxZoom, Math.max(minZoom, wish))
      const own = { zoom: next, untilMs: nowMs + UNDERWAY_MAX_MS }
      aim = own
      void flow.zoomTo(next, GLIDE).then(() => {
        if (aim === own) aim = null
      })
    }
    return showCanvasView({ placeAt, middle, zoom })
  }, [flow, store])
}

interface Aim {
  readonly zoom: number
  readonly untilMs: number
}

const GLIDE = { duration: 120 }
/** A busy page glides for longer; a glide that the person breaks off never says that it has ended. */
const UNDERWAY_MAX_MS = 1000
const STEP = 1.2
const UNSNAPPED = { snapToGrid: false }
