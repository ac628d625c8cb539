// Watches a run for breakpoints: it sees the records as they are written, and says at the end of an instant
// whether the run shall stay there.

import type { JournalRow } from '#shared/lib/journal.ts'
import type { Breakpoint } from '#shared/protocol/breakpoints.ts'
import type { Topology } from '#shared/topology/topology.ts'
import type { JournalWatch, SeenEvent } from '../../simulation/journalWatch.ts'
import type { Simulation } from '../../simulation/simulation.ts'
import { CompiledBreakpoint, flagsOf, Payloads } from './compiled.ts'

/** Records of one instant whose backlog is looked at when it is over. */
const BACKLOGS_AN_INSTANT_MAX = 1000

export interface Met {
  readonly breakpoint: Breakpoint
  readonly record: JournalRow
  /** How much waits, where the breakpoint asks for that. */
  readonly backlog: number | null
}

/** What is remembered of breakpoints from one instant to the next, also when they are compiled anew. */
export class Tallies {
  /** How often each was met. */
  readonly counts = new Map<string, number>()
  /** Breakpoint and element of backlogs that have risen above their bound and not fallen yet. */
  readonly risen = new Set<string>()

  clear(): void {
    this.counts.clear()
    this.risen.clear()
  }

  forget(id: string): void {
    this.counts.delete(id)
    for (const key of this.risen) if (key.startsWith(`${id} `)) this.risen.delete(key)
  }

  /** True at every nth time. */
  count({ id, every }: Breakpoint): boolean {
    const count = (this.counts.get(id) ?? 0) + 1
    this.counts.set(id, count)
    return count % every === 0
  }
}

export class BreakpointWatch implements JournalWatch {
  #wants: Uint8Array = new Uint8Array(0)
  readonly #simulation: Simulation
  readonly #breakpoints: readonly Breakpoint[]
  readonly #tallies: Tallies
  #compiled: readonly CompiledBreakpoint[] = []
  #topology: Topology | null = null
  #version = -1
  #met: Met | null = null
  /** Of this instant: to be looked at when it is over. */
  #backlogs: { readonly compiled: CompiledBreakpoint; readonly record: JournalRow }[] = []

  constructor(simulation: Simulation, breakpoints: readonly Breakpoint[], tallies: Tallies) {
    this.#simulation = simulation
    this.#breakpoints = breakpoints
    this.#tallies = tallies
    this.follow()
  }

  get wants(): Uint8Array {
    return this.#wants
  }

  get isMet(): boolean {
    return this.#met !== null
  }

  /** An edit may have brought other elements. */
  follow(): void {
    const { topology, sight } = this.#simulation
    if (topology === this.#topology && sight.version === this.#version) return
    this.#topology = topology
    this.#version = sight.version
    const payloads = new Payloads(sight)
    this.#compiled = this.#breakpoints.map(
      (breakpoint) => new CompiledBreakpoint(breakpoint, topology, payloads),
    )
    this.#wants = flagsOf(this.#compiled)
  }

  see(record: JournalRow, event: SeenEvent): void {
    for (const compiled of this.#compiled) {
      if (!compiled.isMetBy(record, event)) continue
      const { condition } = compiled.breakpoint
      if (condition?.kind !== 'waiting' && condition?.kind !== 'lag')
        this.#meet({ breakpoint: compiled.breakpoint, record, backlog: null })
      else if (this.#backlogs.length < BACKLOGS_AN_INSTANT_MAX)
        this.#backlogs.push({ compiled, record })
    }
  }

  /** An instant is over. */
  settle(): void {
    if (this.#backlogs.length > 0) this.#lookAtBacklogs()
    this.follow()
  }

  /** The first that was met since the last call. */
  take(): Met | null {
    const met = this.#met
    this.#met = null
    return met
  }

  #lookAtBacklogs(): void {
    const backlogs = this.#backlogs
    this.#backlogs = []
    for (const { compiled, record } of backlogs) {
      const { breakpoint } = compiled
      const backlog = compiled.backlogAt(record)
      if (backlog === null) continue
      const { risen } = this.#tallies
      const key = `${breakpoint.id} ${record.element}`
      const isAbove = backlog.now > backlog.above
      const rises = isAbove && !risen.has(key)
      if (isAbove) risen.add(key)
      else risen.delete(key)
      if (rises) this.#meet({ breakpoint, record, backlog: backlog.now })
    }
  }

  #meet(met: Met): void {
    if (this.#tallies.count(met.breakpoint)) this.#met ??= met
  }
}
