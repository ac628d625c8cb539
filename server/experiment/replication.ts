// One replication at one point: a run of its own, told without its warm-up. Where that ends, all
// replications of the point say together (`warmUp.ts`), so each is told from several moments on.

import { assert } from '#shared/lib/assert.ts'
import type { ReportMark } from '../simulation/reporter.ts'
import { Simulation } from '../simulation/simulation.ts'
import { LoadSeries, type Thirds } from './loadSeries.ts'
import { measure } from './metrics.ts'
import { cutsMs, keptMetrics, type Plan, type Task, topologyAt } from './plan.ts'
import { seedOfReplication } from './seeds.ts'

/** Of the load: a hundred batches of five. */
const LOOKS = 500

/** Timers between two words on how far it is. */
const TIMERS_AT_ONCE = 50_000

/** What came after one moment. */
export interface Window {
  readonly fromMs: number
  /** Waits measured, by subscription: what percentiles rest on. */
  readonly waits: Readonly<Record<string, number>>
  /** By channel. */
  readonly backlogs: Readonly<Record<string, Thirds>>
  /** By path; null where nothing was measured. */
  readonly metrics: Readonly<Record<string, number | null>>
}

export interface ReplicationResult {
  /** Counted from 1. */
  readonly replication: number
  /** `millrace run --seed` with it repeats this very run. */
  readonly seed: number
  readonly historyHash: string
  readonly untilMs: number
  /** Why it ended before its time. */
  readonly endedBecause: string | null
  /** Messages that wait or are worked on, on average in each hundredth of the time. */
  readonly load: readonly number[]
  /** By channel, over the whole time. */
  readonly backlogs: Readonly<Record<string, Thirds>>
  /** At least one, in the order of their beginnings. */
  readonly windows: readonly Window[]
}

/** `share`: how much of the run is done. */
export type OnProgress = (share: number) => void

export function replicate(plan: Plan, task: Task, onProgress: OnProgress): ReplicationResult {
  const placed = topologyAt(plan, task.point)
  assert(placed.ok, 'every point of a plan was tried before it began')
  const seed = seedOfReplication(plan.seed, task.replication)
  const { topology } = placed
  const simulation = new Simulation({ topology, seed, commands: plan.commands })
  const run = new WatchedRun(simulation, plan, onProgress)
  run.toTheEnd()
  const { historyHash, untilMs, endedBecause } = simulation.report()
  return {
    replication: task.replication + 1,
    seed,
    historyHash,
    untilMs,
    endedBecause,
    load: run.series.batches(),
    backlogs: run.series.thirdsAfter(0),
    windows: run.windows(),
  }
}

class WatchedRun {
  readonly series = new LoadSeries()
  readonly #simulation: Simulation
  readonly #plan: Plan
  readonly #untilNs: number
  readonly #onProgress: OnProgress
  /** Null: the beginning of the run. */
  readonly #marks: (ReportMark | null)[] = []

  constructor(simulation: Simulation, plan: Plan, onProgress: OnProgress) {
    this.#simulation = simulation
    this.#plan = plan
    this.#untilNs = Math.round(plan.untilMs * 1_000_000)
    this.#onProgress = onProgress
  }

  toTheEnd(): void {
    const cutsNs = cutsMs(this.#plan).map((ms) => Math.round(ms * 1_000_000))
    for (let look = 1; look <= LOOKS && !this.#simulation.ended; look += 1) {
      const atNs = Math.floor((this.#untilNs * look) / LOOKS)
      while ((cutsNs[0] ?? Infinity) <= atNs) this.#markAt(cutsNs.shift() ?? 0)
      this.#advance(atNs)
      this.series.look(this.#simulation.loadAreas(), this.#simulation.nowNs)
      this.#onProgress(look / LOOKS)
    }
  }

  windows(): readonly Window[] {
    const paths = keptMetrics(this.#plan)
    // A run that ended before its first mark is told as a whole.
    const marks = this.#marks.length > 0 ? this.#marks : [null]
    return marks.map((mark) => this.#windowAfter(mark, paths))
  }

  #windowAfter(mark: ReportMark | null, paths: readonly string[]): Window {
    const simulation = this.#simulation
    const report = mark === null ? simulation.report() : simulation.report(mark)
    const waits = Object.entries(report.subscriptions).map(([id, { waitMs }]) => [id, waitMs.count])
    const share = simulation.nowNs > 0 ? (mark?.atNs ?? 0) / simulation.nowNs : 0
    return {
      fromMs: report.fromMs,
      waits: Object.fromEntries(waits),
      backlogs: this.series.thirdsAfter(share),
      metrics: Object.fromEntries(paths.map((path) => [path, measure(report, path)])),
    }
  }

  #markAt(atNs: number): void {
    this.#advance(atNs)
    if (!this.#simulation.ended) this.#marks.push(atNs === 0 ? null : this.#simulation.mark())
  }

  #advance(untilNs: number): void {
    while (!this.#simulation.advanceAtMost(untilNs, TIMERS_AT_ONCE))
      this.#onProgress(this.#simulation.nowNs / this.#untilNs)
  }
}
