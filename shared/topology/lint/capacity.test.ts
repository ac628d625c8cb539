import { describe, expect, it } from 'vitest'
import { kafka, output, rabbit, shop, sketch, worker } from '../sketch.ts'
import { fixed, messages, problems } from './found.ts'

const queue = { kind: 'rabbitQueue' }

describe('capacity', () => {
  it('warns of a service that cannot keep up, with the number and the replicas that would do', () => {
    const topology = office({ valueMs: 27, replicas: 2 })

    expect(problems(topology, 'overloaded')).toMatchObject([
      {
        severity: 'warning',
        message:
          "'clerk' cannot keep up: 100/s come, and it can handle about 74.1/s. It would have to work 135 % of the time. 4 replicas would be busy 68 % of the time.",
        elementIds: ['clerk'],
        path: ['services', 'clerk', 'replicas'],
        fix: { label: 'Use 4 replicas' },
      },
    ])
    expect(fixed(topology, 'overloaded')).toBe(4)
    expect(messages(office({ valueMs: 19, replicas: 2 }), 'overloaded')).toEqual([])
  })

  it('sees a Kafka member that has more partitions than it can read', () => {
    const topology = stream({ partitions: 3, replicas: 2, valueMs: 16 })

    expect(messages(topology, 'overloaded')).toEqual([
      "'clerk' cannot keep up: 100/s come, and it can handle about 93.8/s. Its busiest slot would have to work 107 % of the time, as Kafka gives it more partitions than others. 3 replicas would be busy 53 % of the time.",
    ])
    expect(fixed(topology, 'overloaded')).toBe(3)
  })

  it('offers no replicas where partitions are what is missing', () => {
    const [problem] = problems(stream({ partitions: 2, replicas: 2, valueMs: 24 }), 'overloaded')

    expect(problem?.fix).toBeUndefined()
    expect(problem?.message).toContain('More replicas alone do not help')
  })

  it('tells of an overload that lasts for the peak only', () => {
    const arrivals = {
      kind: 'profile',
      process: 'poisson',
      points: [
        { atMs: 0, ratePerSecond: 10 },
        { atMs: 1000, ratePerSecond: 150 },
      ],
    }

    const topology = office({ valueMs: 10, replicas: 1, source: { arrivals } })

    expect(messages(topology, 'overloaded')).toEqual([])
    expect(messages(topology, 'overloaded-at-peak')).toEqual([
      "At the peak of the load 'clerk' would have to work 150 % of the time: a backlog builds up until the peak is over.",
    ])
  })

  it('warns of a service without replicas', () => {
    const topology = office({ valueMs: 1, replicas: 0 })

    expect(messages(topology, 'no-replicas')).toEqual([
      "'clerk' has no replicas: it publishes nothing, and what comes to it waits.",
    ])
    expect(fixed(topology, 'no-replicas')).toBe(1)
  })

  it('names the cycle on which events multiply, and does not blame the services on it', () => {
    const topology = sketch({
      services: {
        shop: shop('a'),
        ping: { name: 'Ping', ...worker(['ping'], { outputs: { on: output('b', { count: 2 }) } }) },
        pong: worker(['pong'], { outputs: { on: output('a', { probability: 0.6 }) } }),
      },
      channels: { a: queue, b: queue },
      subscriptions: { ping: rabbit('a', 'ping'), pong: rabbit('b', 'pong') },
    })

    const [problem] = problems(topology, 'amplifying-cycle')

    expect(problem?.message).toMatch(/'a' → 'Ping' → 'b' → 'pong'|'b' → 'pong' → 'a' → 'Ping'/)
    expect(problem?.message).toContain(': one comes back as 1.2.')
    expect([...(problem?.elementIds ?? [])].sort()).toEqual(['a', 'b', 'ping', 'pong'])
    expect(messages(topology, 'overloaded')).toEqual([])
  })
})

interface Clerk {
  readonly valueMs: number
  readonly replicas: number
  readonly concurrency?: number
  readonly source?: object
}

function office({ valueMs, replicas, concurrency = 1, source = {} }: Clerk) {
  const serviceTime = { kind: 'constant', valueMs }
  return sketch({
    services: {
      shop: shop('inbox', source),
      clerk: { replicas, concurrency, ...worker(['inbox-clerk'], { serviceTime }) },
    },
    channels: { inbox: queue },
    subscriptions: { 'inbox-clerk': rabbit('inbox', 'clerk') },
  })
}

function stream({
  valueMs,
  replicas,
  concurrency = 1,
  partitions,
}: Clerk & { partitions: number }) {
  const serviceTime = { kind: 'constant', valueMs }
  return sketch({
    services: {
      shop: shop('topic'),
      clerk: { replicas, concurrency, ...worker(['topic-clerk'], { serviceTime }) },
    },
    channels: { topic: { kind: 'kafkaTopic', partitions } },
    subscriptions: { 'topic-clerk': kafka('topic', 'clerk') },
  })
}
