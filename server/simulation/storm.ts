// A storm: events that cause more of their kind, round a cycle of the drawing, until a bound is hit. A
// large backlog is none: sources have published what waits in it.

import { ownValue } from '#shared/lib/entries.ts'
import { type AmplifyingCycle, predictLoad } from '#shared/topology/analysis.ts'
import type { ElementName } from '#shared/topology/elements.ts'
import { nodeName } from '#shared/topology/naming.ts'
import type { Topology } from '#shared/topology/topology.ts'
import type { Network } from './network.ts'
import type { SimulationWorld } from './world.ts'

/** Of a cycle on which every event comes back as one: it goes on for ever, and does not grow. */
const GAIN_STEADY = 1.001

/** Of an instant that does not end, so many places are named. */
const NAMED_MAX = 2

export class StormWatch {
  readonly #world: SimulationWorld
  readonly #network: Network
  /** Of the instant that did not end. */
  #busiest: readonly string[] | null = null
  #examined: { readonly topology: Topology; readonly cycle: AmplifyingCycle | null } | null = null

  constructor(world: SimulationWorld, network: Network) {
    this.#world = world
    this.#network = network
  }

  /** Why the run had to end, in words that name the culprit; null while it may go on. */
  haltReason(): string | null {
    const { haltReason, scheduler } = this.#world
    if (haltReason === null && !scheduler.stuck) return null
    const what = haltReason ?? 'More than a million things happened at one instant.'
    const cycle = this.#cycle()
    if (!cycle) return scheduler.stuck ? `${what}${this.#busiestNow()}` : what
    const names = [...cycle.names, cycle.names[0]].join(' → ')
    const gain = Number.isFinite(cycle.gain)
      ? `${Math.round(cycle.gain * 100) / 100} events`
      : 'more and more events'
    return `${what} The cycle ${names} causes ${gain} for each one that it handles.`
  }

  /**
   * To be asked when many messages are kept: what has happened, the beginning of a sentence, when the
   * drawing has a cycle on which events multiply and more are kept on it than sources have published in
   * all: where each event makes more than one on its way round, they will not stop.
   */
  storm(): string | null {
    const cycle = this.#cycle()
    if (!cycle || cycle.gain < GAIN_STEADY) return null
    const kept = cycle.nodeIds.reduce((sum, id) => sum + this.#keptIn(id), 0)
    const published = this.#publishedBySources()
    if (kept <= published) return null
    const { alive } = this.#world.messages
    return `Of ${published} events that sources have published, ${alive} messages are kept, and a cycle makes more and more of them`
  }

  /** A sentence that names where most of what the journal still knows of this instant happened. */
  #busiestNow(): string {
    this.#busiest ??= this.#busiestAt(this.#world.scheduler.now)
    const { topology } = this.#network
    const names = this.#busiest.map((id) => nodeName(topology, id))
    return names.length === 0 ? '' : ` Most of it was at ${names.join(' and ')}.`
  }

  #busiestAt(nowNs: number): readonly string[] {
    const { journal, table } = this.#world
    const counts = new Map<string, number>()
    for (let record = journal.length - 1; record >= journal.oldest; record -= 1) {
      const { atNs, element } = journal.row(record)
      if (atNs !== nowNs) break
      const nodeId = this.#nodeOf(table.nameOf(element))
      if (nodeId !== null) counts.set(nodeId, (counts.get(nodeId) ?? 0) + 1)
    }
    const busiest = [...counts].sort(([a, most], [b, other]) => other - most || (a < b ? -1 : 1))
    return busiest.slice(0, NAMED_MAX).map(([id]) => id)
  }

  #nodeOf(element: ElementName): string | null {
    const [section, id = ''] = element.split('/')
    const { subscriptions } = this.#network.topology
    if (section === 'subscriptions') return ownValue(subscriptions, id)?.serviceId ?? null
    return section === 'services' || section === 'channels' ? id : null
  }

  #cycle(): AmplifyingCycle | null {
    const { topology } = this.#network
    if (this.#examined?.topology !== topology)
      this.#examined = { topology, cycle: predictLoad(topology).amplifyingCycle }
    return this.#examined.cycle
  }

  #keptIn(nodeId: string): number {
    return this.#network.channels.get(nodeId)?.channel.figures.retained ?? 0
  }

  /** Those that edits have removed too. */
  #publishedBySources(): number {
    const { table, journal } = this.#world
    return table.elements.reduce(
      (sum, { sort }, element) =>
        sort === 'source' ? sum + journal.countOf('published', element) : sum,
      0,
    )
  }
}
