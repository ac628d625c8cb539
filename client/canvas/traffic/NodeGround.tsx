import { useEffect, useRef } from 'react'
import { useStoreApi } from 'reactflow'
import type { Box } from '../geometry.ts'
import { areaAfter } from '../overview/sight.ts'

/**
 * Nothing to see: what all nodes in view lie on. Whatever lies above the canvas of the marks has to be put
 * together apart from what lies below. With a ground that reaches under all of them, the browser takes the
 * nodes together as one part; without, each is a part of its own, in every frame that something moves.
 */
export function NodeGround() {
  const ref = useRef<HTMLDivElement>(null)
  const flow = useStoreApi()
  useEffect(() => {
    let area: Box | null = null
    const follow = () => {
      const next = areaAfter(area, flow.getState())
      if (next !== area && ref.current) layOut(ref.current, next)
      area = next
    }
    follow()
    return flow.subscribe((state, previous) => {
      if (state.transform !== previous.transform || state.width !== previous.width) follow()
    })
  }, [flow])
  return <div ref={ref} className="node-ground" aria-hidden />
}

/** In the drawing's coordinates: it moves along with the nodes, and need not be painted again. */
function layOut({ style }: HTMLElement, { x, y, width, height }: Box): void {
  style.transform = `translate(${x}px, ${y}px)`
  style.width = `${width}px`
  style.height = `${height}px`
}
