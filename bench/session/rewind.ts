// How soon a random moment of a long run is on show: ten minutes at a thousand events a second, through
// the session as the server has it, in three drawings of which one keeps all that was published.

import { Session } from '../../server/session/session.ts'
import { rabbit, shop, sketch, worker } from '../../shared/topology/sketch.ts'
import type { Topology } from '../../shared/topology/topology.ts'

const MOMENTS = 20
const UNTIL_MS = 600_000
const EVENTS_PER_SECOND = 1000
const ELEMENT_PAIRS = 100

export interface RewindFigures {
  readonly name: string
  /** To record it. */
  readonly runMs: number
  /** What one slice of it took at the most: nobody is answered meanwhile. */
  readonly longestSliceMs: number
  readonly checkpoints: number
  readonly checkpointBytes: number
  readonly medianMs: number
  readonly longestMs: number
}

export function printRewindBench(): void {
  console.log(
    `Rewind: ${MOMENTS} random moments of ${UNTIL_MS / 60_000} min at ${EVENTS_PER_SECOND} events a second, ` +
      'in milliseconds of CPU time',
  )
  for (const figures of measureRewinds()) {
    const megabytes = (figures.checkpointBytes / 2 ** 20).toFixed(0)
    console.log(
      `  ${figures.name}: ${ms(figures.medianMs)} in the median, ${ms(figures.longestMs)} at the most ` +
        `(run ${ms(figures.runMs)}, longest slice ${ms(figures.longestSliceMs)}, ` +
        `${figures.checkpoints} checkpoints, ${megabytes} MB)`,
    )
  }
}

function measureRewinds(untilMs = UNTIL_MS): readonly RewindFigures[] {
  return Object.entries(drawings()).map(([name, topology]) => measure(name, topology, untilMs))
}

function measure(name: string, topology: Topology, untilMs: number): RewindFigures {
  const session = new Session(
    { topology, seed: 1, speed: 'max', recipe: null, generation: 0 },
    { nowMs: () => performance.now() },
  )
  session.control({ kind: 'runUntil', untilMs })
  const recorded = settle(session)
  const moments = Array.from({ length: MOMENTS }, (_, index) => momentMs(index, untilMs))
  const times = moments
    .map((toMs) => {
      const startMs = cpuMs()
      session.control({ kind: 'rewind', toMs })
      settle(session)
      return cpuMs() - startMs
    })
    .sort((a, b) => a - b)
  const { checkpointsNs = [], checkpointBytes = 0 } = session.run?.recording ?? {}
  return {
    name,
    ...recorded,
    checkpoints: checkpointsNs.length,
    checkpointBytes,
    medianMs: times[MOMENTS / 2] ?? Number.NaN,
    longestMs: times.at(-1) ?? Number.NaN,
  }
}

function settle(session: Session): { readonly runMs: number; readonly longestSliceMs: number } {
  const startMs = cpuMs()
  let longestSliceMs = 0
  for (let isDone = false; !isDone; ) {
    const sliceMs = cpuMs()
    isDone = session.tick() === null
    longestSliceMs = Math.max(longestSliceMs, cpuMs() - sliceMs)
  }
  return { runMs: cpuMs() - startMs, longestSliceMs }
}

/** Of this process, with what it spends on its memory: others may use the machine too. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** Spread over the run by the golden ratio, in no order. */
function momentMs(index: number, untilMs: number): number {
  return Math.floor((((index + 1) * 0.618_033_988_75) % 1) * untilMs)
}

function drawings(): Readonly<Record<string, Topology>> {
  const arrivals = { kind: 'poisson', ratePerSecond: EVENTS_PER_SECOND }
  const quick = { serviceTime: { kind: 'exponential', meanMs: 2 } }
  const log = {
    services: {
      shop: shop('log', { arrivals }),
      reader: { ...worker(['s'], quick), concurrency: 4 },
    },
    channels: { log: { kind: 'kafkaTopic', partitions: 4 } },
    subscriptions: {
      s: { kind: 'kafkaConsumer', channelId: 'log', serviceId: 'reader', groupId: 'g' },
    },
  }
  const queue = {
    services: {
      shop: shop('q', { arrivals }),
      reader: { ...worker(['s'], quick), concurrency: 4 },
    },
    channels: { q: { kind: 'rabbitQueue' } },
    subscriptions: { s: rabbit('q', 'reader', { prefetchCount: 10 }) },
  }
  return {
    'a queue': sketch(queue),
    'a log that keeps everything': sketch(log),
    [`${2 * ELEMENT_PAIRS} services, ${ELEMENT_PAIRS} queues`]: sketch(many()),
  }
}

function many() {
  const arrivals = { kind: 'poisson', ratePerSecond: EVENTS_PER_SECOND / ELEMENT_PAIRS }
  const quick = { serviceTime: { kind: 'exponential', meanMs: 2 } }
  const numbers = Array.from({ length: ELEMENT_PAIRS }, (_, index) => index)
  const entries = <Value>(name: string, of: (n: number) => Value) =>
    Object.fromEntries(numbers.map((n) => [`${name}-${n}`, of(n)]))
  return {
    services: {
      ...entries('shop', (n) => shop(`q-${n}`, { arrivals })),
      ...entries('reader', (n) => worker([`s-${n}`], quick)),
    },
    channels: entries('q', () => ({ kind: 'rabbitQueue' })),
    subscriptions: entries('s', (n) => rabbit(`q-${n}`, `reader-${n}`, { prefetchCount: 10 })),
  }
}

function ms(value: number): string {
  return `${Math.round(value)}`
}
