// A drawing run for some seconds, and its journal as lines: `1200ms billing delivered placed-3 #2`.

import { JOURNAL_KINDS, type JournalKind } from '#shared/lib/journal.ts'
import { METRICS } from '#shared/lib/metrics.ts'
import type { RunChange } from '#shared/topology/recipe.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { Simulation } from './simulation.ts'

export class Stage {
  readonly simulation: Simulation

  constructor(topology: Topology) {
    this.simulation = new Simulation({ topology, seed: 7 })
  }

  /** To this virtual time. */
  run(untilMs: number): this {
    this.simulation.advance(untilMs * 1e6)
    return this
  }

  /** Takes effect a nanosecond later. Throws where it is refused. */
  change(change: RunChange): this {
    const outcome = this.simulation.command(change)
    if (!outcome.ok) throw new Error(outcome.reason)
    this.simulation.advance(outcome.command.atNs)
    return this
  }

  /** Why the change is refused; null where it is not. */
  refusalOf(change: RunChange): string | null {
    const outcome = this.simulation.command(change)
    return outcome.ok ? null : outcome.reason
  }

  /** In whole milliseconds: commands take effect a nanosecond after. */
  history(...kinds: JournalKind[]): string[] {
    const { elements } = this.simulation.dictionary()
    const lastStep = (element: number) => elements[element]?.name.split('/').at(-1) ?? ''
    return this.simulation.journal.rows(0, Infinity).flatMap((row) => {
      const kind = JOURNAL_KINDS[row.kind] as JournalKind
      if (kinds.length > 0 && !kinds.includes(kind)) return []
      const words = [`${Math.floor(row.atNs / 1e6)}ms`, lastStep(row.element), kind]
      if (row.origin >= 0) words.push(`${lastStep(row.origin)}-${row.n}`)
      if (row.attempt > 0) words.push(`#${row.attempt}`)
      if (row.detail !== 0) words.push(`(${row.detail})`)
      return [words.join(' ')]
    })
  }

  /** A live figure of an element. */
  figures(name: string): Readonly<Record<string, number>> {
    return figuresOf(this.simulation, name)
  }
}

function figuresOf(simulation: Simulation, wanted: string): Readonly<Record<string, number>> {
  const figures = new Float64Array(simulation.figureWidth)
  simulation.writeFigures(figures)
  let at = 0
  for (const { name, sort, removed } of simulation.dictionary().elements) {
    if (sort === null || removed) continue
    const metrics = METRICS[sort]
    if (name === wanted)
      return Object.fromEntries(metrics.map((metric, index) => [metric, figures[at + index] ?? 0]))
    at += metrics.length
  }
  throw new Error(`${wanted} has no figures.`)
}
