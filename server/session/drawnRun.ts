// The run and the drawing that it follows: edits come into the run as commands, and a change in the past
// sends it another way. A run that breaks a promise of the simulator ends with a reason, and nothing else.

import { assert } from '#shared/lib/assert.ts'
import { formatClock } from '#shared/lib/units.ts'
import type { Speed } from '#shared/protocol/protocol.ts'
import type { Edit } from '#shared/topology/change.ts'
import { ENGINE_VERSION, type Recipe, type RunChange } from '#shared/topology/recipe.ts'
import type { Topology } from '#shared/topology/topology.ts'
import type { CommandResult } from '../simulation/simulation.ts'
import { labelled } from './commandLabels.ts'
import { Drawing } from './drawing.ts'
import { whatKeepsMost } from './holdings.ts'
import { LiveRun } from './liveRun.ts'
import type { ComparedRecipes, KeptBaseline, Outcome, RecordedRun } from './messages.ts'
import { endOfRecipe } from './recipeEnd.ts'
import { Baselines, cutOf, recipeOf } from './recording/baselines.ts'
import type { CheckpointLimits } from './recording/checkpoints.ts'

export class DrawnRun {
  readonly #drawing: Drawing
  readonly #checkpoints: Partial<CheckpointLimits>
  readonly baselines: Baselines
  #seed: number
  #generation: number
  #run: LiveRun | null = null
  /** Set when the simulator broke a promise of its own, or the machine has no room for the run. */
  #breakdown: string | null = null
  /** Why the simulation did not take an edit of a drawing without errors. */
  #refusedEdit: string | null = null
  /** The run went another way before edits that the drawing has: it takes them with the next one. */
  #isApart = false

  constructor(start: {
    readonly topology: Topology
    readonly seed: number
    readonly generation: number
    readonly checkpoints: Partial<CheckpointLimits>
    readonly baselines?: readonly KeptBaseline[]
  }) {
    this.#drawing = new Drawing(start.topology)
    this.#seed = start.seed
    this.#generation = start.generation
    this.#checkpoints = start.checkpoints
    this.baselines = new Baselines(start.baselines)
  }

  /** Null while the drawing has errors and has not run yet. */
  get run(): LiveRun | null {
    return this.#run
  }

  get seed(): number {
    return this.#seed
  }

  get generation(): number {
    return this.#generation
  }

  get topology(): Topology {
    return this.#drawing.topology
  }

  /** Why the run is over; null while it is not. */
  get over(): string | null {
    return this.#breakdown ?? this.#run?.ended ?? null
  }

  get hasBrokenDown(): boolean {
    return this.#breakdown !== null
  }

  /** Nothing keeps it from following the drawing edit by edit. */
  get isOnDrawing(): boolean {
    return this.#run !== null && !this.#run.isInPast && !this.#isApart
  }

  /** The drawing on show has errors, and the run stays on an earlier revision. */
  get isBehind(): boolean {
    if (this.#run === null || this.over !== null) return false
    return this.#drawing.held.length > 0 && this.whyHeld !== null
  }

  /** The drawing on show has edits that do not concern this moment of the run. */
  get isEdited(): boolean {
    if (this.#run === null || this.isOnDrawing || this.isBehind) return false
    return this.#drawing.isApartFrom(this.#run.simulation.topology)
  }

  get whyHeld(): string | null {
    return this.#drawing.problem() ?? this.#refusedEdit
  }

  /** Why there is no run. */
  get heldReason(): string {
    return `The drawing cannot run yet: ${this.#breakdown ?? this.whyHeld}`
  }

  /** A new run of the current drawing, at its beginning. */
  begin(seed = this.#seed): void {
    this.#seed = seed
    this.#breakdown = null
    this.#refusedEdit = null
    this.#isApart = false
    this.#generation += 1
    this.#run = null
    const { topology } = this.#drawing
    const options = { topology, seed, checkpoints: this.#checkpoints }
    if (this.#drawing.problem() === null) this.#run = this.guarded(() => LiveRun.begin(options))
    this.#drawing.taken()
  }

  /** A recorded run at its beginning. Null when it cannot be repeated; or else up to when it was run. */
  repeat(recipe: Recipe): number | null {
    const end = endOfRecipe(recipe)
    if (end === null) return null
    const untilNs = Math.round(recipe.untilMs * 1_000_000)
    // A run that had gone back knows of commands that are still to come.
    const recordedNs = Math.max(untilNs, recipe.commands.at(-1)?.atNs ?? 0)
    this.#seed = recipe.seed
    this.#run = LiveRun.begin({ ...recipe, recordedNs, checkpoints: this.#checkpoints })
    this.#drawing.follow(end)
    return untilNs
  }

  /** An edit that the document has taken. */
  edit(edit: Edit): void {
    this.#drawing.edit(edit)
  }

  /** A document that somebody wrote over ours. */
  replace(topology: Topology): void {
    this.#drawing.replace(topology)
  }

  /** Brings the run up to the drawing, if that can run. */
  takeEdits(): void {
    const run = this.#run
    if (this.over !== null) return
    if (run === null) {
      this.begin()
      return
    }
    if (this.#drawing.held.length === 0 || this.#drawing.problem() !== null) return
    if (!this.isOnDrawing) this.#drawing.rebase(run.simulation.topology)
    const edits = [...this.#drawing.held]
    const outcome = edits.length > 0 ? this.command({ kind: 'edit', edits }) : null
    this.#refusedEdit = outcome === null || outcome.ok ? null : outcome.reason
    if (!outcome?.ok) return
    this.#drawing.taken()
    this.#isApart = false
  }

  /** Takes the drawing on show into a run that stayed on an earlier one. */
  takeDrawing(): string | null {
    const problem = this.#drawing.problem()
    if (problem !== null) return `The drawing cannot run yet: ${problem}`
    if (this.#run === null || !this.isEdited) return null
    this.#drawing.rebase(this.#run.simulation.topology)
    this.takeEdits()
    return this.#refusedEdit
  }

  /** Null when the simulator failed. In the past, the run goes another way from here. */
  command(change: RunChange): CommandResult | null {
    const run = this.#run
    assert(run, 'a run that refuses nothing exists')
    const cut = run.isInPast ? cutOf(run) : null
    const outcome = this.guarded(() => run.command(change))
    if (cut === null || !outcome?.ok) return outcome
    const { label } = labelled(outcome.command, this.#drawing.topology)
    this.baselines.keep(cut, `Without “${label}”`)
    this.#wentAnotherWay(run)
    return outcome
  }

  /** Keeps the run as it is recorded to compare with, and forgets what comes after this moment. */
  fork(): void {
    const run = this.#run
    if (run === null) return
    this.baselines.keep(cutOf(run), `As it was at ${formatClock(run.simulation.nowNs)}`)
    if (!run.isInPast) return
    run.cut()
    this.#wentAnotherWay(run)
  }

  /** From now on, this moment of the same recording is on show. */
  goTo(run: LiveRun): void {
    run.sampler.goBack(run.simulation.journal)
    this.#run = run
  }

  /** There is no room for it; what it has come to is there to be read. */
  end(reason: string): void {
    if (this.#run !== null && this.over === null)
      this.#breakdown = reason + whatKeepsMost(this.#run)
  }

  /** A run that has broken down may go back to before that. */
  forgive(): void {
    this.#breakdown = null
  }

  /** `placeNs`: where it is to come to when it is repeated; null: where it stands. */
  recorded(speed: Speed, placeNs: number | null = null): Outcome<RecordedRun> {
    const run = this.#run
    if (run === null) return { ok: false, reason: this.heldReason }
    const { simulation } = run
    const recipe = recipeOf(run, placeNs ?? simulation.nowNs, simulation.commands)
    const { layout } = this.#drawing.topology
    const topology = { ...recipe.topology, layout }
    return { ok: true, value: { recipe: { ...recipe, topology }, speed, hash: simulation.hash() } }
  }

  /** A run that was kept, and the present one, both up to the later end of the two. */
  compared(baselineId: number): Outcome<ComparedRecipes> {
    const run = this.#run
    if (run === null) return { ok: false, reason: this.heldReason }
    const kept = this.baselines.get(baselineId)
    if (!kept.ok) return kept
    const baseline = kept.value
    const untilNs = Math.max(baseline.untilNs, run.recording.untilNs)
    const after = recipeOf(run, untilNs, run.simulation.commands)
    const before = { ...baseline.recipe, untilMs: untilNs / 1_000_000 }
    // After a reset to another seed, chance differs too, and that has to be said.
    const luck = before.seed === after.seed ? '' : `, with seed ${before.seed}`
    const { engineVersion } = baseline.recipe
    const engine = engineVersion === ENGINE_VERSION ? '' : `, recorded with engine ${engineVersion}`
    return { ok: true, value: { before, after, label: `${baseline.label}${luck}${engine}` } }
  }

  /** The simulator's own bugs end the run with a reason. */
  guarded<Result>(work: () => Result): Result | null {
    try {
      return work()
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      this.#breakdown = `The simulator failed, which is a bug: ${message}.`
      return null
    }
  }

  #wentAnotherWay({ simulation }: LiveRun): void {
    // What later edits have named is forgotten, and others may name other things.
    this.#generation += 1
    this.#isApart = this.#drawing.isApartFrom(simulation.topology)
  }
}
