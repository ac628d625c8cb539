// A live run, paced against a clock that is passed in. Who watches, how fast it goes and when it pauses
// never changes a history; only commands do, and they are stamped with virtual time.

import { assert } from '#shared/lib/assert.ts'
import { formatClock } from '#shared/lib/units.ts'
import {
  type Control,
  type EventDetail,
  type RunState,
  type Speed,
  STORY_ROWS_MAX,
} from '#shared/protocol/protocol.ts'
import type { Edit } from '#shared/topology/change.ts'
import {
  ENGINE_VERSION,
  RECIPE_FORMAT,
  type Recipe,
  type RunChange,
} from '#shared/topology/recipe.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { labelled } from './commandLabels.ts'
import { Drawing } from './drawing.ts'
import { LiveRun } from './liveRun.ts'
import type { Outcome, RecordedRun, SessionStart } from './messages.ts'
import { Pace } from './pace.ts'
import { endOfRecipe } from './recipeEnd.ts'

/** Work between two looks at what others ask. */
const SLICE_MS = 6

/** Rest between two slices of a run that keeps up. */
const REST_MS = 8

const COMMANDS_SHOWN_MAX = 500

/** Milliseconds of real time since whenever. */
export interface Clock {
  nowMs(): number
}

type Mode =
  | { readonly kind: 'paused' }
  | { readonly kind: 'paced' }
  /** `repeating`: on the way back to where the run was before the server was started. */
  | { readonly kind: 'flatOut'; readonly untilNs: number; readonly repeating: boolean }

const PAUSED: Mode = { kind: 'paused' }

export class Session {
  readonly #clock: Clock
  readonly #drawing: Drawing
  readonly #pace: Pace
  #seed: number
  #generation: number
  #run: LiveRun | null = null
  #mode: Mode = PAUSED
  /** Set when the simulator broke a promise of its own. */
  #breakdown: string | null = null
  /** Why the simulation did not take an edit of a drawing without errors. */
  #refusedEdit: string | null = null
  #changes = 0

  constructor(start: SessionStart, clock: Clock) {
    this.#clock = clock
    this.#drawing = new Drawing(start.topology)
    this.#pace = new Pace(start.speed)
    this.#seed = start.seed
    this.#generation = start.generation
    if (start.recipe === null || !this.#repeat(start.recipe)) this.#begin()
  }

  /** Null while the drawing has errors and has not run yet. */
  get run(): LiveRun | null {
    return this.#run
  }

  /** Tells the dictionaries of different runs apart. */
  get generation(): number {
    return this.#generation
  }

  /** Grows whenever `state()` has changed, other than by time. */
  get changes(): number {
    return this.#changes
  }

  /** Until the run is back where it was, nothing may be done to it but reset it. */
  get isRepeating(): boolean {
    return this.#mode.kind === 'flatOut' && this.#mode.repeating
  }

  /** Does a slice of work. Answers the milliseconds until the next one; null when none is due. */
  tick(): number | null {
    const run = this.#run
    if (run === null || this.#mode.kind === 'paused') return null
    const startMs = this.#clock.nowMs()
    const hasTime = () => this.#clock.nowMs() - startMs < SLICE_MS
    const mode = this.#mode
    const targetNs = mode.kind === 'flatOut' ? mode.untilNs : this.#pace.targetNs(startMs)
    const reached = this.#guarded(() => run.advance(targetNs, hasTime)) ?? false
    if (this.#over() !== null) return this.#stop()
    if (reached && mode.kind === 'flatOut') return this.#stop()
    if (!reached && mode.kind === 'paced')
      this.#pace.forgive(this.#clock.nowMs(), run.simulation.nowNs)
    return reached ? REST_MS : 0
  }

  control(control: Control): Outcome<RunState> {
    const refusal = this.#obey(control)
    this.#changes += 1
    return refusal === null ? { ok: true, value: this.state() } : { ok: false, reason: refusal }
  }

  /** An edit that the document has taken. */
  edit(edit: Edit): void {
    this.#drawing.edit(edit)
    this.#takeEdits()
  }

  /** A document that somebody wrote over ours. */
  replace(topology: Topology): void {
    this.#drawing.replace(topology)
    this.#takeEdits()
  }

  change(change: RunChange): Outcome<{ readonly atNs: number }> {
    if (change.kind === 'edit')
      return { ok: false, reason: 'An edit goes to the document, and from there into the run.' }
    const refusal = this.#refusal()
    if (refusal !== null) return { ok: false, reason: refusal }
    const run = this.#run
    assert(run, 'a run that refuses nothing exists')
    const outcome = this.#guarded(() => run.command(change))
    this.#changes += 1
    if (outcome === null) return { ok: false, reason: this.#breakdown ?? '' }
    return outcome.ok ? { ok: true, value: { atNs: outcome.command.atNs } } : outcome
  }

  /** Null when the run knows no such event. */
  event(origin: number, n: number): EventDetail | null {
    const detail = this.#run?.simulation.eventDetail(origin, n) ?? null
    if (detail === null || detail.story.length <= STORY_ROWS_MAX) return detail
    return { ...detail, story: detail.story.slice(-STORY_ROWS_MAX), complete: false }
  }

  record(): Outcome<RecordedRun> {
    const run = this.#run
    if (run === null) return { ok: false, reason: this.#heldReason() }
    const { simulation } = run
    const recipe: Recipe = {
      format: RECIPE_FORMAT,
      engineVersion: ENGINE_VERSION,
      topology: { ...run.topology, layout: this.#drawing.topology.layout },
      seed: this.#seed,
      untilMs: simulation.nowNs / 1_000_000,
      commands: [...simulation.commands],
    }
    return { ok: true, value: { recipe, speed: this.#pace.speed, hash: simulation.hash() } }
  }

  state(): RunState {
    const simulation = this.#run?.simulation ?? null
    const isBehind = this.#isBehind()
    const status = this.#status()
    return {
      status,
      seed: this.#seed,
      speed: this.#pace.speed,
      nowNs: simulation?.nowNs ?? 0,
      reason: this.#over() ?? (isBehind || simulation === null ? this.#whyHeld() : null),
      behind: isBehind,
      hash: status === 'running' || this.#breakdown ? null : (simulation?.hash() ?? null),
      faults: [...(simulation?.faults() ?? [])],
      commands: (simulation?.commands ?? [])
        .slice(-COMMANDS_SHOWN_MAX)
        .map((command) => labelled(command, this.#drawing.topology)),
    }
  }

  #status(): RunState['status'] {
    if (this.#run === null) return 'held'
    if (this.#over() !== null) return 'ended'
    return this.#mode.kind === 'paused' ? 'paused' : 'running'
  }

  #isBehind(): boolean {
    return (
      this.#run !== null &&
      this.#over() === null &&
      !this.isRepeating &&
      this.#drawing.held.length > 0
    )
  }

  #obey(control: Control): string | null {
    switch (control.kind) {
      case 'reset':
        this.#seed = control.seed ?? this.#seed
        return this.#begin()
      case 'setSpeed':
        return this.#setSpeed(control.speed)
      case 'run':
        return this.#refusal() ?? this.#go({ kind: 'paced' })
      case 'pause':
        return this.#refusal() ?? this.#go(PAUSED)
      case 'step':
        return this.#refusal() ?? this.#step()
      case 'runUntil':
        return this.#refusal() ?? this.#runUntil(Math.round(control.untilMs * 1_000_000))
    }
  }

  /** Why nothing can be done to the run; null when it can. */
  #refusal(): string | null {
    if (this.#run === null) return this.#heldReason()
    const reason = this.#over()
    if (reason !== null) return `The run is over: ${reason} Reset it to start again.`
    return this.isRepeating ? 'The run is being repeated up to where it was.' : null
  }

  #heldReason(): string {
    return `The drawing cannot run yet: ${this.#breakdown ?? this.#whyHeld()}`
  }

  #whyHeld(): string | null {
    return this.#drawing.problem() ?? this.#refusedEdit
  }

  #over(): string | null {
    return this.#breakdown ?? this.#run?.ended ?? null
  }

  #go(mode: Mode): null {
    this.#mode = mode
    this.#pace.start(this.#clock.nowMs(), this.#run?.simulation.nowNs ?? 0)
    return null
  }

  #setSpeed(speed: Speed): null {
    this.#pace.start(this.#clock.nowMs(), this.#run?.simulation.nowNs ?? 0, speed)
    return null
  }

  #step(): string | null {
    this.#go(PAUSED)
    const stepped = this.#guarded(() => this.#run?.step())
    if (stepped !== false) return null
    return `Nothing has happened up to ${formatClock(this.#run?.simulation.nowNs ?? 0)}.`
  }

  #runUntil(untilNs: number): string | null {
    const nowNs = this.#run?.simulation.nowNs ?? 0
    if (untilNs >= nowNs) return this.#go({ kind: 'flatOut', untilNs, repeating: false })
    return `The run is at ${formatClock(nowNs)} already, after ${formatClock(untilNs)}. Reset it to go back.`
  }

  /** A new run of the current drawing, at its beginning. */
  #begin(): null {
    this.#mode = PAUSED
    this.#breakdown = null
    this.#refusedEdit = null
    this.#generation += 1
    this.#changes += 1
    this.#run = null
    const options = { topology: this.#drawing.topology, seed: this.#seed }
    if (this.#drawing.problem() === null) this.#run = this.#guarded(() => new LiveRun(options))
    this.#drawing.taken()
    return null
  }

  /** Repeats a recorded run. False when it cannot be repeated. */
  #repeat(recipe: Recipe): boolean {
    const end = endOfRecipe(recipe)
    if (end === null) return false
    this.#seed = recipe.seed
    this.#run = new LiveRun(recipe)
    this.#drawing.follow(end)
    const untilNs = Math.round(recipe.untilMs * 1_000_000)
    this.#mode = { kind: 'flatOut', untilNs, repeating: true }
    return true
  }

  /** Nothing more to do for now: paused, or over. */
  #stop(): null {
    this.#mode = PAUSED
    this.#changes += 1
    this.#takeEdits()
    return null
  }

  /** Brings the run up to the drawing, if that can run. */
  #takeEdits(): void {
    this.#changes += 1
    if (this.isRepeating || this.#over() !== null) return
    if (this.#run === null) {
      this.#begin()
      return
    }
    const { held } = this.#drawing
    if (held.length === 0 || this.#drawing.problem() !== null) return
    const run = this.#run
    const outcome = this.#guarded(() => run.command({ kind: 'edit', edits: [...held] }))
    this.#refusedEdit = outcome === null || outcome.ok ? null : outcome.reason
    if (outcome?.ok) this.#drawing.taken()
  }

  /** The simulator's own bugs end the run with a reason, and nothing else. */
  #guarded<Result>(work: () => Result): Result | null {
    try {
      return work()
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      this.#breakdown = `The simulator failed, which is a bug: ${message}.`
      this.#mode = PAUSED
      return null
    }
  }
}
