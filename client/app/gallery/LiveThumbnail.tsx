// A drawing in miniature in which a few marks travel: what Millrace is about, before anything is opened.

import { useEffect, useRef } from 'react'
import type { Miniature } from '#shared/protocol/miniature.ts'
import { useReducedMotion } from '../../canvas/useReducedMotion.ts'
import { Thumbnail } from '../Thumbnail.tsx'
import { paintInTime } from './markLoop.ts'
import { boxOf, curveOf, depthsOf, pointOn } from './miniatureShape.ts'
import './liveThumbnail.css'

/** From one end of an edge to the other. */
const TRAVEL_MS = 1100
/** Between two marks of an edge. */
const EACH_MS = 2600
const RADIUS = 3

export function LiveThumbnail({ miniature }: { readonly miniature: Miniature }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const isStill = useReducedMotion()
  useEffect(() => {
    const element = canvas.current
    if (!element || isStill) return
    return paintWhileSeen(element, marksPainter(element, miniature))
  }, [miniature, isStill])
  return (
    <div className="live-thumbnail">
      <Thumbnail miniature={miniature} />
      {isStill ? null : <canvas ref={canvas} aria-hidden />}
    </div>
  )
}

function paintWhileSeen(element: Element, paint: (nowMs: number) => void): () => void {
  let stop: (() => void) | null = null
  const seen = new IntersectionObserver((entries) => {
    const isSeen = entries.at(-1)?.isIntersecting ?? false
    if (isSeen === (stop !== null)) return
    stop?.()
    stop = isSeen ? paintInTime(paint) : null
  })
  seen.observe(element)
  return () => {
    seen.disconnect()
    stop?.()
  }
}

function marksPainter(element: HTMLCanvasElement, miniature: Miniature) {
  const context = element.getContext('2d')
  const box = boxOf(miniature)
  const depths = depthsOf(miniature)
  const curves = miniature.edges.map((edge) => curveOf(miniature, edge))
  const isFailure = miniature.edges.map(({ kind }) => kind === 'deadLetter')
  const colors = themeColors()
  return (nowMs: number) => {
    if (!context) return
    const { clientWidth: width, clientHeight: height } = element
    resize(element, width, height)
    const ratio = devicePixelRatio
    const scale = Math.min(width / box.width, height / box.height)
    const left = (width - box.width * scale) / 2
    const top = (height - box.height * scale) / 2
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    context.clearRect(0, 0, width, height)
    const { usual, failed } = colors()
    curves.forEach((curve, index) => {
      // What goes wrong is rare.
      const every = isFailure[index] ? 3 : 1
      const share = shareAt(nowMs, depths[index] ?? 0, every)
      if (share === null) return
      const { x, y } = pointOn(curve, share)
      context.beginPath()
      context.arc(left + (x - box.x) * scale, top + (y - box.y) * scale, RADIUS, 0, 7)
      context.fillStyle = isFailure[index] ? failed : usual
      context.fill()
    })
  }
}

/** How far the mark of an edge has come; null: none is under way. */
function shareAt(nowMs: number, depth: number, every: number): number | null {
  const since = nowMs - depth * TRAVEL_MS
  const cycle = EACH_MS * every
  const along = (((since % cycle) + cycle) % cycle) / TRAVEL_MS
  return along <= 1 ? along : null
}

function resize(element: HTMLCanvasElement, width: number, height: number): void {
  const wide = Math.round(width * devicePixelRatio)
  const high = Math.round(height * devicePixelRatio)
  if (element.width !== wide) element.width = wide
  if (element.height !== high) element.height = high
}

/** Read anew only when the theme has changed: asking for styles is dear. */
function themeColors() {
  let theme: string | undefined
  let colors = { usual: '', failed: '' }
  return () => {
    const { dataset } = document.documentElement
    if (dataset.theme === theme) return colors
    theme = dataset.theme
    const style = getComputedStyle(document.documentElement)
    colors = { usual: style.getPropertyValue('--e1'), failed: style.getPropertyValue('--e5') }
    return colors
  }
}
