// Several stations: in a row, in a circle, side by side.

import { bound, handler, output, rabbit, shop, sketch, worker } from '#shared/topology/sketch.ts'
import * as theory from '../formulas.ts'
import { long, mean, plain, type TheoryCase, time } from '../theoryCase.ts'
import { exponential, ONE_AT_A_TIME, oneQueue, poisson } from './parts.ts'

export const NETWORKS: readonly TheoryCase[] = [
  tandem(),
  feedback(),
  jackson(),
  fork(),
  { ...fork(0.8), isLong: true },
  clients(),
]

/** μ 60 and 50, λ 30. */
function tandem(): TheoryCase {
  const [first, second] = [30, 20]
  const within = (seconds: number) => theory.tandemWithin(seconds, first, second)
  const on = { ...exponential(1000 / 60), outputs: { on: output('q2') } }
  return {
    id: 'tandem',
    name: 'M/M/1 → M/M/1',
    settings: 'λ = 30, μ = 60 and 50',
    source: 'Burke, The output of a queueing system (1956); Reich 1957',
    topology: sketch({
      services: {
        shop: shop('q1', poisson(30)),
        one: { handlers: { h: handler(['first'], on) } },
        two: worker(['second'], exponential(20)),
      },
      channels: { q1: { kind: 'rabbitQueue' }, q2: { kind: 'rabbitQueue' } },
      subscriptions: {
        first: rabbit('q1', 'one', ONE_AT_A_TIME),
        second: rabbit('q2', 'two', ONE_AT_A_TIME),
      },
    }),
    parts: 2,
    metrics: [
      time('sojourn in the first', mean('sojourn', 'first'), 1 / first),
      time('sojourn in the second', mean('sojourn', 'second'), 1 / second),
      time('response', { kind: 'response' }, 1 / first + 1 / second),
      time(
        'response p95',
        { kind: 'responseQuantile', share: 0.95 },
        theory.quantileOf(within, 0.95),
      ),
      long(
        time(
          'response p99',
          { kind: 'responseQuantile', share: 0.99 },
          theory.quantileOf(within, 0.99),
        ),
      ),
    ],
  }
}

/** One in four comes again. */
function feedback(): TheoryCase {
  const [through = 0] = theory.trafficOf([45], [[0.25]])
  const again = output('q', { probability: 0.25 })
  return {
    id: 'feedback',
    name: 'M/M/1 with feedback',
    settings: 'λ = 45, one in four comes again, μ = 100',
    source: 'Jackson, Networks of waiting lines (1957)',
    topology: oneQueue({
      source: poisson(45),
      handler: { ...exponential(10), outputs: { again } },
    }),
    metrics: [
      time('sojourn', mean('sojourn'), theory.sojournMM1(through, 100)),
      plain('inside', { kind: 'inSystem', at: 'work' }, through / (100 - through)),
      plain(
        'passes',
        {
          kind: 'ratio',
          of: { kind: 'acknowledged', element: 'subscriptions/work' },
          per: { kind: 'published', element: 'services/shop/sources/source' },
        },
        through / 45,
      ),
    ],
  }
}

/** Three in ten of the second go back to the first. */
function jackson(): TheoryCase {
  const [first = 0, second = 0] = theory.trafficOf(
    [35, 0],
    [
      [0, 1],
      [0.3, 0],
    ],
  )
  const forth = { ...exponential(10), outputs: { forth: output('q2') } }
  const back = { ...exponential(12.5), outputs: { back: output('q1', { probability: 0.3 }) } }
  return {
    id: 'jackson',
    name: 'Jackson network',
    settings: 'λ = 35, μ = 100 and 80, three in ten go back',
    source: 'Jackson, Networks of waiting lines (1957)',
    topology: sketch({
      services: {
        shop: shop('q1', poisson(35)),
        one: worker(['first'], forth),
        two: worker(['second'], back),
      },
      channels: { q1: { kind: 'rabbitQueue' }, q2: { kind: 'rabbitQueue' } },
      subscriptions: {
        first: rabbit('q1', 'one', ONE_AT_A_TIME),
        second: rabbit('q2', 'two', ONE_AT_A_TIME),
      },
    }),
    metrics: [
      time('sojourn in the first', mean('sojourn', 'first'), theory.sojournMM1(first, 100)),
      time('sojourn in the second', mean('sojourn', 'second'), theory.sojournMM1(second, 80)),
      plain('inside the second', { kind: 'inSystem', at: 'second' }, second / (80 - second)),
    ],
  }
}

/** A fanout exchange and two queues; it is over when both copies are handled. */
function fork(rho = 0.5): TheoryCase {
  return {
    id: `fork-${Math.round(rho * 100)}`,
    name: 'Fork and join of two',
    settings: `ρ = ${rho} each`,
    source: 'Flatto and Hahn 1984; Nelson and Tantawi 1988, (11)',
    topology: sketch({
      services: {
        shop: shop('x', poisson(100 * rho)),
        one: worker(['left'], exponential(10)),
        two: worker(['right'], exponential(10)),
      },
      channels: {
        x: { kind: 'rabbitExchange', type: 'fanout' },
        q1: { kind: 'rabbitQueue' },
        q2: { kind: 'rabbitQueue' },
      },
      bindings: { b1: bound('x', 'q1', ''), b2: bound('x', 'q2', '') },
      subscriptions: {
        left: rabbit('q1', 'one', ONE_AT_A_TIME),
        right: rabbit('q2', 'two', ONE_AT_A_TIME),
      },
    }),
    parts: 2,
    metrics: [
      time('response', { kind: 'response' }, theory.forkOfTwo(100 * rho, 100)),
      time('sojourn in one', mean('sojourn', 'left'), theory.sojournMM1(100 * rho, 100)),
    ],
  }
}

/** Ten clients who think, send, and wait for the end of it. */
function clients(): TheoryCase {
  const [count, thinking, services] = [10, 0.5, 25]
  const { throughput, response } = theory.finiteSources(count, thinking, services)
  const arrivals = {
    kind: 'closedLoop',
    clients: count,
    thinkTime: { kind: 'exponential', meanMs: 1000 * thinking },
  }
  return {
    id: 'clients',
    name: 'Clients who wait',
    settings: `${count} clients, ${1000 * thinking} ms to think, μ = ${services}`,
    source: 'Machine repair: Kleinrock, Queueing Systems I (1975), 3.8',
    topology: oneQueue({ source: { arrivals }, handler: exponential(1000 / services) }),
    metrics: [
      time('response', { kind: 'response' }, response),
      plain(
        'a second',
        { kind: 'rate', of: { kind: 'acknowledged', element: 'subscriptions/work' } },
        throughput,
      ),
    ],
  }
}
