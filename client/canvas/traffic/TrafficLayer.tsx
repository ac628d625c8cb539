import { useEffect, useState } from 'react'
import { useStoreApi } from 'reactflow'
import { designerStore } from '../../store/designerStore.ts'
import { live } from '../../store/live/liveStore.ts'
import { ViewportPortal } from '../FlowPortals.tsx'
import { livePainters } from '../live/livePainters.ts'
import { watchTheme } from '../watchTheme.ts'
import { watchPointer } from './markPointer.ts'
import { NodeGround } from './NodeGround.tsx'
import { pace } from './pace.ts'
import type { Quality } from './quality.ts'
import { qualityStore } from './qualityStore.ts'
import { followStory } from './storyPath.ts'
import { TrafficLoop } from './trafficLoop.ts'
import type { TrafficModel } from './trafficModel.ts'
import { TrafficPainter, type Transform } from './trafficPainter.ts'

interface TrafficLayerProps {
  readonly model: TrafficModel
  /** The person asked for less motion: ways are shown, and nothing moves along them. */
  readonly still: boolean
}

/** One canvas above the edges and below the nodes. It carries no information of its own. */
export function TrafficLayer({ model, still }: TrafficLayerProps) {
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
    const loop = new TrafficLoop({ model, painter, live, view, pace, still, onQuality })
    const { domNode: pane } = flow.getState()
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
      followStory(model, live, () => loop.wake()),
      ...(pane ? [watchPointer(pane, model, () => flow.getState().transform)] : []),
    ]
    pinToView(canvas, flow.getState().transform)
    loop.start()
    return () => {
      onQuality('full')
      loop.stop()
      for (const stop of unwatch) stop()
    }
  }, [model, flow, canvas, still])
  return (
    <ViewportPortal>
      <canvas ref={setCanvas} className="traffic" aria-hidden />
      <NodeGround />
    </ViewportPortal>
  )
}

/** The canvas lies inside what pans and zooms, but covers the view: it undoes the transform. */
function pinToView(canvas: HTMLCanvasElement, [x, y, zoom]: Transform): void {
  canvas.style.transform = `scale(${1 / zoom}) translate(${-x}px, ${-y}px)`
}

function onQuality(quality: Quality): void {
  qualityStore.setState({ quality })
  livePainters.slowDown(quality === 'slowerFigures' || quality === 'noMarks')
}

function watchVisibility(onChange: () => void): () => void {
  document.addEventListener('visibilitychange', onChange)
  return () => document.removeEventListener('visibilitychange', onChange)
}
