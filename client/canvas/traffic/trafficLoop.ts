// The one animation loop of the canvas. It runs only while marks move: never for a paused run, a hidden
// page, a still drawing, or a person who asked for less motion.

import type { LiveStore, Unsubscribe } from '../../store/live/liveStore.ts'
import type { Pace } from './pace.ts'
import type { TrafficModel } from './trafficModel.ts'
import type { TrafficPainter, Transform } from './trafficPainter.ts'

interface Surroundings {
  readonly model: TrafficModel
  readonly painter: TrafficPainter
  readonly live: LiveStore
  readonly view: () => { transform: Transform; width: number; height: number }
  readonly pace: () => Pace
}

/** Up to this speed every event has a mark of its own. */
const ONE_TO_ONE_SPEED_MAX = 0.25
/** Marks follow the speed of the run within what the eye can follow. */
const FACTOR_MIN = 0.4
const FACTOR_MAX = 5
/** How much faster marks travel and set out than at 1x. */
export function markPace(speed: number): number {
  return Math.min(FACTOR_MAX, Math.max(FACTOR_MIN, speed))
}

/** After a hidden page, time has not passed for the marks. */
const FRAME_MAX_MS = 100
/** Painting may take this much of a frame. */
const PAINT_BUDGET_MS = 7
const COARSENESS_MAX = 8

export class TrafficLoop {
  readonly #around: Surroundings
  #frame = 0
  #lastMs = 0
  #paintMs = 0
  #slowFrames = 0
  #coarseness = 1
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
    if (this.#frame !== 0) return
    this.#lastMs = performance.now()
    this.#frame = requestAnimationFrame(this.#tick)
  }

  readonly #tick = (nowMs: number): void => {
    const { model, painter, view } = this.#around
    const elapsedMs = Math.min(FRAME_MAX_MS, Math.max(0, nowMs - this.#lastMs))
    this.#lastMs = nowMs
    const moves = this.#moves()
    if (moves) model.advance(elapsedMs * this.#factor())
    const before = performance.now()
    painter.paint(model, view())
    this.#adapt(performance.now() - before)
    this.#frame = moves ? requestAnimationFrame(this.#tick) : 0
  }

  #moves(): boolean {
    const { model, pace } = this.#around
    if (document.hidden) return false
    return pace().running ? model.isMoving : model.isFinishingStep
  }

  #factor(): number {
    return this.#isOneToOne() ? 1 : markPace(this.#around.pace().speed)
  }

  #isOneToOne(): boolean {
    const { running, speed } = this.#around.pace()
    return !running || speed <= ONE_TO_ONE_SPEED_MAX
  }

  #readRates(): void {
    const { model, live } = this.#around
    if (live.nowNs === 0) model.clear()
    model.readRates(live, !this.#isOneToOne())
    this.wake()
  }

  #readRows(): void {
    const { model, live } = this.#around
    if (!this.#isOneToOne()) return
    model.showRows(live)
    this.wake()
  }

  /** Halves the marks while painting keeps exceeding its budget. */
  #adapt(paintMs: number): void {
    this.#paintMs += 0.1 * (paintMs - this.#paintMs)
    this.#slowFrames = this.#paintMs > PAINT_BUDGET_MS ? this.#slowFrames + 1 : 0
    if (this.#slowFrames < 60 || this.#coarseness >= COARSENESS_MAX) return
    this.#slowFrames = 0
    this.#coarseness *= 2
    this.#around.model.setCoarseness(this.#coarseness)
  }
}
