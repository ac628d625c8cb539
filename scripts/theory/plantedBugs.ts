// Bugs that an engine like this might have, planted into its real classes; each must make its case fail.

import type { Service as ServiceSpec, Source } from '#shared/topology/services.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { KafkaPartitioner } from '../../server/broker/kafkaPartitioner.ts'
import { RabbitConsumer } from '../../server/broker/rabbitConsumer.ts'
import { RabbitLimits } from '../../server/broker/rabbitLimits.ts'
import { RabbitPriorityReady } from '../../server/broker/rabbitPriorityReady.ts'
import { RabbitReady } from '../../server/broker/rabbitReady.ts'
import { DurationSampler } from '../../server/engine/distributions.ts'
import { Random, Streams } from '../../server/engine/random.ts'
import { type Duration, START } from '../../server/engine/time.ts'
import { Handler } from '../../server/runtime/handler.ts'
import { Service } from '../../server/runtime/service.ts'
import { ServiceSubscription } from '../../server/runtime/serviceSubscription.ts'
import { all, plantGetter, plantMethod, type Restore } from './plant.ts'

export interface PlantedBug {
  readonly bug: string
  /** The case that finds it. */
  readonly caseId: string
  readonly plant: (topology: Topology) => Restore
  /** The drawing as the engine takes it, where the bug is a drawing taken wrongly. */
  readonly misread?: (topology: Topology) => Topology
}

export const PLANTED_BUGS: readonly PlantedBug[] = [
  {
    bug: 'services take 5 % longer',
    caseId: 'mm1-50',
    plant: () => stretched((right) => 1.05 * right()),
  },
  {
    bug: 'services hardly vary: M/D/1 for M/M/1',
    caseId: 'mm1-50',
    plant: () => stretched(averaged(20)),
  },
  {
    bug: 'no draw is longer than three means',
    caseId: 'mm1-50',
    plant: () => plantMethod(Random.prototype, 'exponential', (right) => Math.min(3, right())),
  },
  { bug: 'all elements draw the same numbers', caseId: 'mm1-50', plant: oneStreamForAll },
  { bug: 'the seed is ignored', caseId: 'mm1-50', plant: seedIgnored },
  { bug: 'last in, first out', caseId: 'md1-waits-70', plant: lastInFirstOut },
  { bug: 'one server too many', caseId: 'mm2-70', plant: oneServerMore },
  {
    bug: 'prefetch is ignored, so each server has a queue of its own',
    caseId: 'mm2-70',
    plant: () =>
      plantMethod(RabbitConsumer.prototype, 'attach', (right, [entity, element, settings]) =>
        right(entity, element, { ...settings, prefetchCount: 0 }),
      ),
  },
  {
    bug: 'services vary at random: M/M/1 for M/D/1',
    caseId: 'mg1-d-70',
    plant: () => stretched((right, random) => right() * random.exponential()),
  },
  {
    bug: 'services vary less than they should',
    caseId: 'mg1-lognormal-50',
    plant: () => stretched(averaged(2)),
  },
  {
    bug: 'arrivals come at random: M/M/1 for D/M/1',
    caseId: 'gm1-d-70',
    plant: () => () => {},
    misread: (topology) => arriving(topology, { kind: 'poisson', ratePerSecond: 70 }),
  },
  {
    bug: 'batches are smeared over time',
    caseId: 'batches-4',
    plant: () => () => {},
    misread: (topology) => arriving(topology, { kind: 'poisson', ratePerSecond: 50 }),
  },
  {
    bug: 'nothing ever breaks down',
    caseId: 'breakdowns',
    plant: () => () => {},
    misread: (topology) => served(topology, () => ({ breakdowns: undefined })),
  },
  { bug: 'room for one more', caseId: 'mm15-100', plant: () => roomFor(-1) },
  { bug: 'room for one less', caseId: 'mm46-50', plant: () => roomFor(1) },
  {
    bug: 'nothing expires',
    caseId: 'ttl-20',
    plant: () =>
      all(
        plantMethod(RabbitReady.prototype, 'takeExpired', () => null),
        plantGetter(RabbitReady.prototype, 'nextDeadline', () => START),
      ),
  },
  { bug: 'both stations draw the same services', caseId: 'tandem', plant: oneStreamForAll },
  { bug: 'both halves of a fork take equally long', caseId: 'fork-50', plant: oneStreamForAll },
  {
    bug: 'chance comes 5 % too often',
    caseId: 'feedback',
    plant: () =>
      plantMethod(Random.prototype, 'chance', (right, [probability]) => right(1.05 * probability)),
  },
  {
    bug: 'clients do not wait for an answer',
    caseId: 'clients',
    plant: () => () => {},
    misread: (topology) => arriving(topology, { kind: 'poisson', ratePerSecond: 20 }),
  },
  {
    bug: 'two keys of four share a partition',
    caseId: 'partitions-even',
    plant: () =>
      plantMethod(KafkaPartitioner.prototype, 'hashedOf', (right, [key]) =>
        Math.min(2, right(key)),
      ),
  },
  {
    bug: 'one attempt too many',
    caseId: 'retries',
    plant: () => plantGetter(ServiceSubscription.prototype, 'attemptsMax', (right) => right + 1),
  },
  {
    bug: 'failures are drawn twice',
    caseId: 'at-least-once',
    plant: () => plantMethod(Handler.prototype, 'drawFailure', (right) => right() || right()),
  },
  { bug: 'priorities are ignored', caseId: 'priorities', plant: prioritiesIgnored },
]

function stretched(wrong: (right: () => number, random: Random) => number): Restore {
  return plantMethod(DurationSampler.prototype, 'sample', (right, [random]) => {
    const ns = wrong(() => right(random), random)
    return Math.round(ns) as Duration
  })
}

/** The mean of several draws: as long on average, and less spread. */
function averaged(draws: number): (right: () => number) => number {
  return (right) => {
    let sum = 0
    for (let draw = 0; draw < draws; draw += 1) sum += right()
    return sum / draws
  }
}

function oneStreamForAll(): Restore {
  const streams = new WeakMap<Streams, Map<string, Random>>()
  return plantMethod(Streams.prototype, 'of', (right, [element, purpose], self) => {
    const own = streams.get(self) ?? new Map<string, Random>()
    streams.set(self, own)
    const name = `${element} ${purpose}`
    const stream = own.get(name) ?? new Random(right('all', 'everything').save())
    own.set(name, stream)
    return stream
  })
}

function seedIgnored(): Restore {
  const streams = new WeakMap<Streams, Streams>()
  let isInside = false
  return plantMethod(Streams.prototype, 'of', (right, [element, purpose], self) => {
    if (isInside) return right(element, purpose)
    const seedless = streams.get(self) ?? new Streams(1)
    streams.set(self, seedless)
    isInside = true
    const stream = seedless.of(element, purpose)
    isInside = false
    return stream
  })
}

function lastInFirstOut(): Restore {
  const stacks = new WeakMap<RabbitReady, Parameters<RabbitReady['push']>[0][]>()
  const stackOf = (ready: RabbitReady) => {
    const stack = stacks.get(ready) ?? []
    stacks.set(ready, stack)
    return stack
  }
  return all(
    plantMethod(RabbitReady.prototype, 'push', (_, [message], self) => {
      stackOf(self).push(message)
    }),
    plantMethod(RabbitReady.prototype, 'shift', (right, _, self) => stackOf(self).pop() ?? right()),
    plantGetter(RabbitReady.prototype, 'size', (right, self) => right + stackOf(self).length),
    plantGetter(RabbitReady.prototype, 'head', (right, self) => stackOf(self).at(-1) ?? right),
  )
}

/** In the order in which they came, whatever their priority. */
function prioritiesIgnored(): Restore {
  const lines = new WeakMap<RabbitPriorityReady, Parameters<RabbitReady['push']>[0][]>()
  const lineOf = (ready: RabbitPriorityReady) => {
    const line = lines.get(ready) ?? []
    lines.set(ready, line)
    return line
  }
  return all(
    plantMethod(RabbitPriorityReady.prototype, 'push', (_, [message], self) => {
      lineOf(self).push(message)
    }),
    plantMethod(
      RabbitPriorityReady.prototype,
      'shift',
      (right, _, self) => lineOf(self).shift() ?? right(),
    ),
  )
}

function oneServerMore({ services }: Topology): Restore {
  return plantMethod(Service.prototype, 'start', (right, _, self) => {
    right()
    const spec = services[self.id]
    if (!spec || Object.keys(spec.handlers).length === 0) return
    self.update({ ...spec, concurrency: spec.concurrency + 1 }, (id) => id)
  })
}

function roomFor(more: number): Restore {
  return plantMethod(RabbitLimits.prototype, 'refuses', (right, [event, waiting]) =>
    right(event, waiting + more),
  )
}

/** All sources publish one event after the other, like this. */
function arriving(topology: Topology, arrivals: Source['arrivals']): Topology {
  const single = ({ batch: _, ...source }: Source) => ({ ...source, arrivals })
  return served(topology, ({ sources }) => ({
    sources: Object.fromEntries(
      Object.entries(sources).map(([id, source]) => [id, single(source)]),
    ),
  }))
}

function served(topology: Topology, change: (service: ServiceSpec) => object): Topology {
  const services = Object.fromEntries(
    Object.entries(topology.services).map(([id, service]) => [
      id,
      { ...service, ...change(service) },
    ]),
  )
  return { ...topology, services }
}
