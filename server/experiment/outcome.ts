// What an experiment came to. All that is said about it, here and in every report, is computed from the
// results of its replications, so that parts that were run elsewhere merge to the very same.

import { assert } from '#shared/lib/assert.ts'
import { keptMetrics, type Plan, pointCount, type VariedValue, valuesAt } from './plan.ts'
import type { ReplicationResult } from './replication.ts'
import { type Estimate, estimate } from './statistics/interval.ts'
import { type WarmUpEnd, warmUpEnd, windowFrom } from './warmUp.ts'
import { type Warning, warningsOf } from './warnings.ts'

export interface PointOutcome {
  /** Counted from 0. */
  readonly point: number
  readonly values: readonly VariedValue[]
  readonly warmUp: WarmUpEnd
  /** In order, all of them, told from the end of the warm-up on. */
  readonly replications: readonly ReplicationResult[]
  /** By path. */
  readonly estimates: ReadonlyMap<string, Estimate>
  readonly warnings: readonly Warning[]
}

export interface Outcome {
  readonly plan: Plan
  /** In order; a search leaves out what it did not need. */
  readonly points: readonly PointOutcome[]
}

interface Missing {
  readonly point: number
  /** Counted from 1. */
  readonly replication: number
}

/** Results as they come in. */
export class Results {
  readonly plan: Plan
  readonly #byPoint = new Map<number, (ReplicationResult | undefined)[]>()
  readonly #outcomes = new Map<number, PointOutcome>()

  constructor(plan: Plan) {
    this.plan = plan
  }

  /** False where it is there already. */
  add(point: number, result: ReplicationResult): boolean {
    const results = this.#byPoint.get(point) ?? []
    this.#byPoint.set(point, results)
    if (results[result.replication - 1] !== undefined) return false
    results[result.replication - 1] = result
    return true
  }

  /** Points of which there is something, in order. */
  get points(): readonly number[] {
    return [...this.#byPoint.keys()].sort((a, b) => a - b)
  }

  of(point: number): readonly ReplicationResult[] {
    return (this.#byPoint.get(point) ?? []).filter((result) => result !== undefined)
  }

  isComplete(point: number): boolean {
    return this.of(point).length === this.plan.replications
  }

  get missingCount(): number {
    const present = this.points.reduce((sum, point) => sum + this.of(point).length, 0)
    return pointCount(this.plan.varied) * this.plan.replications - present
  }

  /** The first ones of what is missing, in order. */
  firstMissing(max: number): readonly Missing[] {
    const missing: Missing[] = []
    for (let point = 0; point < pointCount(this.plan.varied); point += 1)
      for (let replication = 1; replication <= this.plan.replications; replication += 1) {
        if (missing.length === max) return missing
        const isThere = this.#byPoint.get(point)?.[replication - 1] !== undefined
        if (!isThere) missing.push({ point, replication })
      }
    return missing
  }

  outcomeAt(point: number): PointOutcome {
    const known = this.#outcomes.get(point)
    if (known) return known
    assert(this.isComplete(point), 'a point is judged when all its replications are there')
    const all = this.of(point)
    const warmUp = warmUpEnd(this.plan, all)
    const windows = all.map((result) => windowFrom(result, warmUp.fromMs))
    const confidence = this.plan.confidence / 100
    const estimates = new Map(
      keptMetrics(this.plan).map((path) => {
        const values = windows.map(({ metrics }) => metrics[path] ?? null)
        return [path, estimate(values, confidence)] as const
      }),
    )
    const values = valuesAt(this.plan.varied, point)
    const replications = all.map((result, index) => ({
      ...result,
      windows: windows.slice(index, index + 1),
    }))
    const warnings = warningsOf({ plan: this.plan, warmUp, replications, windows, estimates })
    const outcome = { point, values, warmUp, replications, estimates, warnings }
    this.#outcomes.set(point, outcome)
    return outcome
  }

  /** Of all points that are complete. */
  outcome(): Outcome {
    const complete = this.points.filter((point) => this.isComplete(point))
    return { plan: this.plan, points: complete.map((point) => this.outcomeAt(point)) }
  }
}
