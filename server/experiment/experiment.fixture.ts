// A sender, a queue and a receiver: an M/M/1 queue, for experiments in tests.

import { rabbit, shop, sketch, worker } from '#shared/topology/sketch.ts'
import { Results } from './outcome.ts'
import { type Plan, pointCount } from './plan.ts'
import { type ReplicationResult, replicate } from './replication.ts'

export function queue(meanMs: number, ratePerSecond = 100) {
  return sketch({
    services: {
      sender: shop('jobs', { arrivals: { kind: 'poisson', ratePerSecond } }),
      receiver: worker(['work'], { serviceTime: { kind: 'exponential', meanMs } }),
    },
    channels: { jobs: { kind: 'rabbitQueue', name: 'jobs' } },
    subscriptions: { work: rabbit('jobs', 'receiver', { prefetchCount: 1 }) },
  })
}

export function planOf(changes: Partial<Plan> = {}): Plan {
  return {
    topology: queue(5),
    commands: [],
    seed: 1,
    untilMs: 20_000,
    warmUp: { kind: 'auto' },
    replications: 4,
    confidence: 95,
    varied: [],
    metrics: [],
    ...changes,
  }
}

/** All of it, one after the other. */
export function carriedOut(plan: Plan): Results {
  const results = new Results(plan)
  for (let point = 0; point < pointCount(plan.varied); point += 1)
    for (const result of replicationsAt(plan, point)) results.add(point, result)
  return results
}

export function replicationsAt(plan: Plan, point: number): readonly ReplicationResult[] {
  return Array.from({ length: plan.replications }, (_, replication) =>
    replicate(plan, { point, replication }, () => {}),
  )
}
