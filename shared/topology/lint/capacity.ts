// Services that cannot keep up, by the traffic equations.

import { entriesById, ownValue } from '../../lib/entries.ts'
import { formatRate } from '../../lib/units.ts'
import { predictLoad, type ServiceLoad } from '../analysis.ts'
import { quoted } from '../describe.ts'
import { setField } from '../edits.ts'
import type { Topology } from '../topology.ts'
import type { Examined } from './examined.ts'
import type { LintProblem } from './problem.ts'
import { named, plural } from './words.ts'

/** A service that is meant to have some slots free. */
const UTILISATION_AIM = 0.75
const REPLICAS_MAX = 1000
/** Each remedy is worked out by predicting the load again. */
const REMEDIES_MAX = 5

export function servicesWithoutReplicas({ topology }: Examined): readonly LintProblem[] {
  return entriesById(topology.services).flatMap(([id, { replicas, handlers, sources }]) => {
    if (replicas > 0 || (isEmpty(handlers) && isEmpty(sources))) return []
    return [
      {
        severity: 'warning',
        code: 'no-replicas',
        message: `${named(topology, id)} has no replicas: it publishes nothing, and what comes to it waits.`,
        elementIds: [id],
        path: ['services', id, 'replicas'],
        fix: replicasFix(id, 1),
      } as const,
    ]
  })
}

export function overloadedServices({ topology, load, peakLoad }: Examined): readonly LintProblem[] {
  let remedies = 0
  return entriesById(topology.services).flatMap(([id]): readonly LintProblem[] => {
    const average = load.services[id]
    const peak = peakLoad.services[id]
    if (isOverloaded(average)) {
      remedies += 1
      const remedy = remedies <= REMEDIES_MAX ? remedyFor(topology, id, average) : NO_REMEDY
      return [overloaded(topology, id, average, remedy)]
    }
    // Behind an amplifying cycle everything is overloaded: the cycle is the problem.
    return isOverloaded(peak) ? [overloadedAtPeak(topology, id, peak)] : []
  })
}

function isOverloaded(load: ServiceLoad | undefined): load is ServiceLoad {
  return (
    load !== undefined && load.busiestUtilisation >= 1 && Number.isFinite(load.busiestUtilisation)
  )
}

function overloaded(
  topology: Topology,
  id: string,
  load: ServiceLoad,
  remedy: Remedy,
): LintProblem {
  const { arrivalsPerSecond, utilisation, busiestUtilisation } = load
  const capacity = formatRate(arrivalsPerSecond / busiestUtilisation)
  const behind =
    utilisation < 1
      ? `Its busiest slot would have to work ${percent(busiestUtilisation)} of the time, as ${whyBusiest(topology, id)}`
      : `It would have to work ${percent(utilisation)} of the time`
  return {
    severity: 'warning',
    code: 'overloaded',
    message: `${named(topology, id)} cannot keep up: ${formatRate(arrivalsPerSecond)} come, and it can handle about ${capacity}. ${behind}. ${remedy.advice}`,
    elementIds: [id],
    path: ['services', id, 'replicas'],
    ...(remedy.replicas !== null && { fix: replicasFix(id, remedy.replicas) }),
  }
}

function overloadedAtPeak(topology: Topology, id: string, load: ServiceLoad): LintProblem {
  const needed = percent(load.busiestUtilisation)
  return {
    severity: 'warning',
    code: 'overloaded-at-peak',
    message: `At the peak of the load ${named(topology, id)} would have to work ${needed} of the time: a backlog builds up until the peak is over.`,
    elementIds: [id],
    path: ['services', id, 'replicas'],
  }
}

interface Remedy {
  readonly replicas: number | null
  readonly advice: string
}

const ONE_READER: Remedy = {
  replicas: null,
  advice:
    'More replicas do not help, as one slot reads a catch-up subscription: shorten its service time, or use a persistent subscription.',
}

function catchesUp({ subscriptions }: Topology, serviceId: string): boolean {
  return Object.values(subscriptions).some(
    (subscription) =>
      subscription.serviceId === serviceId && subscription.kind === 'catchUpConsumer',
  )
}

function whyBusiest(topology: Topology, serviceId: string): string {
  return catchesUp(topology, serviceId)
    ? 'it alone reads its catch-up subscription'
    : 'Kafka gives it more partitions than others'
}

const NO_REMEDY: Remedy = { replicas: null, advice: 'Add replicas, or shorten its service time.' }

function remedyFor(topology: Topology, id: string, load: ServiceLoad): Remedy {
  const service = ownValue(topology.services, id)
  if (!service) return NO_REMEDY
  const aim = Math.ceil((service.replicas * load.busiestUtilisation) / UTILISATION_AIM)
  const perPartition = Math.ceil(partitionsMax(topology, id) / service.concurrency)
  for (const replicas of [aim, perPartition].sort((a, b) => a - b)) {
    if (replicas <= service.replicas || replicas > REPLICAS_MAX) continue
    const services = { ...topology.services, [id]: { ...service, replicas } }
    const then = predictLoad({ ...topology, services }).services[id]?.busiestUtilisation ?? Infinity
    if (then >= 1) continue
    return {
      replicas,
      advice: `${plural(replicas, 'replica')} would be busy ${percent(then)} of the time.`,
    }
  }
  if (perPartition === 0) return catchesUp(topology, id) ? ONE_READER : NO_REMEDY
  return {
    replicas: null,
    advice:
      'More replicas alone do not help, as each partition has one reader: add partitions too, or shorten its service time.',
  }
}

/** Of the Kafka topics that it reads; 0 where there are none. */
function partitionsMax({ subscriptions, channels }: Topology, serviceId: string): number {
  const partitions = Object.values(subscriptions).map((subscription) => {
    const channel = ownValue(channels, subscription.channelId)
    return subscription.serviceId === serviceId && channel?.kind === 'kafkaTopic'
      ? channel.partitions
      : 0
  })
  return Math.max(0, ...partitions)
}

export function amplifyingCycles({ load }: Examined): readonly LintProblem[] {
  const cycle = load.amplifyingCycle
  if (!cycle) return []
  const { names, nodeIds, gain } = cycle
  const [first = ''] = nodeIds
  const way = [...names, names[0] ?? ''].map(quoted).join(' → ')
  const times = Number.isFinite(gain) ? Number(gain.toPrecision(3)) : 'more and more'
  return [
    {
      severity: 'warning',
      code: 'amplifying-cycle',
      message: `Events multiply on the way ${way}: one comes back as ${times}. The run ends when too many are under way. Lower a probability or a count on that way, or let it end.`,
      elementIds: nodeIds,
      path: ['channels', first],
    },
  ]
}

export function replicasFix(serviceId: string, replicas: number): NonNullable<LintProblem['fix']> {
  const label = `Use ${plural(replicas, 'replica')}`
  return { label, edit: setField(['services', serviceId, 'replicas'], replicas, label) }
}

function percent(utilisation: number): string {
  return `${Math.round(utilisation * 100).toLocaleString('en-US')} %`
}

function isEmpty(map: object): boolean {
  return Object.keys(map).length === 0
}
