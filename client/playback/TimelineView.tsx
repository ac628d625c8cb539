import { type MouseEvent, useEffect, useRef } from 'react'
import { formatClock } from '#shared/lib/units.ts'
import { designerStore, useDesigner } from '../store/designerStore.ts'
import { live } from '../store/live/liveStore.ts'
import { virtualNowNs } from './Clock.tsx'
import { paintTimeline, type Surface } from './paintTimeline.ts'
import { timelineSpanNs } from './timeline.ts'
import { runUntil } from './transport.ts'

/** Throughput, trouble, faults and edits since the start. A click ahead of the playhead runs until there. */
export function TimelineView() {
  const canvas = useRef<HTMLCanvasElement>(null)
  const isReady = useDesigner(({ run }) => run !== null && run.status !== 'held')
  useEffect(() => {
    let due = 0
    const paint = () => {
      due = 0
      if (canvas.current) paintOn(canvas.current)
    }
    const request = () => {
      if (due === 0) due = requestAnimationFrame(paint)
    }
    request()
    const stopFrames = live.subscribeFrames(request)
    const stopStore = designerStore.subscribe((state, previous) => {
      if (state.run !== previous.run || state.theme !== previous.theme) request()
    })
    const themes = new MutationObserver(request)
    themes.observe(document.documentElement, { attributeFilter: ['data-theme'] })
    return () => {
      cancelAnimationFrame(due)
      stopFrames()
      stopStore()
      themes.disconnect()
    }
  }, [])

  /** A run stops at whole milliseconds only. */
  const pointedNs = ({ clientX, currentTarget }: MouseEvent<HTMLElement>) => {
    const { left, width } = currentTarget.getBoundingClientRect()
    const ns = ((clientX - left) / width) * timelineSpanNs(virtualNowNs())
    return Math.round(ns / 1e6) * 1e6
  }
  return (
    <button
      type="button"
      className="playback-timeline"
      aria-label="Timeline: throughput, trouble, faults and edits since the start"
      disabled={!isReady}
      onMouseMove={(event) => {
        const ns = pointedNs(event)
        const isAhead = ns > virtualNowNs()
        event.currentTarget.title = isAhead ? `Run until ${formatClock(ns)}` : formatClock(ns)
      }}
      onClick={(event) => {
        const ns = pointedNs(event)
        // Pressed by keyboard, there is no place that was meant.
        if (event.detail > 0 && ns > virtualNowNs()) void runUntil(ns / 1e6)
      }}
    >
      <canvas ref={canvas} aria-hidden />
    </button>
  )
}

function paintOn(canvas: HTMLCanvasElement): void {
  const context = canvas.getContext('2d')
  if (!context) return
  const { clientWidth: width, clientHeight: height } = canvas
  const scale = window.devicePixelRatio || 1
  if (canvas.width !== Math.round(width * scale)) {
    canvas.width = Math.round(width * scale)
    canvas.height = Math.round(height * scale)
  }
  context.setTransform(scale, 0, 0, scale, 0, 0)
  const style = getComputedStyle(document.documentElement)
  const surface: Surface = {
    context,
    width,
    height,
    colour: (token) => style.getPropertyValue(`--${token}`),
  }
  const { bucketNs, published, trouble } = live.timeline
  const { run } = designerStore.getState()
  paintTimeline(surface, { nowNs: virtualNowNs(), bucketNs, published, trouble, run })
}
