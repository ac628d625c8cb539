// A live run, paced against a clock that is passed in. Who watches, how fast it goes, when it pauses and
// whether it goes back never changes a history; only commands do, and they are stamped with virtual time.

import { formatClock } from '#shared/lib/units.ts'
import type { BreakpointChange, BreakpointList } from '#shared/protocol/breakpoints.ts'
import {
  type Control,
  type EventDetail,
  type RunState,
  type Speed,
  STORY_ROWS_MAX,
} from '#shared/protocol/protocol.ts'
import type { Edit } from '#shared/topology/change.ts'
import type { RunChange } from '#shared/topology/recipe.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { Breakpoints } from './breakpoints/breakpoints.ts'
import { DrawnRun } from './drawnRun.ts'
import type { LiveRun } from './liveRun.ts'
import type {
  ComparedRecipes,
  KeptBaseline,
  Outcome,
  RecordedRun,
  SessionStart,
} from './messages.ts'
import { Pace } from './pace.ts'
import type { CheckpointLimits } from './recording/checkpoints.ts'
import { RunMarks } from './runMarks.ts'
import { isSamePlace, placeOf } from './runPlace.ts'
import { runStateOf } from './runState.ts'

/** Work between two looks at what others ask. */
const SLICE_MS = 6

/** Rest between two slices of a run that keeps up. */
const REST_MS = 8

const REPEATING = 'The run is being repeated up to where it was.'

/** Milliseconds of real time since whenever. */
export interface Clock {
  nowMs(): number
}

type Mode =
  | { readonly kind: 'paused' }
  | { readonly kind: 'paced' }
  /** `repeating`: on the way back to where the run was before the server was started. */
  | { readonly kind: 'flatOut'; readonly untilNs: number; readonly repeating: boolean }
  /** On the way to a moment that is recorded. Until it is there, the run on show stays as it is. */
  | { readonly kind: 'goingBack'; readonly run: LiveRun; readonly toNs: number }

const PAUSED: Mode = { kind: 'paused' }
const NO_BREAKPOINTS: BreakpointList = { revision: 0, list: [] }

export class Session {
  readonly #clock: Clock
  readonly #pace: Pace
  readonly #drawn: DrawnRun
  readonly #breakpoints: Breakpoints
  readonly #marks = new RunMarks()
  #mode: Mode = PAUSED
  /** There were edits while the run was being repeated. */
  #hasEditsWaiting = false
  #changes = 0
  #jumps = 0

  constructor(start: SessionStart, clock: Clock, checkpoints: Partial<CheckpointLimits> = {}) {
    this.#clock = clock
    this.#pace = new Pace(start.speed)
    this.#drawn = new DrawnRun({ ...start, checkpoints })
    this.#breakpoints = new Breakpoints(start.breakpoints ?? NO_BREAKPOINTS)
    const untilNs = start.recipe && this.#drawn.repeat(start.recipe)
    if (untilNs === null) this.#drawn.begin()
    else this.#mode = { kind: 'flatOut', untilNs, repeating: true }
  }

  /** Null while the drawing has errors and has not run yet. */
  get run(): LiveRun | null {
    return this.#drawn.run
  }

  get speed(): Speed {
    return this.#pace.speed
  }

  /** Tells the dictionaries of different runs apart. */
  get generation(): number {
    return this.#drawn.generation
  }

  /** Grows whenever `state()` has changed, other than by time. */
  get changes(): number {
    return this.#changes
  }

  /** Until the run is where it was, or where it goes back to, nothing may be done to it but reset it. */
  get isRepeating(): boolean {
    return this.isGoingBack || (this.#mode.kind === 'flatOut' && this.#mode.repeating)
  }

  get isGoingBack(): boolean {
    return this.#mode.kind === 'goingBack'
  }

  /** Does a slice of work. Answers the milliseconds until the next one; null when none is due. */
  tick(): number | null {
    const { run } = this
    const mode = this.#mode
    if (run === null || mode.kind === 'paused') return null
    const startMs = this.#clock.nowMs()
    const hasTime = () => this.#clock.nowMs() - startMs < SLICE_MS
    if (mode.kind === 'goingBack') return this.#goBack(mode, hasTime)
    const was = placeOf(run)
    const targetNs = mode.kind === 'flatOut' ? mode.untilNs : this.#pace.targetNs(startMs)
    const reached = this.#drawn.guarded(() => run.advance(targetNs, hasTime))
    if (was.isInPast && !isSamePlace(was, placeOf(run))) this.#changes += 1
    if (this.#hasMetBreakpoint(run)) return this.#stop()
    if (this.#drawn.over !== null) return this.#stop()
    if (reached && mode.kind === 'flatOut') return this.#stop()
    if (!reached && mode.kind === 'paced')
      this.#pace.forgive(this.#clock.nowMs(), run.simulation.nowNs)
    return reached ? REST_MS : 0
  }

  control(control: Control): Outcome<RunState> {
    const refusal = this.#obey(control)
    this.#changed()
    return refusal === null ? { ok: true, value: this.state() } : { ok: false, reason: refusal }
  }

  /** An edit that the document has taken. */
  edit(edit: Edit): void {
    this.#drawn.edit(edit)
    this.#takeEdits()
  }

  /** A document that somebody wrote over ours. */
  replace(topology: Topology): void {
    this.#drawn.replace(topology)
    this.#takeEdits()
  }

  change(change: RunChange): Outcome<{ readonly atNs: number }> {
    if (change.kind === 'edit')
      return { ok: false, reason: 'An edit goes to the document, and from there into the run.' }
    const refusal = this.#refusal()
    if (refusal !== null) return { ok: false, reason: refusal }
    const outcome = this.#drawn.command(change)
    if (this.run !== null && this.#hasMetBreakpoint(this.run)) this.#mode = PAUSED
    this.#changed()
    if (outcome === null) return { ok: false, reason: this.#stopBroken() }
    return outcome.ok ? { ok: true, value: { atNs: outcome.command.atNs } } : outcome
  }

  changeBreakpoints(change: BreakpointChange): Outcome<RunState> {
    const refusal = this.#breakpoints.change(change)
    if (this.run !== null && this.#status() === 'running' && !this.isRepeating)
      this.#breakpoints.arm(this.run)
    this.#changed()
    return refusal === null ? { ok: true, value: this.state() } : { ok: false, reason: refusal }
  }

  /** The machine has no room for it. */
  end(reason: string): void {
    this.#drawn.end(reason)
    this.#stop()
  }

  /** Null when the run knows no such event. */
  event(origin: number, n: number): EventDetail | null {
    const detail = this.run?.simulation.eventDetail(origin, n) ?? null
    if (detail === null || detail.story.length <= STORY_ROWS_MAX) return detail
    return { ...detail, story: detail.story.slice(-STORY_ROWS_MAX), complete: false }
  }

  record(): Outcome<RecordedRun> {
    const recipe = this.#drawn.recipe()
    if (this.run === null || recipe === null) return { ok: false, reason: this.#drawn.heldReason }
    const { speed } = this.#pace
    return { ok: true, value: { recipe, speed, hash: this.run.simulation.hash() } }
  }

  /** Runs kept to compare with, oldest first. */
  get baselines(): readonly KeptBaseline[] {
    return this.#drawn.baselines.all
  }

  compared(baselineId: number): Outcome<ComparedRecipes> {
    return this.#drawn.compared(baselineId)
  }

  state(): RunState {
    return runStateOf({
      drawn: this.#drawn,
      breakpoints: this.#breakpoints,
      marks: this.#marks,
      status: this.#status(),
      speed: this.speed,
      jumps: this.#jumps,
      isRepeating: this.isRepeating,
    })
  }

  #status(): RunState['status'] {
    if (this.run === null) return 'held'
    if (this.#drawn.over !== null) return 'ended'
    return this.#mode.kind === 'paced' || this.#mode.kind === 'flatOut' ? 'running' : 'paused'
  }

  #obey(control: Control): string | null {
    switch (control.kind) {
      case 'reset':
        this.#mode = PAUSED
        this.#jump()
        this.#marks.clear()
        this.#drawn.begin(control.seed)
        return null
      case 'setSpeed':
        return this.#setSpeed(control.speed)
      case 'run':
        return this.#refusal() ?? this.#go({ kind: 'paced' })
      case 'pause':
        return this.#refusal() ?? this.#go(PAUSED)
      case 'step':
        return this.#refusal() ?? this.#step()
      case 'runUntil':
        return this.#refusal() ?? this.#runUntil(nanoseconds(control.untilMs))
      case 'runToBreakpoint':
        return this.#refusal() ?? this.#runToBreakpoint()
      case 'rewind':
        return this.#refusalToGoBack() ?? this.#rewind(nanoseconds(control.toMs))
      case 'stepBack':
        return this.#refusalToGoBack() ?? this.#stepBack()
      case 'fork':
        return this.#refusalToGoBack() ?? this.#refusalOnTheWay() ?? this.#fork()
      case 'runDrawing':
        return this.#refusal() ?? this.#drawn.takeDrawing()
    }
  }

  /** Why nothing can be done to the run; null when it can. */
  #refusal(): string | null {
    if (this.run === null) return this.#drawn.heldReason
    const reason = this.#drawn.over
    if (reason !== null)
      return `The run is over: ${reason} Reset it to start again, or go back in it.`
    return this.isRepeating ? REPEATING : null
  }

  /** A run that is over can go back too. */
  #refusalToGoBack(): string | null {
    if (this.run === null) return this.#drawn.heldReason
    return this.isRepeating && !this.isGoingBack ? REPEATING : null
  }

  /** What is on show is not where the run will be, and may be a run that has broken down. */
  #refusalOnTheWay(): string | null {
    return this.isGoingBack ? 'The run is going back to another moment. Fork it there.' : null
  }

  #go(mode: Mode): null {
    this.#mode = mode
    const { run } = this
    if (run !== null && (mode.kind === 'paced' || mode.kind === 'flatOut'))
      this.#breakpoints.arm(run)
    this.#pace.start(this.#clock.nowMs(), run?.simulation.nowNs ?? 0)
    return null
  }

  #setSpeed(speed: Speed): null {
    this.#pace.start(this.#clock.nowMs(), this.run?.simulation.nowNs ?? 0, speed)
    return null
  }

  #step(): string | null {
    const { run } = this
    this.#go(PAUSED)
    if (run !== null) this.#breakpoints.arm(run)
    const stepped = this.#drawn.guarded(() => run?.step())
    if (run !== null) this.#hasMetBreakpoint(run)
    if (stepped !== false) return null
    return `Nothing has happened up to ${formatClock(this.run?.simulation.nowNs ?? 0)}.`
  }

  #runUntil(untilNs: number): string | null {
    const nowNs = this.run?.simulation.nowNs ?? 0
    if (untilNs >= nowNs) return this.#go({ kind: 'flatOut', untilNs, repeating: false })
    return `The run is at ${formatClock(nowNs)} already, after ${formatClock(untilNs)}. Rewind it to go back.`
  }

  #runToBreakpoint(): string | null {
    if (this.#breakpoints.areEnabled)
      return this.#go({ kind: 'flatOut', untilNs: Infinity, repeating: false })
    return 'No breakpoint is switched on, so the run would never stop. Set one first.'
  }

  #rewind(toNs: number): string | null {
    const untilNs = this.run?.recording.untilNs ?? 0
    if (toNs > untilNs)
      return `The run has come to ${formatClock(untilNs)}, not to ${formatClock(toNs)}. Run it until there.`
    this.#drawn.forgive()
    const run = this.#drawn.guarded(() => this.run?.restored(toNs))
    if (!run) return this.#stopBroken()
    return this.#go({ kind: 'goingBack', run, toNs })
  }

  #stepBack(): string | null {
    if (this.run?.simulation.nowNs === 0) return 'This is the beginning of the run.'
    return this.#rewind(this.run?.previousRecordNs ?? 0)
  }

  #fork(): null {
    this.#go(PAUSED)
    this.#drawn.fork()
    return null
  }

  #goBack({ run, toNs }: Extract<Mode, { kind: 'goingBack' }>, hasTime: () => boolean) {
    const reached = this.#drawn.guarded(() => run.approach(toNs, hasTime))
    if (reached === false && run.ended === null) return 0
    if (reached !== null) this.#drawn.goTo(run)
    this.#jump()
    return this.#stop()
  }

  /** The run is at another moment. */
  #jump(): void {
    this.#jumps += 1
    this.#breakpoints.jump()
  }

  #hasMetBreakpoint(run: LiveRun): boolean {
    const hit = this.#breakpoints.pause(run)
    if (hit !== null) this.#marks.hit(hit)
    return hit !== null
  }

  /** Something was done to the run, or has come of it. */
  #changed(): void {
    this.#changes += 1
    const { over } = this.#drawn
    const { run } = this
    if (run === null) return
    if (over !== null) this.#marks.bound({ atNs: run.simulation.nowNs, text: over })
    this.#marks.follow(run.recording.untilNs)
  }

  /** Nothing more to do for now: paused, or over. */
  #stop(): null {
    this.#mode = PAUSED
    this.#changed()
    if (this.#drawn.isOnDrawing || this.#hasEditsWaiting) this.#takeEdits()
    return null
  }

  #stopBroken(): string {
    this.#mode = PAUSED
    return this.#drawn.over ?? ''
  }

  #takeEdits(): void {
    this.#hasEditsWaiting = this.isRepeating
    if (!this.isRepeating) this.#drawn.takeEdits()
    if (this.#drawn.over !== null) this.#mode = PAUSED
    this.#changed()
  }
}

function nanoseconds(ms: number): number {
  return Math.round(ms * 1_000_000)
}
