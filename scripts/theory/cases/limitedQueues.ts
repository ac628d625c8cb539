// Queues with room for so many, and messages that do not wait for ever.

import * as theory from '../formulas.ts'
import { mean, plain, ratio, type TheoryCase, time } from '../theoryCase.ts'
import { exponential, oneQueue, poisson } from './parts.ts'

const SOURCE = 'services/shop/sources/source'

export const LIMITED_QUEUES: readonly TheoryCase[] = [
  finite({ arrivals: 100, services: 100, servers: 1, room: 5 }),
  finite({ arrivals: 50, services: 10, servers: 4, room: 6 }),
  finite({ arrivals: 90, services: 30, servers: 3, room: 7 }),
  deadline(20),
  { ...deadline(50), isLong: true },
]

interface Finite {
  readonly arrivals: number
  readonly services: number
  readonly servers: number
  readonly room: number
}

/** x-max-length counts what waits; what is in hand comes on top. */
function finite({ arrivals, services, servers, room }: Finite): TheoryCase {
  const queue = theory.finiteQueue(arrivals, services, { servers, room })
  return {
    id: `mm${servers}${room}-${arrivals}`,
    name: `M/M/${servers}/${room}`,
    settings: `λ = ${arrivals}, μ = ${services}, x-max-length ${room - servers}, reject-publish`,
    source: 'Kleinrock, Queueing Systems I (1975), 3.6 and 3.7',
    topology: oneQueue({
      source: poisson(arrivals),
      handler: exponential(1000 / services),
      queue: { maxLength: room - servers, overflow: 'reject-publish' },
      service: { concurrency: servers },
    }),
    metrics: [
      plain('refused', ratio('refused', 'channels/q', published()), queue.blocked),
      time('wait', mean('wait'), queue.wait),
      time('sojourn', mean('sojourn'), queue.sojourn),
      plain('inside', { kind: 'inSystem', at: 'work' }, queue.inside),
    ],
  }
}

/** M/M/1+D: x-message-ttl. */
function deadline(ttlMs: number): TheoryCase {
  const queue = theory.deadlineQueue(80, 100, ttlMs / 1000)
  return {
    id: `ttl-${ttlMs}`,
    name: 'M/M/1+D',
    settings: `ρ = 0.8, x-message-ttl ${ttlMs} ms`,
    source: 'Baccelli, Boyer and Hébuterne, Single-server queues with impatient customers (1984)',
    topology: oneQueue({
      source: poisson(80),
      handler: exponential(10),
      queue: { messageTtlMs: ttlMs },
    }),
    metrics: [
      plain('expired', ratio('expired', 'channels/q', published()), queue.expired),
      time('wait of the served', mean('wait'), queue.waitOfServed),
    ],
  }
}

function published() {
  return { kind: 'published', element: SOURCE } as const
}
