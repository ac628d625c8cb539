// Whatever producers, transactions and brokers do: what the logs of a topic promise holds after every
// step, and a topic that was saved goes on as if nothing had been.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { IMMEDIATELY, milliseconds } from '../engine/time.ts'
import { CONSUMER_DEFAULTS, type KafkaConsumerSettings } from './kafkaConsumerSettings.ts'
import {
  countedWaiting,
  setUpTopic,
  THREE_REPLICAS,
  type TopicSetUp,
} from './kafkaTopic.fixture.ts'
import type { KafkaProperties } from './properties.ts'

const PROPERTY = { seed: 20_261_121, numRuns: 100 }
const PARTITIONS = 2

describe('Any Kafka topic', () => {
  it('accounts for its records, and shows none above the high watermark', () => {
    fc.assert(
      fc.property(anySetUp, anySteps, (options, steps) => {
        const stand = new Stand(options)

        for (const step of steps) {
          stand.take(step)
          stand.checkAccounts()
          stand.checkLogs()
        }
        stand.settle()

        stand.checkAccounts()
        stand.checkLogs()
        stand.checkAborted()
        stand.checkSettled()
      }),
      PROPERTY,
    )
  })

  it('goes on the same when it is saved and restored anywhere', () => {
    fc.assert(
      fc.property(anySetUp, anySteps, anySteps, (options, before, later) => {
        const original = new Stand(options)
        for (const step of before) original.take(step)
        const told = original.world.history().length
        const saved = original.save()
        const restored = new Stand(options, saved)
        expect(restored.save()).toEqual(saved)

        for (const step of later) {
          original.take(step)
          restored.take(step)
        }

        expect(restored.world.history()).toEqual(original.world.history().slice(told))
        expect(restored.save()).toEqual(original.save())
      }),
      PROPERTY,
    )
  })

  it('[kafka.acks-all-survives] loses nothing that acks=all was told, when one broker at a time fails', () => {
    fc.assert(
      fc.property(
        fc.array(aloneFailing, { maxLength: 12 }),
        fc.array(published),
        (faults, late) => {
          const stand = new Stand({ topic: THREE_REPLICAS, producers: [{}] })
          for (const { broker, downMs, publications } of faults) {
            for (const publication of publications) stand.take(publication)
            stand.take({ kind: 'node', broker, isUp: false })
            stand.take({ kind: 'pass', ms: downMs })
            for (const publication of publications) stand.take(publication)
            stand.take({ kind: 'node', broker, isUp: true })
            // The next one fails when this one is in sync again.
            stand.take({ kind: 'pass', ms: 10_000 })
          }
          for (const publication of late) stand.take(publication)
          stand.settle()

          expect(stand.world.outcomes.every((outcome) => outcome.endsWith(' accepted'))).toBe(true)
          expect(stand.recordsIn().sort()).toEqual(stand.told('accepted').sort())
        },
      ),
      PROPERTY,
    )
  })

  it('[kafka.idempotent-producer] has no record twice, and each key in its order, with idempotence', () => {
    fc.assert(
      fc.property(anySteps, fc.boolean(), (steps, uncleanLeaderElection) => {
        const stand = new Stand({
          topic: { ...THREE_REPLICAS, uncleanLeaderElection, replicationDelay: milliseconds(7) },
          producers: [{}, { requestTimeout: milliseconds(900) }],
        })

        for (const step of steps) stand.take(step)
        stand.settle()

        const all = stand.recordsIn()
        expect(all).toEqual([...new Set(all)])
        for (const key of KEYS)
          for (const producer of [0, 1]) {
            const ofKey = all.filter((event) => stand.isOf(event, producer, key)).map(numberOf)
            expect(ofKey).toEqual([...ofKey].sort((a, b) => a - b))
          }
      }),
      PROPERTY,
    )
  })
})

type Step =
  | {
      readonly kind: 'publish'
      readonly producer: number
      readonly key: number
      readonly inTransaction: boolean
    }
  | { readonly kind: 'pass'; readonly ms: number }
  | { readonly kind: 'node'; readonly broker: number; readonly isUp: boolean }
  | { readonly kind: 'begin' | 'commit' | 'abort'; readonly producer: number }
  | { readonly kind: 'grow' }

interface StandOptions {
  readonly topic: NonNullable<TopicSetUp['topic']>
  readonly producers: readonly Partial<KafkaProperties>[]
}

const KEYS = [0, 1, 2, 3]

const published = fc.record({
  kind: fc.constant('publish' as const),
  producer: fc.nat(2),
  key: fc.nat(KEYS.length - 1),
  inTransaction: fc.constant(false),
})

const aloneFailing = fc.record({
  broker: fc.nat(2),
  downMs: fc.oneof(fc.nat(20), fc.nat(20_000)),
  publications: fc.array(published, { maxLength: 5 }),
})

const anySteps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: fc.record({ ...plainPublication(), inTransaction: fc.boolean() }) },
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant('pass' as const),
        ms: fc.oneof(fc.nat(8), fc.nat(400), fc.nat(12_000), fc.nat(400_000)),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('node' as const),
        broker: fc.nat(3),
        isUp: fc.boolean(),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constantFrom('begin' as const, 'commit' as const, 'abort' as const),
        producer: fc.nat(2),
      }),
    },
    { weight: 1, arbitrary: fc.constant({ kind: 'grow' as const }) },
  ),
  { maxLength: 60, size: 'max' },
)

const anyProducer: fc.Arbitrary<Partial<KafkaProperties>> = fc.record({
  acks: fc.constantFrom('all' as const, '1' as const, '0' as const),
  enableIdempotence: fc.boolean(),
  maxInFlightRequests: fc.constantFrom(1, 2, 5),
  linger: fc.constantFrom(IMMEDIATELY, milliseconds(5)),
  batchSizeBytes: fc.constantFrom(1, 3000, 16_384),
  requestTimeout: fc.constantFrom(milliseconds(500), milliseconds(30_000)),
  deliveryTimeout: fc.constantFrom(milliseconds(2000), milliseconds(120_000)),
  partitioner: fc.constantFrom('default' as const, 'roundRobin' as const),
})

const anySetUp: fc.Arbitrary<StandOptions> = fc.record({
  producers: fc.array(anyProducer, { minLength: 1, maxLength: 3 }),
  topic: fc.record({
    replicationFactor: fc.constantFrom(1, 3),
    minInsyncReplicas: fc.constantFrom(1, 2),
    uncleanLeaderElection: fc.boolean(),
    replicaLagTimeMax: fc.constantFrom(milliseconds(2000), milliseconds(30_000)),
    replicationDelay: fc.constantFrom(IMMEDIATELY, milliseconds(1), milliseconds(50)),
    cleanupPolicy: fc.constantFrom(
      'delete' as const,
      'compact' as const,
      'compact,delete' as const,
    ),
    retention: fc.constantFrom(milliseconds(100_000), milliseconds(604_800_000)),
    retentionBytes: fc.constantFrom(null, 4000),
    segmentBytes: fc.constantFrom(2500, 1_000_000),
  }),
})

function plainPublication() {
  return {
    kind: fc.constant('publish' as const),
    producer: fc.nat(2),
    key: fc.nat(KEYS.length - 1),
  }
}

class Stand {
  readonly #stand: ReturnType<typeof setUpTopic>
  readonly #options: StandOptions
  /** By producer; the transactions of a restored topic are known by their numbers. */
  readonly #transactions = new Map<number, number>()
  readonly #published = new Map<
    string,
    { producer: number; key: number; transaction: number | null }
  >()

  constructor(options: StandOptions, saved?: ReturnType<Stand['save']>) {
    this.#options = options
    const topic = { partitions: saved?.partitions ?? PARTITIONS, ...options.topic }
    this.#stand = setUpTopic({ topic, ...(saved && { saved: saved.state }) })
    for (const [producer, transaction] of saved?.transactions ?? [])
      this.#transactions.set(producer, transaction)
    for (const isolation of ['read_uncommitted', 'read_committed'] as const)
      this.#subscribe({ ...CONSUMER_DEFAULTS, autoOffsetReset: 'earliest', isolation })
  }

  get world() {
    return this.#stand.world
  }

  take(step: Step): void {
    const { topic, world } = this.#stand
    switch (step.kind) {
      case 'publish':
        this.#publish(step)
        break
      case 'pass':
        world.run(milliseconds(step.ms))
        break
      case 'node':
        topic.setNodeUp(step.broker, step.isUp)
        break
      case 'grow':
        topic.update({ ...topic.settings, partitions: Math.min(topic.logs.length + 1, 4) })
        break
      case 'begin':
        this.#transactions.set(step.producer, world.transactions.begin(`${step.producer}`, TIMEOUT))
        break
      default:
        this.#end(step)
    }
    world.settleDown()
  }

  /** All brokers are back, and everything has had its time. */
  settle(): void {
    for (const broker of [0, 1, 2]) this.take({ kind: 'node', broker, isUp: true })
    this.world.run(milliseconds(200_000))
  }

  checkAccounts(): void {
    const { topic, world } = this.#stand
    const count = (...kinds: Parameters<typeof world.history>) => world.history(...kinds).length
    const gone = count('expired', 'compacted', 'lost', 'removed')
    expect(count('accepted')).toBe(gone + topic.figures.retained)
    expect(topic.figures.waiting).toBe(countedWaiting(topic))
  }

  checkLogs(): void {
    for (const log of this.#stand.topic.logs) {
      const { startOffset, highWatermark, endOffset } = log
      const stable = log.readableEnd('read_committed')
      expect([startOffset <= endOffset, stable <= highWatermark]).toEqual([true, true])
      expect(highWatermark).toBeLessThanOrEqual(endOffset)
      if (!log.isServed) expect(log.nextReadable(0)).toBe(-1)
      for (const isolation of ['read_uncommitted', 'read_committed'] as const) {
        const offsets: number[] = []
        for (
          let at = log.nextVisible(0, isolation);
          at >= 0;
          at = log.nextVisible(at + 1, isolation)
        )
          offsets.push(at)
        const end = isolation === 'read_committed' ? stable : highWatermark
        expect(offsets.every((at) => at >= startOffset && at < end)).toBe(true)
        expect(offsets).toEqual([...new Set(offsets)].sort((a, b) => a - b))
        expect(log.readableFrom(startOffset, isolation)).toBe(offsets.length)
      }
    }
  }

  /** Nobody who reads committed records sees one of an aborted transaction. */
  checkAborted(): void {
    const aborted = this.world.journal.filter(({ kind }) => kind === 'aborted')
    const seen = this.recordsIn('read_committed')
    for (const { event } of aborted) expect(seen).not.toContain(event)
  }

  /** Everybody was told once, and nothing is kept but what the logs have. */
  checkSettled(): void {
    const { topic, world } = this.#stand
    const told = world.outcomes.map((outcome) => outcome.split(' ')[0])
    expect(told.length).toBe(this.#published.size)
    expect(new Set(told).size).toBe(told.length)
    expect(world.messages.alive).toBe(topic.figures.retained)
    if (topic.figures.retained === 0) expect(world.events.alive).toBe(0)
  }

  /** What readers find in all partitions, in order. */
  recordsIn(isolation?: 'read_committed'): string[] {
    const { topic, readable } = this.#stand
    return topic.logs.flatMap((_, partition) =>
      readable(partition, isolation).map((line) => line.split(' ')[1] as string),
    )
  }

  told(outcome: string): string[] {
    const lines = this.world.outcomes.filter((line) => line.endsWith(` ${outcome}`))
    return lines.map((line) => line.split(' ')[0] as string)
  }

  isOf(event: string, producer: number, key: number): boolean {
    const known = this.#published.get(event)
    return known?.producer === producer && known.key === key
  }

  save() {
    const state = this.#stand.save()
    const partitions = this.#stand.topic.logs.length
    return { state, partitions, transactions: [...this.#transactions] }
  }

  /** A group that nobody joins. */
  #subscribe(settings: KafkaConsumerSettings): void {
    const { topic, world } = this.#stand
    const name = `reads ${settings.isolation}`
    topic.subscribe({ name, element: world.element(name), settings })
  }

  #publish({ producer: number, key, inTransaction }: Step & { kind: 'publish' }): void {
    const { producers } = this.#options
    const producer = number % producers.length
    const open = inTransaction ? this.#transactions.get(producer) : undefined
    const said = producers[producer] ?? {}
    const event = this.#stand.publish({
      producer,
      key,
      properties: { ...DEFAULTS, ...said },
      ...(open !== undefined && { more: { transaction: open } }),
    })
    this.#published.set(event, { producer, key, transaction: open ?? null })
  }

  #end({ kind, producer }: Step & { producer: number }): void {
    const transaction = this.#transactions.get(producer)
    if (transaction === undefined) return
    if (kind === 'commit') this.world.transactions.commit(transaction, null)
    else this.world.transactions.abort(transaction)
  }
}

const TIMEOUT = milliseconds(60_000)

const DEFAULTS: KafkaProperties = {
  kind: 'kafka',
  acks: 'all',
  enableIdempotence: true,
  maxInFlightRequests: 5,
  linger: milliseconds(5),
  batchSizeBytes: 16_384,
  requestTimeout: milliseconds(30_000),
  deliveryTimeout: milliseconds(120_000),
  retryBackoff: milliseconds(100),
  partitioner: 'default',
  transactionTimeout: TIMEOUT,
}

function numberOf(event: string): number {
  return Number(event.slice(1))
}
