// A run: history = simulate(topology, seed, commands). The only clock is the kernel's.

import { unreachable } from '#shared/lib/assert.ts'
import { ownValue } from '#shared/lib/entries.ts'
import { applyEdit } from '#shared/topology/edit.ts'
import { lint } from '#shared/topology/lint.ts'
import type { Command, RunChange } from '#shared/topology/recipe.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { NO_EVENT } from '../broker/events.ts'
import { type SimTime, TIME_MAX } from '../engine/time.ts'
import { eventFacts } from './eventFacts.ts'
import { type ActiveFault, Faults } from './faults.ts'
import { FigureReader } from './figures.ts'
import type { Journal } from './journal.ts'
import { DEFAULT_LIMITS, type Limits } from './limits.ts'
import { type LoadAreas, loadAreasOf } from './loadAreas.ts'
import { RUN_ELEMENT } from './naming.ts'
import { Network, type NetworkState } from './network.ts'
import { carryOut, refusalOf } from './operator.ts'
import { ReadersOfLogs } from './readersOfLogs.ts'
import type { RunReport } from './report.ts'
import { markOf, type ReportMark, reportOf } from './reporter.ts'
import { Sight } from './sight.ts'
import { StormWatch } from './storm.ts'
import { SimulationWorld, type WorldState } from './world.ts'

export interface SimulationOptions {
  readonly topology: Topology
  readonly seed: number
  readonly commands?: readonly Command[]
  readonly limits?: Partial<Limits>
}

/** What is due at the end of time, or would be after it, never comes. */
const LAST_INSTANT = TIME_MAX - 1

/** Consumers that poll an empty queue go on for ever, and nothing of it is recorded. */
const STEP_INSTANTS_MAX = 100_000

/** An edit of a large drawing takes as long as many thousand timers. */
const COMMANDS_AT_ONCE = 16

/** A drawing that cannot run. */
class SimulationError extends Error {
  override readonly name = 'SimulationError'
}

export interface SimulationState {
  readonly topology: Topology
  readonly seed: number
  readonly limits: Limits
  readonly commands: readonly Command[]
  readonly applied: number
  readonly sequence: number
  readonly faults: readonly ActiveFault[]
  readonly world: WorldState
  readonly network: NetworkState
}

export class Simulation {
  readonly seed: number
  readonly sight: Sight
  readonly #limits: Limits
  readonly #world: SimulationWorld
  readonly #network: Network
  /** In the order in which they are applied. */
  readonly #commands: Command[]
  #applied = 0
  #sequence = 0
  readonly #faults: Faults
  readonly #storm: StormWatch
  readonly #figures: FigureReader

  /** Throws a SimulationError where lint finds errors in the drawing. */
  constructor(
    { topology, seed, commands = [], limits }: SimulationOptions,
    state?: SimulationState,
  ) {
    this.seed = seed
    this.#limits = { ...DEFAULT_LIMITS, ...limits }
    this.#world = new SimulationWorld(seed, this.#limits)
    this.#network = new Network(this.#world, this.#world.table)
    this.#faults = new Faults(this.#world, this.#network)
    this.#storm = new StormWatch(this.#world, this.#network)
    this.#figures = new FigureReader(this.#world, this.#network, this.#faults)
    this.sight = new Sight(this.#world, this.#network)
    this.#world.connect({
      channel: (id) => this.#network.channels.get(id)?.channel ?? null,
      eventType: (id) => ownValue(this.#network.topology.eventTypes, id),
      storm: () => this.#storm.storm(),
      readers: new ReadersOfLogs(this.#world.table, this.#network),
    })
    this.#commands = [...commands].sort((a, b) => a.atNs - b.atNs || a.sequence - b.sequence)
    this.#sequence = this.#commands.length
    if (state) {
      this.#world.restore(state.world)
      this.#network.become(topology, state.network)
      this.#applied = state.applied
      this.#sequence = state.sequence
      this.#faults.restore(state.faults)
      return
    }
    const problem = lint(topology).find(({ severity }) => severity === 'error')
    if (problem) throw new SimulationError(problem.message)
    this.#network.become(topology)
  }

  static restore(saved: unknown): Simulation {
    const state = saved as SimulationState
    const { topology, seed, commands, limits } = state
    return new Simulation({ topology, seed, commands, limits }, state)
  }

  get nowNs(): number {
    return this.#world.scheduler.now
  }

  /** The revision that runs. */
  get topology(): Topology {
    return this.#network.topology
  }

  get ended(): { readonly reason: string } | null {
    const reason = this.#storm.haltReason()
    return reason === null ? null : { reason }
  }

  /** When something happens next; Infinity where nothing does. */
  get nextInstantNs(): number {
    const commandAt = this.#commands[this.#applied]?.atNs ?? Infinity
    return Math.min(commandAt, this.#world.scheduler.earliestAt)
  }

  /** All of the run, for its recipe. */
  get commands(): readonly Command[] {
    return this.#commands
  }

  /** Timers and hand-offs carried out so far. */
  get fired(): number {
    return this.#world.scheduler.fired
  }

  get journal(): Journal {
    return this.#world.journal
  }

  /** Fires all timers due up to and including `untilNs` and rests the clock there; stops when ended. */
  advance(untilNs: number): void {
    while (!this.advanceAtMost(untilNs, Infinity));
  }

  /**
   * The same with bounded work; true when `untilNs` was reached. Never stops inside an instant, but for
   * one with many commands: then nothing can be saved.
   */
  advanceAtMost(untilNs: number, timersMax: number): boolean {
    const kernel = this.#world.scheduler
    const until = Math.min(untilNs, LAST_INSTANT)
    let firesLeft = timersMax
    let commandsLeft = COMMANDS_AT_ONCE
    for (;;) {
      const command = this.#commands[this.#applied]
      // A command comes before the timers of its instant, so the clock stops just short of it.
      const target = command && command.atNs <= until ? command.atNs - 1 : until
      if (target >= kernel.now) {
        const before = kernel.fired
        if (!kernel.runUntil(target as SimTime, firesLeft)) return false
        firesLeft -= kernel.fired - before
      }
      if (this.ended || !command || command.atNs > until) return true
      if (commandsLeft === 0) return false
      commandsLeft -= 1
      this.#apply(command)
    }
  }

  /** False between two commands of one instant, where nothing can be saved. */
  get isBetweenInstants(): boolean {
    return this.#commands[this.#applied]?.atNs !== this.nowNs
  }

  /** To the next instant at which the journal gets a record; false when none comes for a long time. */
  step(): boolean {
    const before = this.journal.length
    for (let instants = 0; instants < STEP_INSTANTS_MAX && !this.ended; instants += 1) {
      if (this.journal.length > before) break
      const next = this.nextInstantNs
      if (next > LAST_INSTANT) return false
      this.advance(next)
    }
    return this.journal.length > before
  }

  /** Takes effect a nanosecond from now: before whatever happens then, after all that happened. */
  command(change: RunChange): CommandResult {
    const refusal = this.#refusalNow(change)
    if (refusal !== null) return { ok: false, reason: refusal }
    const atNs = this.nowNs + 1
    const command: Command = { atNs, sequence: this.#sequence++, change }
    this.#commands.splice(this.#applied + this.#pendingAt(atNs), 0, command)
    return { ok: true, command }
  }

  /** The same, instead of all the commands that were to come. */
  commandInstead(change: RunChange): CommandResult {
    const refusal = this.#refusalNow(change)
    if (refusal !== null) return { ok: false, reason: refusal }
    this.dropCommandsToCome()
    return this.command(change)
  }

  dropCommandsToCome(): void {
    this.#commands.length = this.#applied
  }

  hash(): string {
    return this.journal.hash()
  }

  faults(): readonly ActiveFault[] {
    return this.#faults.active
  }

  /** Grows with every change of the dictionary. */
  get dictionaryVersion(): number {
    return this.#world.table.version + this.#world.keys.ranges.length
  }

  dictionary() {
    return {
      version: this.dictionaryVersion,
      elements: this.#world.table.elements.map((element) => ({ ...element })),
      keySpaces: this.#world.keys.ranges.map((range) => ({ ...range })),
    }
  }

  /** Doubles that `writeFigures` writes. */
  get figureWidth(): number {
    return this.#figures.width
  }

  /** In the order of the dictionary. */
  writeFigures(into: Float64Array): void {
    this.#figures.write(into)
  }

  /** Null when the journal has forgotten the event. */
  eventDetail(origin: number, n: number) {
    return eventFacts(this.#world, this.topology, { seed: this.seed, origin, n })
  }

  /** Of all that happened, or of what happened after a mark. */
  report(since?: ReportMark): RunReport {
    return reportOf(this.#world, this.#network, { ...this.#reportFacts(), since: since ?? null })
  }

  mark(): ReportMark {
    return markOf(this.#world, this.#network, this.#reportFacts())
  }

  loadAreas(): LoadAreas {
    return loadAreasOf(this.#world, this.#network)
  }

  #reportFacts() {
    const endedBecause = this.ended?.reason ?? null
    return { seed: this.seed, commands: this.#applied, endedBecause }
  }

  /** For now: parts of it are views of the live run, to be copied by whoever keeps them. */
  save(): SimulationState {
    return {
      topology: this.topology,
      seed: this.seed,
      limits: this.#limits,
      commands: [...this.#commands],
      applied: this.#applied,
      sequence: this.#sequence,
      faults: this.#faults.active,
      world: this.#world.save(),
      network: this.#network.save(),
    }
  }

  /** How many commands that wait are due before one that comes now. */
  #pendingAt(atNs: number): number {
    let pending = 0
    while ((this.#commands[this.#applied + pending]?.atNs ?? Infinity) <= atNs) pending += 1
    return pending
  }

  #refusalNow(change: RunChange): string | null {
    return this.ended ? 'The run is over; reset it to go on.' : this.#refusalOf(change)
  }

  /** Why the change does not apply to the run as it is, in a sentence. */
  #refusalOf(change: RunChange): string | null {
    switch (change.kind) {
      case 'edit':
        return null
      case 'operate':
      case 'seek':
        return refusalOf(change, this.#network)
      default:
        return this.#faults.refusalOf(change)
    }
  }

  #apply(command: Command): void {
    this.#applied += 1
    const kernel = this.#world.scheduler
    // Nothing is due before it: the clock only moves on to its instant.
    kernel.moveTo(command.atNs as SimTime)
    const { change } = command
    switch (change.kind) {
      case 'edit':
        this.#applyEdits(change.edits)
        break
      case 'fault':
        this.#faults.begin(change.fault)
        break
      case 'recover':
        this.#faults.recover(change.serviceId, change.fault)
        break
      case 'restoreNode':
        this.#faults.restoreNode(change.channelId, change.node)
        break
      case 'operate':
      case 'seek':
        carryOut(change, this.#network)
        break
      default:
        unreachable(change)
    }
  }

  /** An edit that makes no sense here, in a recipe changed by hand, ends the run with a reason. */
  #applyEdits(edits: Extract<RunChange, { kind: 'edit' }>['edits']): void {
    let next = this.topology
    for (const edit of edits) {
      const result = applyEdit(next, edit)
      if (!result.ok) {
        this.#world.halt(`The edit "${edit.label}" could not be carried out: ${result.reason}`)
        return
      }
      next = result.topology
    }
    const problem = lint(next).find(({ severity }) => severity === 'error')
    if (problem) {
      this.#world.halt(`The drawing can no longer run: ${problem.message}`)
      return
    }
    const channelsBefore = new Map(
      [...this.#network.channels].map(([id, { channel }]) => [id, channel]),
    )
    this.#network.become(next)
    this.#faults.follow(channelsBefore)
    const element = this.#world.table.indexOf(RUN_ELEMENT)
    this.#world.record('edited', element, NO_EVENT, 0, edits.length)
  }
}

export type CommandResult =
  | { readonly ok: true; readonly command: Command }
  | { readonly ok: false; readonly reason: string }
