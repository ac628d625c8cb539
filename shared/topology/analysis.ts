// Predicts the load of a drawing from its traffic equations: rates, utilisations, and cycles that
// amplify. What it leaves out: waiting (but for closed loops), visibility timeouts that end too early, keys that are uneven.

import { entriesById, ownValue } from '../lib/entries.ts'
import { averageRate, peakRate } from './analysis/arrivalRates.ts'
import { availabilityOf } from './analysis/availability.ts'
import { closedShare, slowedDown } from './analysis/closedLoops.ts'
import { slotsOf } from './analysis/connections.ts'
import { type Cycle, ratesOf } from './analysis/rates.ts'
import { increase, type Traffic, trafficOf } from './analysis/traffic.ts'
import type { Arrivals } from './arrivals.ts'
import { type ElementName, elementNames } from './elements.ts'
import type { Topology } from './topology.ts'

export interface ServiceLoad {
  /** First deliveries, of whatever its subscriptions bring. */
  readonly arrivalsPerSecond: number
  /** Slots that are busy, of all its slots while they are up; backoffs keep a slot busy too. 1 and more: it falls behind. */
  readonly utilisation: number
  /** The same for the slot that carries most, which Kafka's assignment may make worse than the mean. */
  readonly busiestUtilisation: number
  readonly slots: number
}

export interface AmplifyingCycle {
  /** Channels and services in the order in which the events come to them. */
  readonly names: readonly string[]
  readonly nodeIds: readonly string[]
  /** How many events one event comes back as; may be infinite. */
  readonly gain: number
}

/** Rates are per second, and infinite behind a cycle that amplifies. */
export interface Load {
  readonly services: Readonly<Record<string, ServiceLoad>>
  readonly subscriptions: Readonly<Record<string, { readonly ratePerSecond: number }>>
  /** Everything that comes to the channel: published, routed, dead-lettered. */
  readonly channels: Readonly<Record<string, { readonly publishedPerSecond: number }>>
  readonly elements: Readonly<Record<ElementName, number>>
  readonly amplifyingCycle: AmplifyingCycle | null
  /** True where the drawing is so large that something was guessed or left out. */
  readonly assumed: boolean
}

/** `average`: over a profile's whole length; `peak`: with every profile at its highest point. */
export function predictLoad(topology: Topology, at: 'average' | 'peak' = 'average'): Load {
  const openRate = at === 'peak' ? peakRate : averageRate
  const share = closedShare(topology, (rateOf) => servicesWith(topology, rateOf), openRate)
  return loadWith(topology, (arrivals) => slowedDown(arrivals, openRate(arrivals), share))
}

/** The same prediction after elements were given other names. */
export function withNames(load: Load, topology: Topology): Load {
  const { amplifyingCycle: cycle } = load
  if (cycle === null) return load
  return { ...load, amplifyingCycle: { ...cycle, names: namesOf(topology, cycle.nodeIds) } }
}

type RateOf = (arrivals: Arrivals) => number

function servicesWith(topology: Topology, rateOf: RateOf): Load['services'] {
  return loadWith(topology, rateOf).services
}

function loadWith(topology: Topology, rateOfArrivals: RateOf): Load {
  const traffic = trafficOf(topology, rateOfArrivals)
  const { perSecond, amplifying, assumed } = ratesOf(traffic.vertices)
  const totals = totalsOf(traffic, perSecond)
  const rateOf = (name: ElementName) => totals.passes.get(name) ?? 0
  return {
    services: byId(topology.services, (id) => serviceLoad(topology, id, totals)),
    subscriptions: byId(topology.subscriptions, (id) => ({
      ratePerSecond: rateOf(elementNames.subscription(id)),
    })),
    channels: byId(topology.channels, (id) => ({
      publishedPerSecond: rateOf(elementNames.channel(id)),
    })),
    elements: Object.fromEntries(totals.passes),
    amplifyingCycle: worstOf(amplifying.map((cycle) => described(topology, traffic, cycle))),
    assumed: traffic.assumed || assumed,
  }
}

interface Totals {
  readonly passes: ReadonlyMap<ElementName, number>
  /** Milliseconds of slots that are occupied, per second. */
  readonly occupies: ReadonlyMap<ElementName, number>
  readonly occupiesBusiest: ReadonlyMap<ElementName, number>
}

function totalsOf({ vertices, published }: Traffic, perSecond: readonly number[]): Totals {
  const totals = {
    passes: new Map(published),
    occupies: new Map<ElementName, number>(),
    occupiesBusiest: new Map<ElementName, number>(),
  }
  vertices.forEach(({ effects }, index) => {
    const rate = perSecond[index] ?? 0
    // Zero times an infinite occupation is nothing.
    if (rate === 0) return
    for (const { kind, name, amount } of effects) increase(totals[kind], name, rate * amount)
  })
  return totals
}

function serviceLoad(topology: Topology, id: string, totals: Totals): ServiceLoad {
  const name = elementNames.service(id)
  const slots = slotsOf(topology, id)
  const availability = availabilityOf(ownValue(topology.services, id)?.breakdowns)
  const slotMs = 1000 * availability
  const utilisation = slots > 0 ? (totals.occupies.get(name) ?? 0) / slotMs / slots : 0
  const busiest = (totals.occupiesBusiest.get(name) ?? 0) / slotMs
  return {
    arrivalsPerSecond: totals.passes.get(name) ?? 0,
    utilisation,
    busiestUtilisation: Math.max(utilisation, busiest),
    slots,
  }
}

function byId<Value>(
  map: Readonly<Record<string, unknown>>,
  make: (id: string) => Value,
): Readonly<Record<string, Value>> {
  return Object.fromEntries(entriesById(map).map(([id]) => [id, make(id)]))
}

function described(
  topology: Topology,
  { vertices }: Traffic,
  { indices, gain }: Cycle,
): AmplifyingCycle {
  const nodeIds = indices.flatMap((index, step) => {
    const vertex = vertices[index]
    const next = indices[(step + 1) % indices.length]
    const via = vertex?.links.find(({ to }) => to === next)?.viaServiceId
    const channelId = vertex ? [vertex.stream.channelId] : []
    return via ? [...channelId, via] : channelId
  })
  return { names: namesOf(topology, nodeIds), nodeIds, gain }
}

function namesOf({ channels, services }: Topology, nodeIds: readonly string[]): readonly string[] {
  return nodeIds.map((id) => channels[id]?.name ?? services[id]?.name ?? id)
}

function worstOf(cycles: readonly AmplifyingCycle[]): AmplifyingCycle | null {
  return cycles.reduce<AmplifyingCycle | null>(
    (worst, cycle) => (worst && worst.gain >= cycle.gain ? worst : cycle),
    null,
  )
}
