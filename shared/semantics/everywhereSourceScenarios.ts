import { rabbit, shop, sketch, worker } from '../topology/sketch.ts'
import { queueTo, taking } from './everywhereParts.ts'
import type { Scenario } from './rule.ts'

const exponential = (meanMs: number) => ({ kind: 'exponential', meanMs })

/** A shop with these arrivals, a queue, and a service that handles one at a time. */
function withArrivals(arrivals: object, serviceMs: number) {
  return sketch({
    services: {
      shop: { name: 'Shop', ...shop('parcels', { arrivals }) },
      packing: { name: 'Packing', ...worker(['packing'], taking(serviceMs)) },
    },
    channels: { parcels: { kind: 'rabbitQueue', name: 'Parcels' } },
    subscriptions: { packing: rabbit('parcels', 'packing', { prefetchCount: 1 }) },
  })
}

const bursts: Scenario = {
  id: 'everywhere.bursts',
  title: 'Bursts, and pauses between them',
  watch: 'Parcels fills up in each burst, and Packing empties it in the pause that follows.',
  topology: () =>
    withArrivals(
      {
        kind: 'bursts',
        process: 'poisson',
        ratePerSecond: 30,
        onTime: exponential(1000),
        offTime: exponential(2000),
      },
      60,
    ),
  seed: 1,
  untilMs: 10_000,
  shows: [
    { kind: 'published', element: 'services/shop/sources/source', times: 20 },
    { kind: 'acknowledged', element: 'subscriptions/packing', times: 20 },
  ],
}

const closedLoop: Scenario = {
  id: 'everywhere.closed-loop',
  title: 'Five clients who wait for their parcels',
  watch:
    'Packing can do four a second. No more than five parcels are ever under way: who has one waits until it is packed.',
  topology: () =>
    withArrivals({ kind: 'closedLoop', clients: 5, thinkTime: exponential(200) }, 250),
  seed: 1,
  untilMs: 10_000,
  shows: [
    { kind: 'published', element: 'services/shop/sources/source', times: 30 },
    { kind: 'acknowledged', element: 'subscriptions/packing', times: 30 },
  ],
}

const breakdowns: Scenario = {
  id: 'everywhere.breakdowns',
  title: 'Replicas that break down by themselves',
  watch:
    'Each replica of Packing stands still for a second, every three seconds or so. What it has in hand goes on afterwards.',
  topology: () =>
    queueTo(
      {
        name: 'Packing',
        replicas: 2,
        ...worker(['packing'], taking(200)),
        breakdowns: {
          upTime: exponential(3000),
          repairTime: exponential(1000),
          effect: 'pause',
          scope: 'replica',
        },
      },
      6,
    ),
  seed: 1,
  untilMs: 10_000,
  shows: [
    { kind: 'paused', element: 'services/packing' },
    { kind: 'recovered', element: 'services/packing' },
  ],
}

export const everywhereSourceScenarios: readonly Scenario[] = [bursts, closedLoop, breakdowns]
