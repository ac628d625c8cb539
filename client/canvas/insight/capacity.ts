// How many replicas a load needs, and how many could be of use: a Kafka topic lets no more slots read
// than it has partitions.

import type { Topology } from '#shared/topology/topology.ts'
import type { InsightContext, Remedy } from './insightTypes.ts'

/** A service is planned to be busy this much, so that bursts find a free slot. */
const BUSY_PLANNED = 0.75
const REPLICAS_MAX = 1000

export interface CapacityAdvice {
  /** Empty where more replicas are not the answer. */
  readonly sentence: string
  readonly remedy: Remedy | null
}

const NO_ADVICE: CapacityAdvice = { sentence: '', remedy: null }

export function capacityAdvice(
  { topology, load }: Pick<InsightContext, 'topology' | 'load'>,
  serviceId: string,
): CapacityAdvice {
  const service = topology.services[serviceId]
  const utilisation = load.services[serviceId]?.utilisation ?? 0
  if (!service || !Number.isFinite(utilisation)) return NO_ADVICE
  const { replicas, concurrency } = service
  const needed = Math.ceil((replicas * utilisation) / BUSY_PLANNED)
  if (needed <= replicas || needed > REPLICAS_MAX) return NO_ADVICE
  const alone = readAlone(topology, serviceId)
  if (alone !== null)
    return {
      sentence: `One slot reads ${alone}, however many there are: only a shorter service time helps, or a persistent subscription.`,
      remedy: null,
    }
  const limit = partitionLimit(topology, serviceId)
  const useful = limit === null ? needed : Math.ceil(limit.partitions / concurrency)
  if (limit === null || needed <= useful)
    return {
      sentence: `It has ${replicas} of the ${needed} replicas that this load needs.`,
      remedy: { kind: 'setReplicas', serviceId, replicas: needed },
    }
  return {
    sentence: `This load needs ${needed} replicas, but ${limit.name} has only ${limit.partitions} partitions to read.`,
    remedy: useful > replicas ? { kind: 'setReplicas', serviceId, replicas: useful } : null,
  }
}

/** The store of a catch-up subscription, where a service reads by nothing else; null: nothing limits it. */
function readAlone({ subscriptions, channels }: Topology, serviceId: string): string | null {
  const own = Object.values(subscriptions).filter(
    (subscription) => subscription.serviceId === serviceId,
  )
  const [first] = own
  if (!first || own.some(({ kind }) => kind !== 'catchUpConsumer')) return null
  return channels[first.channelId]?.name ?? null
}

/** The topic with most partitions, where a service reads topics only; null: nothing limits it. */
function partitionLimit(
  { subscriptions, channels }: Topology,
  serviceId: string,
): { readonly name: string; readonly partitions: number } | null {
  const read = Object.values(subscriptions)
    .filter((subscription) => subscription.serviceId === serviceId)
    .map(({ channelId }) => channels[channelId])
  const topics = read.flatMap((channel) => (channel?.kind === 'kafkaTopic' ? [channel] : []))
  if (topics.length === 0 || topics.length < read.length) return null
  return topics.reduce((most, topic) => (topic.partitions > most.partitions ? topic : most))
}
