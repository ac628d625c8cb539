// Whatever happens to a group in whatever order: members that come, crash, vanish, close and come back,
// other settings, more partitions. The journal tells whether the rules of groups held.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { IMMEDIATELY, milliseconds } from '../engine/time.ts'
import type { Departure, Subscription } from './channel.ts'
import { AT_ONCE } from './kafka.fixture.ts'
import type { AssignorName } from './kafkaAssignors/assignors.ts'
import { CONSUMER_DEFAULTS, type KafkaConsumerSettings } from './kafkaConsumerSettings.ts'
import { countedWaiting } from './kafkaTopic.fixture.ts'
import { KafkaTopic } from './kafkaTopic.ts'
import { KAFKA_TOPIC_DEFAULTS } from './kafkaTopicSettings.ts'
import { TestConsumer, type TestConsumerState } from './testConsumer.ts'
import { type JournalEntry, TestWorld, type TestWorldState } from './testWorld.ts'

const PROPERTY = { seed: 20_260_801, numRuns: 250 }

const SLOTS = ['a/slots/0', 'a/slots/1', 'b/slots/0', 'b/slots/1']
const TOPICS = ['orders', 'refunds']

type GroupStep =
  | { readonly kind: 'publish'; readonly topic: number; readonly key: number }
  | { readonly kind: 'join'; readonly slot: number; readonly topics: number }
  | { readonly kind: 'leave'; readonly slot: number; readonly departure: Departure }
  | { readonly kind: 'settle'; readonly consumer: number }
  | { readonly kind: 'pass'; readonly ms: number }
  | { readonly kind: 'configure'; readonly change: number }
  | { readonly kind: 'addPartition'; readonly topic: number }

const CHANGES: readonly Partial<KafkaConsumerSettings>[] = [
  ...(['range', 'roundrobin', 'sticky', 'cooperative-sticky'] as const).map(
    (strategy: AssignorName) => ({ strategy, groupProtocol: 'classic' as const }),
  ),
  { groupProtocol: 'consumer' },
  { isStatic: true },
  { isStatic: false },
  { maxPollRecords: 1 },
  { maxPollRecords: 4 },
  { autoCommitInterval: null, commitWhen: 'afterEach' },
  { autoCommitInterval: null, commitWhen: 'afterPoll' },
  { autoCommitInterval: milliseconds(5000) },
]

const step: fc.Arbitrary<GroupStep> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant('publish'), topic: fc.nat(1), key: fc.nat(9) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('join'), slot: fc.nat(3), topics: fc.nat(2) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('leave'),
      slot: fc.nat(3),
      departure: fc.constantFrom('close', 'crash', 'vanish'),
    }),
  },
  {
    weight: 7,
    arbitrary: fc.record({ kind: fc.constant('settle'), consumer: fc.nat(7) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('pass'),
      ms: fc.oneof(fc.nat(50), fc.nat(5000), fc.nat(60_000)),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('configure'),
      change: fc.nat(CHANGES.length - 1),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('addPartition'), topic: fc.nat(1) }),
  },
) as fc.Arbitrary<GroupStep>

const steps = fc.array(step, { maxLength: 60, size: 'max' })

describe('a consumer group of two topics', () => {
  it('[kafka.one-member-per-partition] never has two owners of a partition, nor a committed offset that nobody reached', () => {
    fc.assert(
      fc.property(steps, (taken) => {
        const group = new GroupAtWork()
        for (const each of taken) {
          group.take(each)
          checkOwners(group.world.journal)
          checkOffsets(group.world.journal)
          group.checkWaiting()
        }
      }),
      PROPERTY,
    )
  })

  it('reads every record at least once, whoever crashed meanwhile', () => {
    fc.assert(
      fc.property(steps, (taken) => {
        const group = new GroupAtWork()
        for (const each of taken) group.take(each)
        group.drain()

        const acknowledged = new Set(eventsWith(group.world.journal, 'acknowledged'))
        const accepted = eventsWith(group.world.journal, 'accepted')
        expect(accepted.filter((event) => !acknowledged.has(event))).toEqual([])
        expect(eventsWith(group.world.journal, 'dropped')).toEqual([])
        expect(group.world.deliveries.underWay).toBe(0)
      }),
      PROPERTY,
    )
  })

  it('goes on the same when it is saved and restored anywhere', () => {
    fc.assert(
      fc.property(steps, steps, (before, later) => {
        const original = new GroupAtWork()
        for (const each of before) original.take(each)
        const told = original.world.history().length
        const saved = original.save()
        const restored = new GroupAtWork(saved)
        expect(restored.save()).toEqual(saved)

        for (const each of later) {
          original.take(each)
          restored.take(each)
        }

        expect(restored.world.history()).toEqual(original.world.history().slice(told))
      }),
      PROPERTY,
    )
  })
})

interface SavedGroup {
  readonly world: TestWorldState
  readonly topics: readonly (readonly [partitions: number, state: unknown])[]
  readonly settings: KafkaConsumerSettings
  readonly consumers: readonly (readonly [slot: string, topic: number, state: TestConsumerState])[]
}

interface Place {
  readonly slot: string
  readonly topic: number
  readonly consumer: TestConsumer
}

class GroupAtWork {
  readonly world: TestWorld
  readonly #topics: KafkaTopic[] = []
  readonly #subscriptions: Subscription<KafkaConsumerSettings>[] = []
  #settings: KafkaConsumerSettings = {
    ...CONSUMER_DEFAULTS,
    groupId: 'money',
    autoOffsetReset: 'earliest',
    maxPollRecords: 2,
    maxPollInterval: milliseconds(50_000),
  }
  #places: Place[] = []

  constructor(saved?: SavedGroup) {
    this.world = new TestWorld(1, saved?.world)
    if (saved) this.#settings = saved.settings
    TOPICS.forEach((name, index) => {
      const [partitions, state] = saved?.topics[index] ?? [index + 1, null]
      const { world } = this
      const settings = { ...KAFKA_TOPIC_DEFAULTS, partitions, initialRebalanceDelay: IMMEDIATELY }
      const topic = new KafkaTopic({ name, element: world.element(name), world, settings })
      if (state) topic.restore(state as ReturnType<KafkaTopic['save']>)
      this.#topics.push(topic)
    })
    this.#topics.forEach((topic, index) => {
      const name = `reads ${TOPICS[index]}`
      const element = this.world.element(name)
      this.#subscriptions.push(topic.subscribe({ name, element, settings: this.#settings }))
    })
    for (const [slot, topic, state] of saved?.consumers ?? []) this.#put(slot, topic, state)
  }

  take(taken: GroupStep): void {
    this.#carryOut(taken)
    this.world.settleDown()
  }

  /** All that are there crash; others come who handle everything. */
  drain(): void {
    for (const slot of SLOTS) this.#leave(slot, 'crash')
    this.world.run(milliseconds(100_000))
    const last = this.#subscriptions.map((subscription, topic) =>
      new TestConsumer(this.world, nameOf('last', topic), () => 'acknowledge').join(subscription),
    )
    this.world.run(milliseconds(700_000))
    for (const consumer of last) consumer.leave('close')
  }

  checkWaiting(): void {
    for (const topic of this.#topics) expect(topic.figures.waiting).toBe(countedWaiting(topic))
  }

  save(): SavedGroup {
    return structuredClone({
      world: this.world.save(),
      topics: this.#topics.map((topic) => [topic.logs.length, topic.save()] as const),
      settings: this.#settings,
      consumers: this.#places.map(
        ({ slot, topic, consumer }) => [slot, topic, consumer.save()] as const,
      ),
    })
  }

  #carryOut(taken: GroupStep): void {
    switch (taken.kind) {
      case 'publish': {
        const topic = this.#topics[taken.topic] as KafkaTopic
        this.world.publish(topic, { key: taken.key, properties: AT_ONCE })
        break
      }
      case 'join':
        this.#join(SLOTS[taken.slot] as string, taken.topics)
        break
      case 'leave':
        this.#leave(SLOTS[taken.slot] as string, taken.departure)
        break
      case 'settle':
        this.#settle(taken.consumer)
        break
      case 'pass':
        this.world.run(milliseconds(taken.ms))
        break
      case 'configure':
        this.#settings = { ...this.#settings, ...CHANGES[taken.change] }
        for (const subscription of this.#subscriptions) subscription.update(this.#settings)
        break
      case 'addPartition': {
        const topic = this.#topics[taken.topic] as KafkaTopic
        const partitions = Math.min(6, topic.settings.partitions + 1)
        topic.update({ ...topic.settings, partitions })
      }
    }
  }

  /** 2: of both topics. */
  #join(slot: string, topics: number): void {
    if (this.#places.some((place) => place.slot === slot)) return
    for (let topic = 0; topic < TOPICS.length; topic += 1)
      if (topics === 2 || topics === topic) this.#put(slot, topic)
  }

  #put(slot: string, topic: number, state?: TestConsumerState): void {
    const consumer = new TestConsumer(this.world, nameOf(slot, topic))
    consumer.join(this.#subscriptions[topic] as Subscription<KafkaConsumerSettings>, state)
    this.#places.push({ slot, topic, consumer })
  }

  #leave(slot: string, departure: Departure): void {
    for (const place of this.#places) if (place.slot === slot) place.consumer.leave(departure)
    this.#places = this.#places.filter((place) => place.slot !== slot)
  }

  #settle(number: number): void {
    const holding = this.#places.filter(({ consumer }) => consumer.held.length > 0)
    const { consumer } = holding[number % Math.max(1, holding.length)] ?? {}
    const [first] = consumer?.held ?? []
    if (first !== undefined) consumer?.settleDelivery(first, 'acknowledge')
  }
}

function nameOf(slot: string, topic: number): string {
  return `${slot}/subscriptions/${TOPICS[topic]}`
}

/** Each partition is assigned when nobody has it, and taken from who has it. */
function checkOwners(journal: readonly JournalEntry[]): void {
  const owners = new Map<string, number>()
  for (const { kind, element, attempt, detail } of journal) {
    const partition = `${element} ${attempt}`
    if (kind === 'assigned') {
      expect(owners.has(partition), `${partition} is free`).toBe(false)
      owners.set(partition, detail)
    }
    if (kind === 'revoked') {
      expect(owners.get(partition), `owner of ${partition}`).toBe(detail)
      owners.delete(partition)
    }
    if (kind === 'delivered') expect(owners.has(`${element} ${detail}`)).toBe(true)
  }
}

/** What is committed was handled by somebody, and offsets are committed forwards. */
function checkOffsets(journal: readonly JournalEntry[]): void {
  const handled = new Map<string, number>()
  const committed = new Map<string, number>()
  for (const { kind, element, attempt, detail } of journal) {
    if (kind === 'acknowledged') {
      const partition = `${element} ${detail}`
      handled.set(partition, (handled.get(partition) ?? 0) + 1)
    }
    if (kind !== 'positioned') continue
    const partition = `${element} ${attempt}`
    expect(detail).toBeGreaterThanOrEqual(committed.get(partition) ?? 0)
    expect(detail).toBeLessThanOrEqual(handled.get(partition) ?? 0)
    committed.set(partition, detail)
  }
}

function eventsWith(journal: readonly JournalEntry[], kind: JournalEntry['kind']): string[] {
  return journal.filter((entry) => entry.kind === kind).map(({ event }) => event)
}
