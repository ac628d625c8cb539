// What holds for a queue with any settings, whatever happens in whatever order: publishing, settling,
// consumers that come, close, crash and vanish, nodes of it and of the queue of its dead letters that go
// down and return, a purge, changed limits and another way for dead letters.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { milliseconds } from '../engine/time.ts'
import { endsMessage } from './accounting.ts'
import type { Departure, Settlement, SubscriptionFigures } from './channel.ts'
import type { RabbitConsumerSettings } from './rabbitConsumer.ts'
import { RabbitExchange } from './rabbitExchange.ts'
import { RabbitQueue } from './rabbitQueue.ts'
import type { SomeQueueSettings } from './rabbitQueueSettings.ts'
import { TestConsumer, type TestConsumerState } from './testConsumer.ts'
import { TestWorld, type TestWorldState } from './testWorld.ts'

const PROPERTY = { seed: 20_260_801, numRuns: 250 }

describe('a queue with any settings', () => {
  it('accounts for every message, and keeps its limits and its order', () => {
    fc.assert(
      fc.property(settings, deeds, (given, list) => {
        const run = new Run(given)

        for (const deed of list) {
          run.take(deed)
          run.check()
        }
        run.drain()

        run.check()
        expect(run.queue.figures).toMatchObject({ waiting: 0, inFlight: 0 })
        expect(run.world.deliveries.underWay).toBe(0)
        expect(run.world.messages.alive).toBe(run.dead.figures.retained)
      }),
      PROPERTY,
    )
  })

  it('goes on the same when it is saved and restored anywhere', () => {
    fc.assert(
      fc.property(settings, deeds, deeds, (given, before, later) => {
        const run = new Run(given)
        for (const deed of before) run.take(deed)
        const restored = new Run(given, run.save())
        const told = run.world.journal.length

        for (const deed of later) {
          run.take(deed)
          restored.take(deed)
        }

        expect(restored.world.history()).toEqual(run.world.history().slice(told))
        expect(restored.save()).toEqual(run.save())
      }),
      PROPERTY,
    )
  })
})

describe('a queue with one consumer that gives nothing back', () => {
  it('[rabbit.fifo] keeps the order of publishing within a priority', () => {
    fc.assert(
      fc.property(settings, deeds, (given, list) => {
        const run = new Run({ ...given, maxLength: null, maxLengthBytes: null })
        run.take({ ...JOIN, priority: 0 })
        for (const deed of list) {
          if (deed.kind === 'publish') run.take(deed)
          if (deed.kind === 'settle') run.take({ ...deed, settlement: 'acknowledge' })
          run.world.run(milliseconds(1))
        }
        const seen = run.places[0]?.consumer.seen ?? []
        const numbers = seen.map(({ event }) => Number(event.slice(1)))

        for (let priority = 0; priority <= PRIORITY_MAX; priority += 1) {
          const ofIt = numbers.filter((n) => run.priorities[n - 1] === priority)
          expect(ofIt).toEqual([...ofIt].sort((a, b) => a - b))
        }
      }),
      PROPERTY,
    )
  })
})

type Deed =
  | { readonly kind: 'publish'; readonly priority: number; readonly expirationMs: number | null }
  | {
      readonly kind: 'join'
      readonly prefetchCount: number
      readonly noAck: boolean
      readonly priority: number
    }
  | { readonly kind: 'settle'; readonly delivery: number; readonly settlement: Settlement }
  | { readonly kind: 'leave'; readonly consumer: number; readonly departure: Departure }
  | { readonly kind: 'node'; readonly node: number; readonly isUp: boolean }
  | { readonly kind: 'purge' }
  | { readonly kind: 'limit'; readonly maxLength: number | null }
  | { readonly kind: 'pass'; readonly ms: number }

const PRIORITY_MAX = 6
const JOIN = { kind: 'join', prefetchCount: 2, noAck: false } as const

const settings: fc.Arbitrary<SomeQueueSettings> = fc.record({
  queueName: fc.constant('work'),
  queueType: fc.constantFrom('classic' as const, 'quorum' as const),
  messageTtl: fc.constantFrom(null, null, milliseconds(0), milliseconds(700)),
  deadLetterStrategy: fc.constantFrom('at-most-once' as const, 'at-least-once' as const),
  maxLength: fc.constantFrom(null, null, 0, 3),
  maxLengthBytes: fc.constantFrom(null, null, 3000),
  overflow: fc.constantFrom(
    'drop-head' as const,
    'reject-publish' as const,
    'reject-publish-dlx' as const,
  ),
  maxPriority: fc.constantFrom(null, null, 3),
  singleActiveConsumer: fc.boolean(),
  deliveryLimit: fc.constantFrom(-1, 1, 20),
  consumerTimeout: fc.constantFrom(milliseconds(45_000), milliseconds(1_800_000)),
  groupSize: fc.constantFrom(1, 3),
})

const deeds: fc.Arbitrary<readonly Deed[]> = fc.array(
  fc.oneof(
    {
      weight: 12,
      arbitrary: fc.record({
        kind: fc.constant('publish' as const),
        priority: fc.nat(PRIORITY_MAX),
        expirationMs: fc.constantFrom(null, null, null, 0, 300),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('join' as const),
        prefetchCount: fc.nat(3),
        noAck: fc.constantFrom(false, false, true),
        priority: fc.nat(1),
      }),
    },
    {
      weight: 16,
      arbitrary: fc.record({
        kind: fc.constant('settle' as const),
        delivery: fc.nat(20),
        settlement: fc.constantFrom<Settlement[]>('acknowledge', 'requeue', 'reject', 'forget'),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('leave' as const),
        consumer: fc.nat(5),
        departure: fc.constantFrom<Departure[]>('close', 'crash', 'vanish'),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('node' as const),
        node: fc.nat(3),
        isUp: fc.boolean(),
      }),
    },
    { weight: 1, arbitrary: fc.constant({ kind: 'purge' as const }) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('limit' as const),
        maxLength: fc.constantFrom(null, 1, 4),
      }),
    },
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant('pass' as const),
        ms: fc.oneof(fc.nat(50), fc.nat(2000), fc.nat(90_000)),
      }),
    },
  ),
  { maxLength: 60, size: 'max' },
)

interface Place {
  readonly consumer: TestConsumer
  readonly settings: RabbitConsumerSettings
}

/** A subscription as its queue sees it. */
interface Watched {
  readonly figures: SubscriptionFigures
  readonly joined: RabbitConsumerSettings
}

interface RunState {
  readonly world: TestWorldState
  readonly channels: readonly unknown[]
  readonly places: readonly (TestConsumerState & { readonly settings: RabbitConsumerSettings })[]
  readonly joined: number
  readonly published: number
  readonly maxLength: number | null
}

const CONSUMERS_MAX = 4
const NODES = 3

class Run {
  readonly world: TestWorld
  readonly queue: RabbitQueue
  readonly dead: RabbitQueue
  places: Place[] = []
  /** Of each message. */
  readonly priorities: number[] = []
  readonly #exchange: RabbitExchange
  readonly #subscriptions: Watched[] = []
  readonly #given: SomeQueueSettings
  #maxLength: number | null
  #joined = 0
  #published = 0

  constructor(given: SomeQueueSettings, state?: RunState) {
    const world = new TestWorld(1, state?.world)
    this.world = world
    this.#given = given
    this.#maxLength = state ? state.maxLength : (given.maxLength ?? null)
    const element = (name: string) => ({ name, element: world.element(name), world })
    const now = { ...given, maxLength: this.#maxLength }
    this.queue = new RabbitQueue({ ...element('work'), settings: now })
    const dead = {
      queueName: 'dead',
      queueType: 'quorum',
      maxLength: 3,
      overflow: 'reject-publish',
    } as const
    this.dead = new RabbitQueue({ ...element('dead'), settings: dead })
    this.#exchange = new RabbitExchange({ ...element('letters'), settings: { type: 'fanout' } })
    this.#exchange.bind({
      bindingElement: world.element('binding'),
      target: this.dead,
      routingKey: '',
    })
    this.#wire()
    if (state) this.#restore(state)
  }

  take(deed: Deed): void {
    switch (deed.kind) {
      case 'publish':
        this.#publish(deed)
        break
      case 'join':
        if (this.places.length < CONSUMERS_MAX) this.#join(deed)
        break
      case 'settle':
        this.#settle(deed.delivery, deed.settlement)
        break
      case 'leave':
        for (const place of this.places.splice(deed.consumer, 1))
          place.consumer.leave(deed.departure)
        break
      case 'node':
        if (deed.node < NODES) this.queue.setNodeUp(deed.node, deed.isUp)
        else for (const node of [0, 1]) this.dead.setNodeUp(node, deed.isUp)
        break
      case 'purge':
        this.queue.operate({ kind: 'purge' })
        break
      case 'limit':
        this.#maxLength = deed.maxLength
        this.queue.update({ ...this.#given, maxLength: deed.maxLength })
        this.#wire()
        break
      case 'pass':
        this.world.run(milliseconds(deed.ms))
    }
    this.world.settleDown()
  }

  check(): void {
    this.#checkAccounts()
    this.#checkLimits()
    this.#checkHands()
  }

  drain(): void {
    for (let node = 0; node < NODES; node += 1) {
      this.queue.setNodeUp(node, true)
      this.dead.setNodeUp(node, true)
    }
    for (const { consumer } of this.places.splice(0)) consumer.leave('crash')
    this.world.run(milliseconds(200_000))
    this.dead.operate({ kind: 'purge' })
    const settled = { prefetchCount: 1, noAck: false }
    const subscriber = { name: 'last', element: this.world.element('last'), settings: settled }
    const last = new TestConsumer(this.world, 'last', () => 'acknowledge')
    last.join(this.queue.subscribe(subscriber))
    // Dead letters are sent again every three minutes, to a queue that has room for three of them.
    for (let round = 0; round < 30; round += 1) {
      this.world.run(milliseconds(200_000))
      this.dead.operate({ kind: 'purge' })
    }
    last.leave('close')
    const numbers = last.seen.map(({ event }) => Number(event.slice(1)))
    const { queueType, maxPriority } = this.#given
    if (queueType === 'classic' && maxPriority === null)
      expect(numbers).toEqual([...numbers].sort((a, b) => a - b))
  }

  save(): RunState {
    return structuredClone({
      world: this.world.save(),
      channels: [this.queue.save(), this.dead.save(), this.#exchange.save()],
      places: this.places.map(({ consumer, settings: joined }) => ({
        ...consumer.save(),
        settings: joined,
      })),
      joined: this.#joined,
      published: this.#published,
      maxLength: this.#maxLength,
    })
  }

  #restore(state: RunState): void {
    this.queue.restore(state.channels[0] as never)
    this.dead.restore(state.channels[1] as never)
    this.#exchange.restore(state.channels[2] as never)
    for (const saved of state.places) this.#enter(saved.name, saved.settings, saved)
    this.#joined = state.joined
    this.#published = state.published
  }

  #publish({ priority, expirationMs }: Deed & { kind: 'publish' }): void {
    const expiration = expirationMs === null ? null : milliseconds(expirationMs)
    this.priorities[this.#published] = priority
    this.#published += 1
    this.world.publish(this.queue, {
      properties: { kind: 'rabbit', confirms: true, mandatory: false, priority, expiration },
    })
  }

  #join({ prefetchCount, noAck, priority }: Deed & { kind: 'join' }): void {
    this.#joined += 1
    const heartbeat = milliseconds(10_000)
    const requeueMethod = this.#joined % 2 === 0 ? 'basic.reject' : 'basic.nack'
    this.#enter(`c${this.#joined}`, { prefetchCount, noAck, priority, heartbeat, requeueMethod })
  }

  /** Each consumer has a subscription of its own. */
  #enter(name: string, joined: RabbitConsumerSettings, saved?: TestConsumerState): void {
    const subscriber = { name, element: this.world.element(name), settings: joined }
    const subscription = this.queue.subscribe(subscriber)
    const consumer = new TestConsumer(this.world, name).join(subscription, saved)
    this.places.push({ consumer, settings: joined })
    this.#subscriptions.push({
      joined,
      get figures() {
        return subscription.figures
      },
    })
  }

  #settle(number: number, settlement: Settlement): void {
    const held = this.places.flatMap(({ consumer }) =>
      consumer.held.map((delivery) => ({ consumer, delivery })),
    )
    const chosen = held[number % Math.max(held.length, 1)]
    chosen?.consumer.settleDelivery(chosen.delivery, settlement)
  }

  #checkAccounts(): void {
    const { waiting, inFlight } = this.queue.figures
    let accepted = 0
    let ended = 0
    for (const { element, kind, detail } of this.world.journal) {
      if (element === 'dead' || element === 'letters') continue
      if (kind === 'accepted') accepted += 1
      if (endsMessage(kind, detail)) ended += 1
    }
    expect(accepted).toBe(ended + waiting + inFlight)
    const held = this.world.deliveries.underWay
    expect(inFlight).toBeLessThanOrEqual(held + this.world.messages.alive)
  }

  #checkLimits(): void {
    const { overflow, queueType } = this.#given
    if (overflow === 'drop-head' && this.#maxLength !== null && this.#isAvailable)
      expect(this.queue.waiting).toBeLessThanOrEqual(this.#maxLength)
    const told = this.world.outcomes.map((line) => line.split(' ')[0])
    expect(new Set(told).size).toBe(told.length)
    if (queueType === 'classic') expect(told).toHaveLength(this.#published)
  }

  /** Its node is up, or one of several leads. */
  get #isAvailable(): boolean {
    const { queueType, groupSize } = this.#given
    const isElected = queueType === 'quorum' && groupSize === 3
    const last = this.world.journal.findLast(
      ({ element, kind }) =>
        element === 'work' && (isElected ? kind === 'elected' : kind.startsWith('node')),
    )
    return !last || (last.kind === 'elected' ? last.detail >= 0 : last.kind === 'nodeUp')
  }

  /** A queue that holds one message has nowhere to send dead letters. */
  #wire(): void {
    this.queue.setDeadLetterExchange(this.#maxLength === 1 ? null : this.#exchange)
  }

  /** As the queue sees them: also those whose silence it has not noticed yet. */
  #checkHands(): void {
    let withMessages = 0
    for (const { figures, joined } of this.#subscriptions) {
      if (figures.inFlight > 0) withMessages += 1
      if (joined.noAck) expect(figures.inFlight).toBe(0)
      else if (joined.prefetchCount > 0)
        expect(figures.inFlight).toBeLessThanOrEqual(joined.prefetchCount)
    }
    if (this.#given.singleActiveConsumer) expect(withMessages).toBeLessThanOrEqual(1)
  }
}
