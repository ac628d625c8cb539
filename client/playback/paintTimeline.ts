import type { RunState } from '#shared/protocol/protocol.ts'
import type { Marker } from './markers.ts'
import { type Band, faultBands, grouped, timelineSpanNs } from './timeline.ts'

export interface TimelineContent {
  readonly nowNs: number
  /** How far the run is recorded: after `nowNs` when it has gone back. */
  readonly untilNs: number
  readonly bucketNs: number
  readonly published: readonly number[]
  readonly trouble: readonly number[]
  readonly run: RunState | null
  readonly breakdowns: readonly Band[]
  readonly markers: readonly Marker[]
}

export interface Surface {
  readonly context: CanvasRenderingContext2D
  readonly width: number
  readonly height: number
  readonly colour: (token: string) => string
}

/** The line that the area stands on. */
const BASE = 2

/** What is recorded for later is there, and has not happened yet. */
const LATER_OPACITY = 0.4

export function paintTimeline(surface: Surface, content: TimelineContent): void {
  const { context, width, height, colour } = surface
  const spanNs = timelineSpanNs(content.untilNs)
  const xAt = (ns: number) => (ns / spanNs) * width
  context.clearRect(0, 0, width, height)
  context.fillStyle = colour('line-strong')
  context.fillRect(0, height - BASE, width, 1)
  const nowX = xAt(content.nowNs)
  paintRecorded(surface, content, { xAt, fromX: 0, toX: nowX, opacity: 1 })
  paintRecorded(surface, content, { xAt, fromX: nowX, toX: width, opacity: LATER_OPACITY })
  paintCheckpoints(surface, content, xAt)
  for (const marker of content.markers) paintMarker(surface, marker, xAt(marker.atNs))
  paintPlayhead(surface, nowX)
}

interface Part {
  readonly xAt: XAt
  readonly fromX: number
  readonly toX: number
  readonly opacity: number
}

function paintRecorded(surface: Surface, content: TimelineContent, part: Part): void {
  const { context, height } = surface
  const { xAt, fromX, toX, opacity } = part
  if (toX <= fromX) return
  context.save()
  context.beginPath()
  context.rect(fromX, 0, toX - fromX, height)
  context.clip()
  if (content.run) paintFaults(surface, faultBands(content.run, content.untilNs), part)
  paintBreakdowns(surface, content.breakdowns, part)
  paintArea(surface, content, part)
  context.globalAlpha = opacity
  paintEdits(surface, content, xAt)
  context.restore()
}

/** From these, other moments are soon reached. */
function paintCheckpoints(
  { context, height, colour }: Surface,
  { run }: TimelineContent,
  xAt: XAt,
) {
  context.fillStyle = colour('t3')
  for (const atNs of run?.checkpointsNs ?? [])
    context.fillRect(Math.round(xAt(atNs)), height - BASE, 1, BASE)
}

type XAt = (ns: number) => number

function paintFaults(
  { context, height, colour }: Surface,
  bands: readonly Band[],
  { xAt, opacity }: Part,
) {
  for (const { fromNs, toNs } of bands) {
    const from = xAt(fromNs)
    context.fillStyle = colour('warn')
    context.globalAlpha = 0.16 * opacity
    context.fillRect(from, 2, Math.max(1, xAt(toNs) - from), height - BASE - 2)
    context.globalAlpha = opacity
    context.fillRect(from, 2, 1, height - BASE - 2)
  }
}

/** Along the top, where they leave the faults that somebody began to be seen. */
function paintBreakdowns(
  { context, colour }: Surface,
  bands: readonly Band[],
  { xAt, opacity }: Part,
) {
  context.fillStyle = colour('warn')
  context.globalAlpha = opacity
  for (const { fromNs, toNs } of bands) {
    const from = xAt(fromNs)
    context.fillRect(from, 2, Math.max(1, xAt(toNs) - from), 2)
  }
  context.globalAlpha = 1
}

/** A notch in the line that the area stands on. */
function paintGap(
  { context, height, colour }: Pick<Surface, 'context' | 'height' | 'colour'>,
  x: number,
) {
  context.fillStyle = colour('warn')
  context.fillRect(x - 1, height - BASE - 1, 2, BASE + 1)
}

/** Half of how wide a marker is, in pixels. */
const MARKER_HALF = 3.5

/** A pause at a breakpoint is a triangle that points down, a bound a square: on a line each. */
function paintMarker({ context, height, colour }: Surface, { kind }: Marker, x: number): void {
  if (kind === 'gap') paintGap({ context, height, colour }, x)
  if (kind !== 'breakpoint' && kind !== 'bound') return
  context.fillStyle = colour(kind === 'bound' ? 'err' : 'accent')
  context.fillRect(x - 0.5, 0, 1, height - BASE)
  context.beginPath()
  if (kind === 'bound')
    context.rect(x - MARKER_HALF + 0.5, 0, 2 * MARKER_HALF - 1, 2 * MARKER_HALF - 1)
  else {
    context.moveTo(x - MARKER_HALF, 0)
    context.lineTo(x + MARKER_HALF, 0)
    context.lineTo(x, 2 * MARKER_HALF - 1)
  }
  context.fill()
}

/** The narrowest step of the area, in pixels and in time: frames come ten times a second. */
const STEP_MIN = 3
const STEP_MIN_NS = 500e6

function paintArea(surface: Surface, content: TimelineContent, { xAt, opacity }: Part): void {
  const { published, trouble, bucketNs, untilNs } = content
  const nsPerPixel = timelineSpanNs(untilNs) / surface.width
  const size = Math.max(1, Math.ceil(Math.max(STEP_MIN * nsPerPixel, STEP_MIN_NS) / bucketNs))
  // The bucket of the moment is not full yet: it would look like a slump.
  const full = Math.floor(untilNs / bucketNs)
  const flow = grouped(published.slice(0, full), size)
  const failing = grouped(trouble.slice(0, full), size)
  const highest = Math.max(...flow, ...failing, 1)
  const stepNs = bucketNs * size
  const shape = { highest, xAt: (step: number) => xAt(step * stepNs) }
  paintSteps(surface, flow, { ...shape, token: 'accent', opacity: 0.32 * opacity, leastHeight: 0 })
  paintSteps(surface, failing, { ...shape, token: 'err', opacity: 0.75 * opacity, leastHeight: 1 })
}

interface StepShape {
  readonly highest: number
  readonly xAt: (step: number) => number
  readonly token: string
  readonly opacity: number
  /** What is there can be seen, however little it is. */
  readonly leastHeight: number
}

function paintSteps(surface: Surface, counts: readonly number[], shape: StepShape): void {
  const { context, height, colour } = surface
  const floor = height - BASE
  const room = floor - 5
  context.globalAlpha = shape.opacity
  context.fillStyle = colour(shape.token)
  counts.forEach((count, step) => {
    if (count === 0) return
    const barHeight = Math.max(shape.leastHeight, (count / shape.highest) * room)
    const from = shape.xAt(step)
    context.fillRect(from, floor - barHeight, shape.xAt(step + 1) - from, barHeight)
  })
  context.globalAlpha = 1
}

function paintEdits({ context, colour }: Surface, { run }: TimelineContent, xAt: XAt): void {
  context.fillStyle = colour('t3')
  for (const { kind, atNs } of run?.commands ?? []) {
    if (kind === 'edit' || kind === 'operation') context.fillRect(Math.round(xAt(atNs)), 0, 1, 4)
  }
}

function paintPlayhead({ context, height, colour }: Surface, x: number): void {
  context.fillStyle = colour('t1')
  context.fillRect(x - 0.75, 0, 1.5, height)
  context.beginPath()
  context.arc(x, 3, 3, 0, Math.PI * 2)
  context.fill()
}
