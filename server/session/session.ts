// A live run, paced against a clock that is passed in. Who watches, how fast it goes, when it pauses and
// whether it goes back never changes a history; only commands do, and they are stamped with virtual time.

import { formatClock } from '#shared/lib/units.ts'
import type { BreakpointChange, BreakpointList } from '#shared/protocol/breakpoints.ts'
import type { Control, EventDetail, RunState, Speed } from '#shared/protocol/protocol.ts'
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
import { isMoving, isRepeating, type Mode, PAUSED, refusal, refusalOf } from './mode.ts'
import { Pace } from './pace.ts'
import type { CheckpointLimits } from './recording/checkpoints.ts'
import { RunMarks } from './runMarks.ts'
import { isSamePlace, placeOf } from './runPlace.ts'
import { runStateOf } from './runState.ts'
import { SecondRun, type SecondRunLimits } from './secondRun.ts'

/** Work between two looks at what others ask. */
const SLICE_MS = 6

/** Rest between two slices of a run that keeps up. */
const REST_MS = 8

export interface SessionLimits {
  readonly checkpoints?: Partial<CheckpointLimits>
  readonly secondRun?: SecondRunLimits
}

/** Milliseconds of real time since whenever. */
export interface Clock {
  nowMs(): number
}

const NO_BREAKPOINTS: BreakpointList = { revision: 0, list: [] }

export class Session {
  readonly #clock: Clock
  readonly #pace: Pace
  readonly #drawn: DrawnRun
  readonly #breakpoints: Breakpoints
  readonly #marks = new RunMarks()
  readonly #secondRun: SecondRun
  #mode: Mode = PAUSED
  /** Where the run on show is on its way to: it may end before it is there. Null: where it stands. */
  #placeNs: number | null = null
  /** There were edits while the run was being repeated. */
  #hasEditsWaiting = false
  #changes = 0
  #jumps = 0

  constructor(start: SessionStart, clock: Clock, limits: SessionLimits = {}) {
    const { checkpoints = {}, secondRun } = limits
    this.#clock = clock
    this.#secondRun = new SecondRun(secondRun)
    this.#pace = new Pace(start.speed)
    this.#drawn = new DrawnRun({ ...start, checkpoints })
    this.#breakpoints = new Breakpoints(start.breakpoints ?? NO_BREAKPOINTS)
    const untilNs = start.recipe && this.#drawn.repeat(start.recipe)
    if (untilNs === null) this.#drawn.begin()
    else {
      this.#mode = { kind: 'flatOut', untilNs, repeating: true }
      this.#placeNs = untilNs
    }
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
    return isRepeating(this.#mode)
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
    if (reached && mode.kind === 'flatOut') return this.#arrive()
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
    const refused = refusal(this.#drawn, this.#mode)
    if (refused !== null) return { ok: false, reason: refused }
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
    return this.run?.eventDetail(origin, n) ?? null
  }

  record(): Outcome<RecordedRun> {
    return this.#drawn.recorded(this.speed)
  }

  /** For the disk: what is read again comes to its place, also where the run does not get there now. */
  kept(): Outcome<RecordedRun> {
    return this.#drawn.recorded(this.speed, this.#placeNs)
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
    return isMoving(this.#mode, this.run) ? 'running' : 'paused'
  }

  #obey(control: Control): string | null {
    const refused = refusalOf(control, this.#drawn, this.#mode)
    if (refused !== null) return refused
    switch (control.kind) {
      case 'reset':
        this.#mode = PAUSED
        this.#placeNs = null
        this.#jump()
        this.#marks.clear()
        this.#drawn.begin(control.seed)
        return null
      case 'setSpeed':
        return this.#setSpeed(control.speed)
      case 'run':
        return this.#go({ kind: 'paced' })
      case 'pause':
        return this.#go(PAUSED)
      case 'step':
        return this.#step()
      case 'runUntil':
        return this.#runUntil(nanoseconds(control.untilMs))
      case 'runToBreakpoint':
        return this.#runToBreakpoint()
      case 'rewind':
        return this.#rewind(nanoseconds(control.toMs))
      case 'stepBack':
        return this.#stepBack()
      case 'fork':
        return this.#fork()
      case 'runDrawing':
        return this.#drawn.takeDrawing()
    }
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
    // Of a run that is on its way to another moment already, there is no need of a third.
    if (this.isGoingBack) this.#mode = PAUSED
    this.#drawn.forgive()
    this.#secondRun.begin()
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
    this.#placeNs = null
    this.#drawn.fork()
    return null
  }

  #goBack({ run, toNs }: Extract<Mode, { kind: 'goingBack' }>, hasTime: () => boolean) {
    const reached = this.#drawn.guarded(() => run.approach(toNs, hasTime))
    if (reached === false && run.ended === null) {
      if (run !== this.run && this.#secondRun.isTooMuch) this.#showWayTo(toNs, run)
      return 0
    }
    this.#jump()
    if (reached === null) return this.#stop()
    this.#drawn.goTo(run)
    return this.#arrive()
  }

  /** Lets go of the run on show. */
  #showWayTo(toNs: number, run: LiveRun): void {
    this.#placeNs = toNs
    this.#jump()
    this.#drawn.goTo(run)
    this.#changed()
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
    if (this.run !== null) this.#marks.follow(this.run, this.#drawn.over)
  }

  #arrive(): null {
    this.#placeNs = null
    return this.#stop()
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
