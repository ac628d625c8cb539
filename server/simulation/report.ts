// What a run came to, for machines: counts, latencies, levels, and the hash of the history.

import { ownValue } from '#shared/lib/entries.ts'
import { elementNames } from '#shared/topology/elements.ts'
import { publicationsOf } from '#shared/topology/publications.ts'
import { ENGINE_VERSION } from '#shared/topology/recipe.ts'
import { inMilliseconds, type SimTime } from '../engine/time.ts'
import type { Latencies, Latency } from '../runtime/latencies.ts'
import type { ServiceSubscription } from '../runtime/serviceSubscription.ts'
import type { Counter } from './journal.ts'
import type { Network } from './network.ts'
import type { SimulationWorld } from './world.ts'

/** Milliseconds; null where nothing was measured. */
export interface LatencyReport {
  readonly count: number
  readonly mean: number | null
  readonly p50: number | null
  readonly p95: number | null
  readonly p99: number | null
  readonly max: number | null
}

export interface LatenciesReport {
  readonly waitMs: LatencyReport
  readonly serviceTimeMs: LatencyReport
  readonly handlingMs: LatencyReport
  readonly endToEndMs: LatencyReport
}

export interface Counts {
  readonly published: number
  readonly delivered: number
  readonly acknowledged: number
  readonly retried: number
  readonly deadLettered: number
  readonly dropped: number
  readonly expired: number
  readonly waiting: number
  readonly inFlight: number
}

export interface ServiceReport extends Counts, LatenciesReport {
  readonly name: string
  readonly failed: number
  /** Publications that were not taken, as far as it was told. */
  readonly refused: number
  /** Busy slots / slots, over the whole run. */
  readonly utilisation: number
}

export interface ChannelReport extends Counts {
  readonly name: string
  readonly kind: string
  readonly accepted: number
  readonly unroutable: number
  readonly refused: number
  readonly returned: number
  readonly conflicted: number
  readonly deduplicated: number
  readonly lost: number
  readonly compacted: number
  readonly purged: number
  readonly redriven: number
  readonly retained: number
  readonly depthMean: number
  readonly depthMax: number
}

export interface SubscriptionReport extends Counts, LatenciesReport {
  readonly channelId: string
  readonly serviceId: string
  readonly failed: number
  readonly redelivered: number
  readonly requeued: number
  readonly abandoned: number
  readonly lag: number
}

export interface EventTypeReport extends Counts, LatenciesReport {
  readonly name: string
  readonly failed: number
}

export interface RunReport {
  readonly engineVersion: string
  readonly topology: string
  readonly seed: number
  readonly untilMs: number
  readonly commands: number
  readonly endedBecause: string | null
  readonly historyHash: string
  readonly journalRecords: number
  readonly services: Readonly<Record<string, ServiceReport>>
  readonly channels: Readonly<Record<string, ChannelReport>>
  readonly subscriptions: Readonly<Record<string, SubscriptionReport>>
  readonly eventTypes: Readonly<Record<string, EventTypeReport>>
}

interface RunFacts {
  readonly seed: number
  readonly commands: number
  readonly endedBecause: string | null
}

export function reportOf(world: SimulationWorld, network: Network, facts: RunFacts): RunReport {
  const reporter = new Reporter(world, network)
  return {
    engineVersion: ENGINE_VERSION,
    topology: network.topology.name,
    seed: facts.seed,
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
}

class Reporter {
  readonly #world: SimulationWorld
  readonly #network: Network

  constructor(world: SimulationWorld, network: Network) {
    this.#world = world
    this.#network = network
  }

  service(id: string): ServiceReport | null {
    const service = this.#network.services.get(id)
    const spec = ownValue(this.#network.topology.services, id)
    if (!service || !spec) return null
    const elements = this.#network.subscriptionElementsOf('serviceId', id)
    const sum = (counter: Counter) => this.#world.journal.sumOf(counter, elements)
    const now = this.#world.scheduler.now
    const slots = service.up.areaUntil(now)
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
      utilisation: slots > 0 ? service.busy.areaUntil(now) / slots : 0,
      ...latencies(service.latencies),
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
    const now = this.#world.scheduler.now
    this.#world.depths.settle(now)
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
      depthMean: depth.averageUntil(now),
      depthMax: depth.max,
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
      ...latencies(service.latencies),
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
      ...latencies(this.#network.latenciesOfType(element)),
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

function latencies({ wait, serviceTime, handling, endToEnd }: Latencies): LatenciesReport {
  return {
    waitMs: latency(wait),
    serviceTimeMs: latency(serviceTime),
    handlingMs: latency(handling),
    endToEndMs: latency(endToEnd),
  }
}

function latency({ all }: Latency): LatencyReport {
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
