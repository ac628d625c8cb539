// Reads off the parts of a run what they came to, since the start or since a mark.

import { ownValue } from '#shared/lib/entries.ts'
import { elementNames } from '#shared/topology/elements.ts'
import { publicationsOf } from '#shared/topology/publications.ts'
import { ENGINE_VERSION } from '#shared/topology/recipe.ts'
import type { Histogram } from '../engine/histogram.ts'
import type { Level } from '../engine/level.ts'
import { inMilliseconds, type SimTime } from '../engine/time.ts'
import type { LatencyOwner } from '../runtime/latencyBook.ts'
import type { ServiceSubscription } from '../runtime/serviceSubscription.ts'
import type { Counter } from './journalCounters.ts'
import { MeasureMarks } from './measureMarks.ts'
import type { Network } from './network.ts'
import type {
  ChannelReport,
  EventTypeReport,
  LatenciesReport,
  LatencyReport,
  RunReport,
  ServiceReport,
  SubscriptionReport,
} from './report.ts'
import { withoutCountsOf } from './reportCounts.ts'
import type { SimulationWorld } from './world.ts'

/** A moment of a run, from which on a later report counts. */
export interface ReportMark {
  readonly atNs: number
  /** Of all that had happened by then. */
  readonly report: RunReport
  readonly measures: MeasureMarks
}

interface RunFacts {
  readonly seed: number
  readonly commands: number
  readonly endedBecause: string | null
}

/** Of all that happened, or of what happened after a mark. */
export function reportOf(
  world: SimulationWorld,
  network: Network,
  { since = null, ...facts }: RunFacts & { readonly since?: ReportMark | null },
): RunReport {
  const reporter = new Reporter(world, network, since)
  const report = {
    engineVersion: ENGINE_VERSION,
    topology: network.topology.name,
    seed: facts.seed,
    fromMs: inMilliseconds((since?.atNs ?? 0) as SimTime),
    untilMs: inMilliseconds(world.scheduler.now),
    commands: facts.commands,
    endedBecause: facts.endedBecause,
    historyHash: world.journal.hash(),
    journalRecords: world.journal.length,
    services: mapped(network.services.keys(), (id) => reporter.service(id)),
    channels: mapped(network.channels.keys(), (id) => reporter.channel(id)),
    subscriptions: mapped(network.subscriptions.keys(), (id) => reporter.subscription(id)),
    eventTypes: mapped(Object.keys(network.topology.eventTypes), (id) => reporter.eventType(id)),
  }
  return since === null ? report : withoutCountsOf(since.report, report)
}

/** Remembers what a report needs to leave out what happened up to now. */
export function markOf(world: SimulationWorld, network: Network, facts: RunFacts): ReportMark {
  const report = reportOf(world, network, facts)
  return { atNs: world.scheduler.now, report, measures: new MeasureMarks(world, network) }
}

class Reporter {
  readonly #world: SimulationWorld
  readonly #network: Network
  readonly #marks: MeasureMarks | null

  constructor(world: SimulationWorld, network: Network, since: ReportMark | null) {
    this.#world = world
    this.#network = network
    this.#marks = since?.measures ?? null
  }

  service(id: string): ServiceReport | null {
    const service = this.#network.services.get(id)
    const spec = ownValue(this.#network.topology.services, id)
    if (!service || !spec) return null
    const elements = this.#network.subscriptionElementsOf('serviceId', id)
    const sum = (counter: Counter) => this.#world.journal.sumOf(counter, elements)
    const slots = this.#areaOf(service.up)
    return {
      name: spec.name,
      published: this.#publishedUnder(`${elementNames.service(id)}/`),
      delivered: sum('delivered'),
      acknowledged: sum('acknowledged'),
      retried: sum('retried'),
      failed: sum('failed'),
      refused: service.refused,
      deadLettered: sum('deadLettered'),
      dropped: sum('dropped'),
      expired: 0,
      ...levels(this.#subscriptionsOf(id)),
      utilisation: slots > 0 ? this.#areaOf(service.busy) / slots : 0,
      ...this.#latencies({ kind: 'service', id }),
    }
  }

  channel(id: string): ChannelReport | null {
    const channel = this.#network.channels.get(id)?.channel
    const spec = ownValue(this.#network.topology.channels, id)
    if (!channel || !spec) return null
    const elements = this.#network.subscriptionElementsOf('channelId', id)
    const element = this.#world.table.indexOf(elementNames.channel(id))
    const count = (counter: Counter) => this.#world.journal.countOf(counter, element)
    const sum = (counter: Counter) => this.#world.journal.sumOf(counter, elements)
    const { waiting, inFlight, retained } = channel.figures
    this.#world.depths.settle()
    const depth = this.#world.depths.of(id)
    return {
      name: spec.name,
      kind: spec.kind,
      published: this.#publishedTo(id),
      accepted: count('accepted'),
      unroutable: count('unroutable'),
      refused: count('refused'),
      returned: count('returned'),
      conflicted: count('conflicted'),
      deduplicated: count('deduplicated'),
      lost: count('lost'),
      compacted: count('compacted'),
      purged: count('purged'),
      redriven: count('redriven'),
      delivered: sum('delivered'),
      acknowledged: sum('acknowledged'),
      retried: sum('redelivered'),
      deadLettered: channel.guarantees.replays ? sum('deadLettered') : count('deadLettered'),
      dropped: channel.guarantees.replays ? sum('dropped') : count('dropped'),
      expired: count('expired'),
      waiting,
      inFlight,
      retained,
      depthMean: this.#averageOf(depth),
      depthMax: this.#marks?.maxOf(depth) ?? depth.max,
    }
  }

  subscription(id: string): SubscriptionReport | null {
    const running = this.#network.subscriptions.get(id)
    if (!running) return null
    const { service } = running
    const count = (counter: Counter) => this.#world.journal.countOf(counter, service.element)
    return {
      channelId: service.spec.channelId,
      serviceId: service.spec.serviceId,
      published: 0,
      delivered: count('delivered'),
      acknowledged: count('acknowledged'),
      retried: count('retried'),
      failed: count('failed'),
      redelivered: count('redelivered'),
      requeued: count('requeued'),
      abandoned: count('abandoned'),
      deadLettered: count('deadLettered'),
      dropped: count('dropped'),
      expired: 0,
      waiting: service.figures.waiting,
      inFlight: service.figures.inFlight,
      lag: service.figures.lag,
      ...this.#latencies({ kind: 'subscription', id }),
    }
  }

  eventType(id: string): EventTypeReport | null {
    const spec = ownValue(this.#network.topology.eventTypes, id)
    if (!spec) return null
    const element = this.#world.table.indexOf(elementNames.eventType(id))
    const count = (counter: Counter) => this.#world.journal.countOf(counter, element)
    return {
      name: spec.name,
      published: count('published'),
      delivered: count('delivered'),
      acknowledged: count('acknowledged'),
      retried: count('retried'),
      failed: count('failed'),
      deadLettered: count('deadLettered'),
      dropped: count('dropped'),
      expired: count('expired'),
      waiting: 0,
      inFlight: 0,
      ...this.#latencies({ kind: 'type', id: element }),
    }
  }

  #areaOf(level: Level): number {
    const area = level.areaUntil(this.#world.scheduler.now)
    return area - (this.#marks?.areaOf(level) ?? 0)
  }

  #averageOf(level: Level): number {
    const now = this.#world.scheduler.now
    const passed = now - (this.#marks?.atNs ?? now)
    return passed > 0 ? this.#areaOf(level) / passed : level.averageUntil(now)
  }

  #latencies(owner: LatencyOwner): LatenciesReport {
    const { latencies } = this.#network
    const { wait, serviceTime, handling, endToEnd } = latencies.all(owner, this.#marks?.latencies)
    return {
      waitMs: latencyOf(wait),
      serviceTimeMs: latencyOf(serviceTime),
      handlingMs: latencyOf(handling),
      endToEndMs: latencyOf(endToEnd),
    }
  }

  #subscriptionsOf(serviceId: string): readonly ServiceSubscription[] {
    return [...this.#network.subscriptions.values()]
      .map(({ service }) => service)
      .filter(({ spec }) => spec.serviceId === serviceId)
  }

  /** By sources and outputs; an exchange, which keeps nothing, counts them too. */
  #publishedTo(channelId: string): number {
    return publicationsOf(this.#network.topology)
      .filter(({ publishes }) => publishes.channelId === channelId)
      .map(({ element }) => this.#world.table.indexOf(element))
      .reduce((sum, element) => sum + this.#world.journal.countOf('published', element), 0)
  }

  #publishedUnder(prefix: string): number {
    let published = 0
    this.#world.table.elements.forEach(({ name }, element) => {
      if (name.startsWith(prefix)) published += this.#world.journal.countOf('published', element)
    })
    return published
  }
}

function levels(
  own: readonly { readonly figures: { readonly waiting: number; readonly inFlight: number } }[],
) {
  return {
    waiting: own.reduce((sum, { figures }) => sum + figures.waiting, 0),
    inFlight: own.reduce((sum, { figures }) => sum + figures.inFlight, 0),
  }
}

function latencyOf(all: Histogram): LatencyReport {
  const ms = (value: number) => (all.count === 0 ? null : inMilliseconds(value as SimTime))
  return {
    count: all.count,
    mean: ms(all.mean),
    p50: ms(all.quantile(0.5)),
    p95: ms(all.quantile(0.95)),
    p99: ms(all.quantile(0.99)),
    max: ms(all.max),
  }
}

function mapped<Value>(
  ids: Iterable<string>,
  reportFor: (id: string) => Value | null,
): Readonly<Record<string, Value>> {
  const entries = [...ids].sort().flatMap((id): [string, Value][] => {
    const report = reportFor(id)
    return report === null ? [] : [[id, report]]
  })
  return Object.fromEntries(entries)
}
