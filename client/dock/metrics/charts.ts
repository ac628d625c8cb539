// Which series the charts show, for one node or for the whole system.

import { entriesById } from '#shared/lib/entries.ts'
import { type ElementName, elementNames } from '#shared/topology/elements.ts'
import type { Topology } from '#shared/topology/topology.ts'
import type { LiveStore } from '../../store/live/liveStore.ts'

export type ChartUnit = 'rate' | 'count' | 'duration'

export interface ChartLine {
  readonly label: string
  /** A colour token. */
  readonly colour: string
  readonly values: Float64Array
}

export interface ChartContent {
  readonly title: string
  readonly unit: ChartUnit
  /** Seconds of virtual time. */
  readonly times: Float64Array
  readonly lines: readonly ChartLine[]
}

export type History = Pick<LiveStore, 'history'>

/** `nodeId` null: the whole system. */
export function chartsOf(
  topology: Topology,
  nodeId: string | null,
  live: History,
): readonly ChartContent[] {
  if (nodeId !== null && Object.hasOwn(topology.services, nodeId))
    return chartsOfService(topology, nodeId, live)
  if (nodeId !== null && Object.hasOwn(topology.channels, nodeId))
    return chartsOfChannel(topology, nodeId, live)
  return chartsOfSystem(topology, live)
}

function chartsOfService(topology: Topology, id: string, live: History): readonly ChartContent[] {
  const name = [elementNames.service(id)]
  const subscriptions = subscriptionsWhere(topology, ({ serviceId }) => serviceId === id)
  return [
    chart('Throughput', 'rate', [
      ['handled', 'e2', sumOf(live, name, 'completed')],
      ['published', 'e1', sumOf(live, name, 'published')],
      ['failed', 'e5', sumOf(live, name, 'failed')],
    ]),
    chart('Waiting', 'count', [
      ['waiting', 'e3', sumOf(live, subscriptions, 'waiting')],
      ['busy', 'e1', sumOf(live, name, 'busy')],
    ]),
    chart('Time to handle', 'duration', percentiles(live, name, 'handling')),
  ]
}

function chartsOfChannel(topology: Topology, id: string, live: History): readonly ChartContent[] {
  const name = [elementNames.channel(id)]
  const subscriptions = subscriptionsWhere(topology, ({ channelId }) => channelId === id)
  const isTopic = topology.channels[id]?.kind === 'kafkaTopic'
  return [
    chart('Throughput', 'rate', [
      ['in', 'e1', sumOf(live, name, 'accepted')],
      ['acked', 'e2', sumOf(live, name, 'acknowledged')],
      ['dead', 'e5', sumOf(live, name, 'deadLettered')],
    ]),
    chart(isTopic ? 'Waiting and lag' : 'Waiting', 'count', [
      ['waiting', 'e3', sumOf(live, name, 'waiting')],
      ['in flight', 'e1', sumOf(live, name, 'inFlight')],
      ...(isTopic ? [['lag', 'e4', highestOf(live, subscriptions, 'lag')] as const] : []),
    ]),
    chart('Time to wait', 'duration', percentiles(live, subscriptions, 'wait')),
  ]
}

function chartsOfSystem(topology: Topology, live: History): readonly ChartContent[] {
  const eventTypes = idsOf(topology.eventTypes).map(elementNames.eventType)
  const channels = idsOf(topology.channels).map(elementNames.channel)
  const services = idsOf(topology.services).map(elementNames.service)
  return [
    chart('Throughput', 'rate', [
      ['published', 'e1', sumOf(live, eventTypes, 'published')],
      ['acked', 'e2', sumOf(live, eventTypes, 'acknowledged')],
      ['failed', 'e5', sumOf(live, eventTypes, 'failed')],
    ]),
    chart('Waiting', 'count', [
      ['waiting', 'e3', sumOf(live, channels, 'waiting')],
      ['busy', 'e1', sumOf(live, services, 'busy')],
    ]),
    chart('End to end', 'duration', percentiles(live, services, 'endToEnd')),
  ]
}

type LineParts = readonly [label: string, colour: string, series: Summed]

function chart(title: string, unit: ChartUnit, parts: readonly LineParts[]): ChartContent {
  const times = parts.find(([, , { times }]) => times.length > 0)?.[2].times ?? EMPTY
  const lines = parts.map(([label, colour, { values }]) => ({
    label,
    colour,
    values:
      values.length === times.length ? values : new Float64Array(times.length).fill(Number.NaN),
  }))
  return { title, unit, times, lines }
}

function percentiles(
  live: History,
  names: readonly ElementName[],
  prefix: 'handling' | 'wait' | 'endToEnd',
): readonly LineParts[] {
  return [
    ['p50', 't3', highestOf(live, names, `${prefix}P50Ms`)],
    ['p95', 'e1', highestOf(live, names, `${prefix}P95Ms`)],
    ['p99', 'e4', highestOf(live, names, `${prefix}P99Ms`)],
  ]
}

interface Summed {
  readonly times: Float64Array
  readonly values: Float64Array
}

const EMPTY = new Float64Array(0)

function sumOf(live: History, names: readonly ElementName[], metric: string): Summed {
  return joined(live, { names, metric, join: (left, right) => left + right })
}

function highestOf(live: History, names: readonly ElementName[], metric: string): Summed {
  return joined(live, { names, metric, join: Math.max })
}

interface Joining {
  readonly names: readonly ElementName[]
  readonly metric: string
  readonly join: (left: number, right: number) => number
}

/** What is unknown counts for nothing, except where nothing at all is known. */
function joined(live: History, { names, metric, join }: Joining): Summed {
  const known = names.map((name) => live.history(name, metric)).filter(({ times }) => times.length)
  const times = known[0]?.times ?? EMPTY
  const values = new Float64Array(times.length).fill(Number.NaN)
  for (const series of known) {
    for (let index = 0; index < values.length; index += 1) {
      const value = series.values[index] ?? Number.NaN
      const before = values[index] ?? Number.NaN
      if (!Number.isNaN(value)) values[index] = Number.isNaN(before) ? value : join(before, value)
    }
  }
  // The ring may move on while a chart is drawn.
  return { times: times.slice(), values }
}

function subscriptionsWhere(
  { subscriptions }: Topology,
  isMeant: (subscription: Topology['subscriptions'][string]) => boolean,
): readonly ElementName[] {
  return entriesById(subscriptions)
    .filter(([, subscription]) => isMeant(subscription))
    .map(([id]) => elementNames.subscription(id))
}

function idsOf(map: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.keys(map)
}
