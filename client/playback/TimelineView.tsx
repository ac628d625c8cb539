import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { formatClock } from '#shared/lib/units.ts'
import { designerStore, useDesigner } from '../store/designerStore.ts'
import { live } from '../store/live/liveStore.ts'
import { virtualNowNs } from './Clock.tsx'
import { textsNear } from './markers.ts'
import { paintTimeline, type Surface } from './paintTimeline.ts'
import { Scrub } from './scrub.ts'
import { TimelineTip } from './TimelineTip.tsx'
import { keyedNs, timelineSpanNs } from './timeline.ts'
import { breakdownBands, currentMarkers, followBreakdowns, markerNews } from './timelineMarkers.ts'
import { rewind, runUntil } from './transport.ts'

/**
 * Throughput, trouble, faults and edits since the start, and the playhead. What is recorded is on show
 * wherever the playhead is dragged to; a press further on runs until there.
 */
export function TimelineView() {
  const track = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  /** Where the playhead is held, while it is not yet there. */
  const heldNs = useRef<number | null>(null)
  const [pointed, setPointed] = useState<number | null>(null)
  useEffect(followBreakdowns, [])
  const request = usePainting(() => {
    if (!canvas.current || !track.current) return
    paintOn(canvas.current, heldNs.current)
    describeOn(track.current, heldNs.current)
  })
  const scrub = useRef(new Scrub(async (ns) => rewind(ns / 1e6)))
  const isReady = useDesigner(
    ({ run, connected }) => run !== null && run.status !== 'held' && connected,
  )

  const hold = (ns: number | null) => {
    heldNs.current = ns
    request()
  }
  const show = async (ns: number) => {
    hold(ns)
    await scrub.current.to(ns)
    if (heldNs.current === ns) hold(null)
  }
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (!isReady || event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    const ns = pointedNs(event)
    if (ns <= recordedNs()) void show(ns)
    else if (isAhead(ns)) void runUntil(ns / 1e6)
  }
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const ns = pointedNs(event)
    setPointed(ns)
    const isDragged = event.currentTarget.hasPointerCapture(event.pointerId)
    if (isDragged && heldNs.current !== null) void show(Math.min(ns, recordedNs()))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const fromNs = heldNs.current ?? virtualNowNs()
    const ns = keyedNs(event, { fromNs, untilNs: recordedNs() })
    if (!isReady || ns === null) return
    event.preventDefault()
    void show(ns)
  }
  return (
    <div
      ref={track}
      className="playback-timeline"
      role="slider"
      tabIndex={isReady ? 0 : -1}
      aria-label="Timeline"
      aria-description="Throughput, trouble, faults and edits since the start"
      aria-valuemin={0}
      aria-valuenow={0}
      aria-disabled={!isReady}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerLeave={() => setPointed(null)}
      onKeyDown={onKeyDown}
    >
      <canvas ref={canvas} aria-hidden />
      {pointed !== null && isReady ? (
        <TimelineTip ns={pointed} nowNs={virtualNowNs()} untilNs={recordedNs()} />
      ) : null}
      <MarkerNews />
    </div>
  )
}

/** What was gone to by keys, for screen readers. */
function MarkerNews() {
  const text = useStore(markerNews, (news) => news.text)
  return (
    <span className="visually-hidden" aria-live="polite">
      {text}
    </span>
  )
}

/** Paints when something has changed, once a picture of the screen at most. */
function usePainting(paint: () => void): () => void {
  const newest = useRef(paint)
  newest.current = paint
  const due = useRef(0)
  const request = useRef(() => {
    if (due.current === 0)
      due.current = requestAnimationFrame(() => {
        due.current = 0
        newest.current()
      })
  }).current
  useEffect(() => {
    request()
    const stopFrames = live.subscribeFrames(request)
    const stopStore = designerStore.subscribe((state, previous) => {
      if (state.run !== previous.run || state.theme !== previous.theme) request()
    })
    const themes = new MutationObserver(request)
    themes.observe(document.documentElement, { attributeFilter: ['data-theme'] })
    return () => {
      cancelAnimationFrame(due.current)
      due.current = 0
      stopFrames()
      stopStore()
      themes.disconnect()
    }
  }, [request])
  return request
}

/** How far the run has come on its present way. */
function recordedNs(): number {
  return Math.max(virtualNowNs(), designerStore.getState().run?.recordedNs ?? 0)
}

function isAhead(ns: number): boolean {
  return ns > recordedNs()
}

/** A run stops at whole milliseconds only. */
function pointedNs({ clientX, currentTarget }: PointerEvent<HTMLElement>): number {
  const { left, width } = currentTarget.getBoundingClientRect()
  const ns = ((clientX - left) / width) * timelineSpanNs(recordedNs())
  return Math.max(0, Math.round(ns / 1e6) * 1e6)
}

function describeOn(track: HTMLElement, heldNs: number | null): void {
  const nowNs = heldNs ?? virtualNowNs()
  const untilNs = recordedNs()
  const text =
    nowNs < untilNs
      ? `${formatClock(nowNs)} of ${formatClock(untilNs)} recorded`
      : formatClock(nowNs)
  track.setAttribute('aria-valuemax', String(Math.round(untilNs / 1e6)))
  track.setAttribute('aria-valuenow', String(Math.round(nowNs / 1e6)))
  const near = textsNear(currentMarkers(untilNs), { ns: nowNs, withinNs: 1e6 })
  track.setAttribute('aria-valuetext', [text, ...near].join(', '))
}

function paintOn(canvas: HTMLCanvasElement, heldNs: number | null): void {
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
  const nowNs = heldNs ?? virtualNowNs()
  const untilNs = recordedNs()
  paintTimeline(surface, {
    nowNs,
    untilNs,
    bucketNs,
    published,
    trouble,
    run,
    breakdowns: breakdownBands(untilNs),
    markers: currentMarkers(untilNs),
  })
}
