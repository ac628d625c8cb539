// What must not matter does not matter, exactly: two drawings that say the same in other words give the
// same history, and relations between queues hold message by message.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { JOURNAL_KINDS } from '#shared/lib/journal.ts'
import { DURATION_MAX_MS } from '#shared/topology/fields.ts'
import { bound, kafka, rabbit, shop, sketch, worker } from '#shared/topology/sketch.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { anyRun, RUN_NS } from './runnable.arbitrary.ts'
import { Simulation } from './simulation.ts'

const PROPERTY = { seed: 20_261_121, numRuns: 15 }

describe('the history is the same', () => {
  it('with retries that are never needed, and without', () => {
    expectSame(
      (topology) => withHandlers(topology, { failure: { probability: 0 } }),
      (topology) => withRetries(withHandlers(topology, { failure: { probability: 0 } }), 1),
    )
  })

  it('where messages may live for ever, and where nothing is said of it', () => {
    expectSame(
      (topology) => withQueues(topology, { messageTtlMs: DURATION_MAX_MS }),
      (topology) => withQueues(topology, { messageTtlMs: undefined }),
    )
  })

  it('in queues with more room than is ever needed, and in those without limits', () => {
    const room = { maxLength: Number.MAX_SAFE_INTEGER, overflow: 'reject-publish' }
    expectSame(
      (topology) => withQueues(topology, room),
      (topology) => topology,
    )
  })

  it('whatever services and channels are called', () => {
    expectSame(renamed, (topology) => topology)
  })
})

describe('each message begins and ends at the same instant', () => {
  it('through an exchange with one queue behind it, and in that queue', () => {
    const direct = oneQueue({ channels: { q: { kind: 'rabbitQueue' } }, entry: 'q' })
    const through = oneQueue({
      channels: { x: { kind: 'rabbitExchange', type: 'fanout' }, q: { kind: 'rabbitQueue' } },
      bindings: { b: bound('x', 'q', '') },
      entry: 'x',
    })

    expect(timesOf(through)).toEqual(timesOf(direct))
    expect(timesOf(direct).length).toBeGreaterThan(3000)
  })

  it('in a topic with one partition, and in a queue', () => {
    const queue = oneQueue({ channels: { q: { kind: 'rabbitQueue' } }, entry: 'q' })
    const topic = oneQueue({
      channels: { q: { kind: 'kafkaTopic', partitions: 1 } },
      entry: 'q',
      subscription: kafka('q', 'worker', { maxPollRecords: 1 }),
      source: { producer: { kind: 'kafkaProducer', lingerMs: 0 } },
    })

    expect(timesOf(topic)).toEqual(timesOf(queue))
  })

  it('as a message of the same number does at half the speed, in twice the time', () => {
    // In whole milliseconds, so that no nanosecond is rounded.
    const speed = (factor: number) =>
      oneQueue({
        channels: { q: { kind: 'rabbitQueue' } },
        entry: 'q',
        source: { arrivals: { kind: 'constant', ratePerSecond: 100 / factor } },
        handler: { serviceTime: { kind: 'constant', valueMs: 17 * factor } },
        concurrency: 2,
      })
    const doubled = timesOf(speed(1), 20e9).map(({ atNs, what }) => ({ atNs: 2 * atNs, what }))

    expect(timesOf(speed(2), 40e9)).toEqual(doubled)
    expect(doubled.length).toBeGreaterThan(3000)
  })
})

describe('more servers', () => {
  it.each([1, 2, 3, 4])('than %d let no message begin later (Kiefer and Wolfowitz)', (servers) => {
    const starts = (concurrency: number) =>
      timesOf(oneQueue({ channels: { q: { kind: 'rabbitQueue' } }, entry: 'q', concurrency }))
        .filter(({ what }) => what.startsWith('started'))
        .map(({ atNs }) => atNs)
    const fewer = starts(servers)
    const more = starts(servers + 1)

    // First in, first out: the n-th to begin is the same message, with the same draw of its service.
    const later = fewer.filter((atNs, index) => (more[index] ?? Infinity) > atNs)
    expect(later).toEqual([])
    expect(fewer.length).toBeGreaterThan(1000)
  })
})

type Redrawing = (topology: Topology) => Topology

function expectSame(one: Redrawing, other: Redrawing): void {
  let records = 0
  fc.assert(
    fc.property(anyRun(), ({ topology, seed }) => {
      const [first, second] = [one, other].map((redrawn) => {
        const simulation = new Simulation({ topology: redrawn(topology), seed })
        simulation.advance(RUN_NS)
        records += simulation.journal.length
        return simulation.hash()
      })
      expect(second).toBe(first)
    }),
    PROPERTY,
  )
  expect(records).toBeGreaterThan(1000)
}

function withHandlers(topology: Topology, more: object): Topology {
  const services = mapped(topology.services, (service) => ({
    ...service,
    handlers: mapped(service.handlers, (handler) => ({ ...handler, ...more })),
  }))
  return { ...topology, services } as Topology
}

function withRetries(topology: Topology, attempts: number): Topology {
  const subscriptions = mapped(topology.subscriptions, (subscription) => ({
    ...subscription,
    retry: { ...subscription.retry, attempts },
  }))
  return { ...topology, subscriptions } as Topology
}

function withQueues(topology: Topology, more: object): Topology {
  const channels = mapped(topology.channels, (channel) =>
    channel.kind === 'rabbitQueue' ? withoutGaps({ ...channel, ...more }) : channel,
  )
  return { ...topology, channels } as Topology
}

function renamed(topology: Topology): Topology {
  const name = <Part extends { readonly name: string }>(part: Part) => ({
    ...part,
    name: `${part.name} of old`,
  })
  return {
    ...topology,
    services: mapped(topology.services, name),
    channels: mapped(topology.channels, name),
  } as Topology
}

function mapped<Part, Result>(
  parts: Readonly<Record<string, Part>>,
  of: (part: Part) => Result,
): Record<string, Result> {
  return Object.fromEntries(Object.entries(parts).map(([id, part]) => [id, of(part)]))
}

function withoutGaps(part: object): object {
  return Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined))
}

interface Parts {
  readonly channels: Readonly<Record<string, object>>
  readonly bindings?: Readonly<Record<string, object>>
  /** Where the shop publishes. */
  readonly entry: string
  readonly source?: object
  readonly handler?: object
  readonly subscription?: object
  readonly concurrency?: number
}

/** Busy: with one server more comes than it can handle. */
function oneQueue(parts: Parts): Topology {
  const { channels, bindings = {}, entry, source, handler, subscription, concurrency = 1 } = parts
  return sketch({
    services: {
      shop: shop(entry, { arrivals: { kind: 'poisson', ratePerSecond: 120 }, ...source }),
      worker: {
        ...worker(['work'], { serviceTime: { kind: 'exponential', meanMs: 10 }, ...handler }),
        concurrency,
      },
    },
    channels,
    bindings,
    subscriptions: { work: subscription ?? rabbit('q', 'worker', { prefetchCount: 1 }) },
  })
}

/** Beginnings and ends of handlings, with the number of their event. */
function timesOf(topology: Topology, untilNs = 20e9) {
  const simulation = new Simulation({ topology, seed: 11 })
  simulation.advance(untilNs)
  expect(simulation.journal.oldest).toBe(0)
  return simulation.journal.rows(0, Number.MAX_SAFE_INTEGER).flatMap(({ kind, atNs, n }) => {
    const name = JOURNAL_KINDS[kind]
    return name === 'started' || name === 'acknowledged' ? [{ atNs, what: `${name} ${n}` }] : []
  })
}
