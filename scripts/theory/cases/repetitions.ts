// What is tried again, handed out again, or served out of turn.

import { rabbit, shop, sketch, worker } from '#shared/topology/sketch.ts'
import * as theory from '../formulas.ts'
import { long, type Measure, mean, plain, ratio, type TheoryCase, time } from '../theoryCase.ts'
import { exponential, ONE_AT_A_TIME, oneQueue, poisson } from './parts.ts'

export const REPETITIONS: readonly TheoryCase[] = [retries(), redeliveries(), priorities()]

/** Three attempts in ten fail; after two the message is given up. */
function retries(): TheoryCase {
  const [failure, most] = [0.3, 2]
  const attempts = theory.attemptMoments(failure, most)
  const service = theory.compound(attempts, theory.momentsOf(0.01, 1))
  const retry = { attempts: most, backoffMs: 0, multiplier: 1, backoffMaxMs: 0 }
  return {
    id: 'retries',
    name: 'M/G/1 with retries',
    settings: `λ = 40, μ = 100, three attempts in ten fail, at most ${most}`,
    source: 'Pollaczek and Khinchine over a geometric number of services, cut off',
    topology: oneQueue({
      source: poisson(40),
      handler: { ...exponential(10), failure: { probability: failure } },
      subscription: { retry },
    }),
    metrics: [
      plain('attempts', mean('attempts'), attempts.first),
      plain(
        'given up',
        ratio('dropped', 'channels/q', { kind: 'accepted', element: 'channels/q' }),
        failure ** most,
      ),
      time('wait', mean('wait'), theory.pollaczekKhinchine(40, service)),
      plain('busy', { kind: 'busy', at: 'work' }, 40 * service.first),
    ],
  }
}

/** One handling in ten fails and goes back to its queue: at least once. */
function redeliveries(): TheoryCase {
  const failure = 0.1
  const visits = 1 / (1 - failure)
  return {
    id: 'at-least-once',
    name: 'At-least-once delivery',
    settings: 'λ = 45, μ = 100, one handling in ten is requeued',
    source: 'Geometric deliveries; inside: M/M/1 at λ/(1 - q), Jackson 1957',
    topology: oneQueue({
      source: poisson(45),
      handler: { ...exponential(10), failure: { probability: failure } },
      subscription: { whenExhausted: 'requeue' },
    }),
    metrics: [
      plain('deliveries', mean('deliveries'), visits),
      plain('inside', { kind: 'inSystem', at: 'work' }, (45 * visits) / (100 - 45 * visits)),
    ],
  }
}

/** x-max-priority, prefetch 1: what is in hand is not taken away. */
function priorities(): TheoryCase {
  const service = theory.momentsOf(0.01, 1)
  const [high = 0, low = 0] = theory.priorityWaits([
    { arrivals: 25, service },
    { arrivals: 40, service },
  ])
  return {
    id: 'priorities',
    name: 'Priorities, non-preemptive',
    settings: 'λ = 25 first and 40 second, μ = 100',
    source: 'Cobham 1954: Kleinrock, Queueing Systems II (1976), (3.31)',
    topology: sketch({
      services: {
        one: shop('q', { ...poisson(25), producer: { kind: 'rabbitPublisher', priority: 5 } }),
        two: shop('q', { ...poisson(40), producer: { kind: 'rabbitPublisher', priority: 0 } }),
        worker: worker(['work'], exponential(10)),
      },
      channels: { q: { kind: 'rabbitQueue', maxPriority: 5 } },
      subscriptions: { work: rabbit('q', 'worker', ONE_AT_A_TIME) },
    }),
    metrics: [
      time('wait of the first', waitFrom('services/one/sources/source'), high),
      long(time('wait of the second', waitFrom('services/two/sources/source'), low)),
    ],
  }
}

function waitFrom(from: string): Measure {
  return { kind: 'mean', of: 'wait', at: 'work', from }
}
