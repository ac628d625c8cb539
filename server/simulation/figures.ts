// The live figures, element by element in the order of their numbers (shared/lib/metrics.ts says which).

import { ownValue } from '#shared/lib/entries.ts'
import { type ElementSort, METRICS, type MetricOf } from '#shared/lib/metrics.ts'
import { nodesOf } from '#shared/topology/operations.ts'
import type { ChannelFigures } from '../broker/channel.ts'
import type { Histogram } from '../engine/histogram.ts'
import { inMilliseconds, type SimTime } from '../engine/time.ts'
import type { LatencyOwner } from '../runtime/latencyBook.ts'
import type { ElementTable } from './elementTable.ts'
import type { Faults } from './faults.ts'
import type { Counter } from './journalCounters.ts'
import type { Network } from './network.ts'
import type { SimulationWorld } from './world.ts'

type Figures<Sort extends ElementSort> = Readonly<Record<MetricOf<Sort>, number>>

const FAULT_BITS = { crash: 1, slow: 2, pause: 4, disconnect: 8 } as const

export function figureWidth(table: ElementTable): number {
  let width = 0
  for (const { sort, removed } of table.elements)
    if (sort !== null && !removed) width += METRICS[sort].length
  return width
}

export function writeFigures(into: Float64Array, run: Run): void {
  let at = 0
  run.world.table.elements.forEach(({ name, sort, removed }, element) => {
    if (sort === null || removed) return
    const figures: Readonly<Record<string, number>> = figuresOf(sort, { name, element, ...run })
    for (const metric of METRICS[sort]) into[at++] = figures[metric] ?? Number.NaN
  })
}

interface Run {
  readonly world: SimulationWorld
  readonly network: Network
  readonly faults: Faults
}

interface Place extends Run {
  readonly name: string
  readonly element: number
}

function figuresOf(sort: ElementSort, place: Place): Readonly<Record<string, number>> {
  switch (sort) {
    case 'service':
      return serviceFigures(place)
    case 'channel':
      return channelFigures(place)
    case 'partition':
      return partitionFigures(place)
    case 'subscription':
      return subscriptionFigures(place)
    case 'binding':
      return {
        routed: count(place, 'routed'),
        filtered: count(place, 'filtered'),
        deliveryFailed: count(place, 'deliveryFailed'),
      }
    case 'source':
    case 'output':
      return { published: count(place, 'published'), refused: refusedFrom(place) }
    case 'eventType':
      return eventTypeFigures(place)
  }
}

function serviceFigures(place: Place): Figures<'service'> {
  const { world, network } = place
  const service = network.services.get(idOf(place.name))
  if (!service) return none('service')
  const elements = network.subscriptionElementsOf('serviceId', service.id)
  const sum = (counter: Counter) => world.journal.sumOf(counter, elements)
  const now = world.scheduler.now
  return {
    replicasUp: service.replicasUp,
    slots: service.up.now,
    busy: service.busy.now,
    utilisation: network.recentShareOf(service.id).after({
      at: now,
      busyArea: service.busy.areaUntil(now),
      slotArea: service.up.areaUntil(now),
    }),
    started: sum('started'),
    completed: sum('acknowledged'),
    failed: sum('failed'),
    retried: sum('retried'),
    deadLettered: sum('deadLettered'),
    dropped: sum('dropped'),
    published: publishedBy(place),
    ...quantiles(place, { kind: 'service', id: service.id }),
    faults: service.troubles.reduce((bits, kind) => bits | FAULT_BITS[kind], 0),
    refused: service.refused,
  }
}

/** Of a source or an output, as far as its service was told. */
function refusedFrom({ name, network }: Place): number {
  const [, serviceId = '', section, partId = '', , outputId = ''] = name.split('/')
  const service = network.services.get(serviceId)
  if (!service) return Number.NaN
  return section === 'sources'
    ? service.refusedFromSource(partId)
    : service.refusedFromOutput(partId, outputId)
}

function channelFigures(place: Place): Figures<'channel'> {
  const { world, network, name } = place
  const channel = network.channels.get(idOf(name))?.channel
  if (!channel) return none('channel')
  const figures = channel.figures
  const { waiting, inFlight, retained, oldestWaitingAt } = figures
  const own = network.subscriptionsOf('channelId', idOf(name))
  const elements = network.subscriptionElementsOf('channelId', idOf(name))
  const sum = (counter: Counter) => world.journal.sumOf(counter, elements)
  const since = oldestWaitingAt === null ? 0 : world.scheduler.now - oldestWaitingAt
  return {
    waiting,
    inFlight,
    retained,
    accepted: count(place, 'accepted'),
    delivered: sum('delivered'),
    acknowledged: sum('acknowledged'),
    // A log gives nothing up: its consumers do. A queue counts what they rejected itself.
    deadLettered: channel.guarantees.replays ? sum('deadLettered') : count(place, 'deadLettered'),
    dropped: channel.guarantees.replays ? sum('dropped') : count(place, 'dropped'),
    expired: count(place, 'expired'),
    unroutable: count(place, 'unroutable'),
    diverted: count(place, 'diverted'),
    oldestWaitingMs: inMilliseconds(since as SimTime),
    consumers: own.reduce((total, { figures }) => total + figures.members, 0),
    ...channelTroubles(place),
    ...nodeFigures(place, figures),
    delayed: figures.delayed ?? 0,
    parked: figures.parked ?? 0,
    streams: figures.streams ?? 0,
  }
}

function nodeFigures({ network, faults, name }: Place, known: ChannelFigures) {
  const spec = ownValue(network.topology.channels, idOf(name))
  const nodesDown = faults.nodesDownOf(idOf(name))
  const nodes = known.nodes ?? ((spec && nodesOf(spec)) || Number.NaN)
  return { nodesDown, nodes, nodesUp: known.nodesUp ?? nodes - nodesDown }
}

function channelTroubles(place: Place) {
  return {
    refused: count(place, 'refused'),
    returned: count(place, 'returned'),
    conflicted: count(place, 'conflicted'),
    deduplicated: count(place, 'deduplicated'),
    lost: count(place, 'lost'),
    compacted: count(place, 'compacted'),
    purged: count(place, 'purged'),
    redriven: count(place, 'redriven'),
  }
}

function partitionFigures({ name, network }: Place): Figures<'partition'> {
  const [, channelId = '', , partition] = name.split('/')
  const figures = network.channels.get(channelId)?.partitions?.[Number(partition)]
  if (!figures) return none('partition')
  const { leader = Number.NaN, isr = Number.NaN } = figures
  return { ...figures, leader, isr }
}

function subscriptionFigures(place: Place): Figures<'subscription'> {
  const running = place.network.subscriptions.get(idOf(place.name))
  if (!running) return none('subscription')
  const { waiting, inFlight, members, lag, generation = Number.NaN } = running.service.figures
  const { handlingP50Ms, handlingP95Ms, handlingP99Ms, ...latencies } = quantiles(place, {
    kind: 'subscription',
    id: running.service.id,
  })
  return {
    waiting,
    inFlight,
    members,
    delivered: count(place, 'delivered'),
    redelivered: count(place, 'redelivered'),
    acknowledged: count(place, 'acknowledged'),
    failed: count(place, 'failed'),
    retried: count(place, 'retried'),
    deadLettered: count(place, 'deadLettered'),
    dropped: count(place, 'dropped'),
    ...latencies,
    lag,
    rebalances: count(place, 'rebalanced'),
    generation,
    evicted: count(place, 'evicted'),
    leaseExtended: count(place, 'leaseExtended'),
    parked: count(place, 'parked'),
  }
}

function eventTypeFigures(place: Place): Figures<'eventType'> {
  return {
    published: count(place, 'published'),
    delivered: count(place, 'delivered'),
    acknowledged: count(place, 'acknowledged'),
    failed: count(place, 'failed'),
    deadLettered: count(place, 'deadLettered'),
    dropped: count(place, 'dropped'),
    refused: count(place, 'refused'),
    deduplicated: count(place, 'deduplicated'),
    lost: count(place, 'lost'),
  }
}

function publishedBy({ world, name }: Place): number {
  return world.journal.sumOf('published', world.table.publishersOf(name))
}

function quantiles({ world, network }: Place, owner: LatencyOwner) {
  const { wait, handling, endToEnd } = network.latencies.recent(owner, world.scheduler.now)
  const ms = (latency: Histogram, share: number) =>
    inMilliseconds(latency.quantile(share) as SimTime)
  return {
    handlingP50Ms: ms(handling, 0.5),
    handlingP95Ms: ms(handling, 0.95),
    handlingP99Ms: ms(handling, 0.99),
    waitP50Ms: ms(wait, 0.5),
    waitP95Ms: ms(wait, 0.95),
    waitP99Ms: ms(wait, 0.99),
    endToEndP50Ms: ms(endToEnd, 0.5),
    endToEndP95Ms: ms(endToEnd, 0.95),
    endToEndP99Ms: ms(endToEnd, 0.99),
  }
}

function count({ world, element }: Place, counter: Counter): number {
  return world.journal.countOf(counter, element)
}

function idOf(name: string): string {
  return name.slice(name.indexOf('/') + 1)
}

function none<Sort extends ElementSort>(sort: Sort): Figures<Sort> {
  return Object.fromEntries(METRICS[sort].map((metric) => [metric, Number.NaN])) as Figures<Sort>
}
