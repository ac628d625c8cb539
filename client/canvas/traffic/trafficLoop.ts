// The one animation loop of the canvas. It runs only while marks move: never for a paused run, a hidden
// page, a still drawing, or a person who asked for less motion.

import { SLOW_SPEED_MAX } from '#shared/protocol/frame.ts'
import type { LiveStore, Unsubscribe } from '../../store/live/liveStore.ts'
import type { Pace } from './pace.ts'
import { type Quality, QualityWatch } from './quality.ts'
import type { TrafficModel } from './trafficModel.ts'
import type { TrafficPainter, Transform } from './trafficPainter.ts'

interface Surroundings {
  readonly model: TrafficModel
  readonly painter: TrafficPainter
  readonly live: LiveStore
  readonly view: () => { transform: Transform; width: number; height: number }
  readonly pace: () => Pace
  readonly onQuality: (quality: Quality) => void
  /** Nothing moves: what would, is painted where it goes. */
  readonly still: boolean
}

/** Marks follow the speed of the run within what the eye can follow. */
const FACTOR_MIN = 0.4
const FACTOR_MAX = 5
/** How much faster marks travel and set out than at 1x. */
export function markPace(speed: number): number {
  return Math.min(FACTOR_MAX, Math.max(FACTOR_MIN, speed))
}

/** Seen from afar, marks creep: less than this, in pixels, and a frame would look like the one before. */
const PAINTED_PX = 0.25
/** After a hidden page, time has not passed for the marks. */
const FRAME_MAX_MS = 100
/** How many marks become one. */
const COARSENESS = { full: 1, fewerMarks: 2, slowerFigures: 4, noMarks: 8 } as const satisfies {
  [Q in Quality]: number
}

export class TrafficLoop {
  readonly #around: Surroundings
  #frame = 0
  #lastMs = 0
  /** How far marks have come since they were painted, in pixels; Infinity: something else has changed. */
  #unpaintedPx = Infinity
  readonly #watch = new QualityWatch()
  #wasRunning = false
  #unsubscribes: readonly Unsubscribe[] = []

  constructor(surroundings: Surroundings) {
    this.#around = surroundings
  }

  start(): void {
    const { live, model } = this.#around
    model.skipRows(live)
    this.#unsubscribes = [
      live.subscribe(() => this.#readRates()),
      live.subscribeFrames(() => this.#readRows()),
    ]
    this.wake()
  }

  stop(): void {
    for (const unsubscribe of this.#unsubscribes) unsubscribe()
    cancelAnimationFrame(this.#frame)
    this.#frame = 0
  }

  /** Something may have changed: paints once, and goes on while marks move. */
  wake(): void {
    this.#unpaintedPx = Infinity
    if (this.#frame !== 0) return
    this.#lastMs = performance.now()
    this.#frame = requestAnimationFrame(this.#tick)
  }

  readonly #tick = (nowMs: number): void => {
    const sinceLastMs = nowMs - this.#lastMs
    const elapsedMs = Math.min(FRAME_MAX_MS, Math.max(0, sinceLastMs))
    this.#lastMs = nowMs
    const moves = this.#moves()
    if (moves) this.#advance(elapsedMs * this.#factor())
    if (!moves || this.#unpaintedPx >= PAINTED_PX) this.#paint()
    if (moves) this.#adapt(sinceLastMs)
    this.#frame = moves ? requestAnimationFrame(this.#tick) : 0
  }

  #advance(elapsedMs: number): void {
    const { model, view } = this.#around
    const [, , zoom] = view().transform
    model.advance(elapsedMs)
    this.#unpaintedPx += this.#isOneToOne() ? Infinity : elapsedMs * model.pixelsPerMs * zoom
  }

  #paint(): void {
    const { model, painter, view } = this.#around
    // Single events are few, and each of them counts.
    const isBare = this.#watch.quality === 'noMarks' && !this.#isOneToOne()
    painter.paint(model, { ...view(), isBare })
    this.#unpaintedPx = 0
  }

  #moves(): boolean {
    const { model, pace } = this.#around
    if (document.hidden || this.#around.still) return false
    return pace().running ? model.isMoving : model.isFinishingStep
  }

  #factor(): number {
    return this.#isOneToOne() ? 1 : markPace(this.#around.pace().speed)
  }

  #isOneToOne(): boolean {
    const { running, speed } = this.#around.pace()
    return !running || speed <= SLOW_SPEED_MAX
  }

  #readRates(): void {
    const { model, live, painter } = this.#around
    if (live.nowNs === 0) model.clear()
    painter.note(model)
    model.readRates(live, !this.#isOneToOne())
    this.wake()
  }

  #readRows(): void {
    const { model, live, pace } = this.#around
    const { running, speed, isAtBreakpoint } = pace()
    const isFirstRest = !running && this.#wasRunning
    this.#wasRunning = running
    if (running) model.forgetStep()
    // A pause stops everything: only a step from there, or what it paused for, is on its way.
    if (!running && (!isFirstRest || isAtBreakpoint)) model.showStep(live)
    else if (running && this.#isOneToOne() && !this.#around.still) model.showRows(live, speed)
    else if (!running || this.#around.still) model.skipRows(live)
    else return
    this.wake()
  }

  /** Shows less while frames take too long. */
  #adapt(elapsedMs: number): void {
    if (!this.#watch.takeFrame(elapsedMs)) return
    const { quality } = this.#watch
    this.#around.model.setCoarseness(COARSENESS[quality])
    this.#around.onQuality(quality)
  }
}
