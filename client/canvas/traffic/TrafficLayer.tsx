import { useEffect, useState } from 'react'
import { useStoreApi, ViewportPortal } from 'reactflow'
import { designerStore } from '../../store/designerStore.ts'
import { live } from '../../store/live/liveStore.ts'
import { pace } from './pace.ts'
import { TrafficLoop } from './trafficLoop.ts'
import type { TrafficModel } from './trafficModel.ts'
import { TrafficPainter, type Transform } from './trafficPainter.ts'

/** One canvas above the edges and below the nodes. It carries no information of its own. */
export function TrafficLayer({ model }: { readonly model: TrafficModel }) {
  // A portal's element comes later than the first effect, so it is state.
  const [canvas, setCanvas] = useState<HTMLCanvasElement | null>(null)
  const flow = useStoreApi()
  useEffect(() => {
    if (!canvas) return
    const painter = new TrafficPainter(canvas)
    const view = () => {
      const { transform, width, height } = flow.getState()
      return { transform, width, height }
    }
    const loop = new TrafficLoop({ model, painter, live, view, pace })
    const unwatch = [
      flow.subscribe(({ transform }, previous) => {
        if (transform === previous.transform) return
        pinToView(canvas, transform)
        loop.wake()
      }),
      designerStore.subscribe((state, previous) => {
        if (state.run !== previous.run || state.topology !== previous.topology) loop.wake()
      }),
      watchTheme(() => {
        painter.readColours()
        loop.wake()
      }),
      watchVisibility(() => loop.wake()),
    ]
    pinToView(canvas, flow.getState().transform)
    loop.start()
    return () => {
      loop.stop()
      for (const stop of unwatch) stop()
    }
  }, [model, flow, canvas])
  return (
    <ViewportPortal>
      <canvas ref={setCanvas} className="traffic" aria-hidden />
    </ViewportPortal>
  )
}

/** The canvas lies inside what pans and zooms, but covers the view: it undoes the transform. */
function pinToView(canvas: HTMLCanvasElement, [x, y, zoom]: Transform): void {
  canvas.style.transform = `scale(${1 / zoom}) translate(${-x}px, ${-y}px)`
}

function watchTheme(onChange: () => void): () => void {
  const observer = new MutationObserver(onChange)
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  return () => observer.disconnect()
}

function watchVisibility(onChange: () => void): () => void {
  document.addEventListener('visibilitychange', onChange)
  return () => document.removeEventListener('visibilitychange', onChange)
}
