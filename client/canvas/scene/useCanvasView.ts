import { useEffect } from 'react'
import { useReactFlow, useStoreApi } from 'reactflow'
import { showCanvasView } from './canvasView.ts'

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
    return showCanvasView({ placeAt, middle })
  }, [flow, store])
}

const UNSNAPPED = { snapToGrid: false }
