// Whatever happens to an event store in whatever order: no append is lost, versions go up by one, a
// conflict comes exactly when the version differs, $all has one order, and every event reaches every
// subscription at least once.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { milliseconds } from '../engine/time.ts'
import type { Departure, Settlement, Subscription } from './channel.ts'
import { CATCHING_UP, COMPETING, plainStore } from './eventStore.fixture.ts'
import type { EventStore, EventStoreReaderSettings } from './eventStore.ts'
import { CONSUMER_STRATEGIES } from './persistentStrategies.ts'
import { TestConsumer, type TestConsumerState } from './testConsumer.ts'
import { TestWorld, type TestWorldState } from './testWorld.ts'

const PROPERTY = { seed: 20_261_121, numRuns: 200 }

type Act =
  | { readonly kind: 'append'; readonly key: number; readonly expected: number }
  | { readonly kind: 'join'; readonly reader: number }
  | { readonly kind: 'settle'; readonly which: number; readonly settlement: Settlement }
  | { readonly kind: 'leave'; readonly which: number; readonly departure: Departure }
  | { readonly kind: 'pass'; readonly ms: number }
  | { readonly kind: 'seek' }
  | { readonly kind: 'update'; readonly reader: number; readonly strategy: number }
  | { readonly kind: 'node'; readonly isUp: boolean }
  | { readonly kind: 'replay' }

const acts: fc.Arbitrary<readonly Act[]> = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant('append' as const),
        key: fc.nat(3),
        // As it is, or off by some; -3 stands for any.
        expected: fc.constantFrom(-3, -3, 0, 0, 1, -1),
      }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('join' as const), reader: fc.nat(2) }) },
    {
      weight: 8,
      arbitrary: fc.record({
        kind: fc.constant('settle' as const),
        which: fc.nat(20),
        settlement: fc.constantFrom<Settlement>('acknowledge', 'acknowledge', 'requeue', 'forget'),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('leave' as const),
        which: fc.nat(5),
        departure: fc.constantFrom<Departure>('close', 'crash', 'vanish'),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('pass' as const),
        ms: fc.oneof(fc.nat(50), fc.nat(5000), fc.nat(40_000)),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('seek' as const) }) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('update' as const),
        reader: fc.nat(1),
        strategy: fc.nat(3),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('node' as const), isUp: fc.boolean() }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('replay' as const) }) },
  ),
  { maxLength: 60, size: 'max' },
)

const READERS = ['view', 'billing', 'shipping'] as const

interface StandState {
  readonly world: TestWorldState
  readonly store: unknown
  readonly settings: readonly EventStoreReaderSettings[]
  readonly consumers: readonly (TestConsumerState & { readonly reader: number })[]
  readonly joined: number
  readonly isUp: boolean
  readonly versions: readonly (readonly [key: number, version: number])[]
}

/** An event store with a catch-up and two persistent subscriptions. */
class Stand {
  readonly world: TestWorld
  readonly store: EventStore
  readonly #settings: EventStoreReaderSettings[]
  readonly #subscriptions: Subscription<EventStoreReaderSettings>[]
  #consumers: { readonly consumer: TestConsumer; readonly reader: number }[] = []
  #joined = 0
  #isUp = true
  readonly #versions = new Map<number, number>()

  constructor(state?: StandState) {
    this.world = new TestWorld(1, state?.world)
    this.store = plainStore(this.world, 'orders')
    if (state) this.store.restore(state.store)
    this.#settings = state
      ? [...state.settings]
      : [
          { ...CATCHING_UP, checkpointInterval: milliseconds(700) },
          {
            ...COMPETING,
            bufferSize: 2,
            messageTimeout: milliseconds(3000),
            minCheckPointCount: 2,
          },
          { ...COMPETING, namedConsumerStrategy: 'Pinned', bufferSize: 1, maxCheckPointCount: 3 },
        ]
    this.#subscriptions = READERS.map((name, reader) =>
      this.store.subscribe({
        name,
        element: this.world.element(name),
        settings: this.#settings[reader] as EventStoreReaderSettings,
      }),
    )
    for (const saved of state?.consumers ?? []) this.#join(saved.reader, saved)
    this.#joined = state?.joined ?? 0
    this.#isUp = state?.isUp ?? true
    for (const [key, version] of state?.versions ?? []) this.#versions.set(key, version)
  }

  do(act: Act): void {
    switch (act.kind) {
      case 'append':
        this.#append(act.key, act.expected)
        break
      case 'join':
        if (this.#consumers.length < 6) this.#join(act.reader)
        break
      case 'settle':
        this.#settle(act.which, act.settlement)
        break
      case 'leave':
        this.#leave(act.which, act.departure)
        break
      case 'pass':
        this.world.run(milliseconds(act.ms))
        break
      case 'seek':
        this.#subscriptions[0]?.seek?.({ kind: 'earliest' })
        break
      case 'update':
        this.#update(1 + act.reader, act.strategy)
        break
      case 'node':
        this.#isUp = act.isUp
        this.store.setNodeUp(0, act.isUp)
        break
      case 'replay':
        this.store.operate({ kind: 'redrive', ratePerSecond: null })
    }
    this.world.settleDown()
  }

  /** Everybody goes, and others come who acknowledge everything. */
  drain(): void {
    this.store.setNodeUp(0, true)
    for (const { consumer } of this.#consumers.splice(0)) consumer.leave('crash')
    const last = this.#subscriptions.map((subscription, reader) =>
      new TestConsumer(this.world, `last ${reader}`, () => 'acknowledge').join(subscription),
    )
    this.world.run(milliseconds(600_000))
    this.store.operate({ kind: 'redrive', ratePerSecond: null })
    this.world.run(milliseconds(600_000))
    for (const consumer of last) consumer.leave('close')
  }

  save(): StandState {
    return structuredClone({
      world: this.world.save(),
      store: this.store.save(),
      settings: this.#settings,
      consumers: this.#consumers.map(({ consumer, reader }) => ({ ...consumer.save(), reader })),
      joined: this.#joined,
      isUp: this.#isUp,
      versions: [...this.#versions],
    })
  }

  #append(key: number, off: number): void {
    const version = this.#versions.get(key) ?? -1
    const expectedVersion = version + off
    const isExpecting = off !== -3
    const name = this.world.publish(this.store, {
      key,
      ...(isExpecting ? { more: { expectedVersion } } : {}),
    })
    const first = this.world.journal.find(({ event }) => event === name)
    const isTaken = this.#isUp && (!isExpecting || off === 0)
    expect(first?.kind).toBe(isTaken ? 'accepted' : this.#isUp ? 'conflicted' : 'refused')
    if (isTaken) this.#versions.set(key, version + 1)
    expect(this.store.versionOf(key)).toBe(this.#versions.get(key) ?? -1)
  }

  #join(reader: number, saved?: TestConsumerState): void {
    this.#joined += 1
    const subscription = this.#subscriptions[reader] as Subscription<EventStoreReaderSettings>
    const consumer = new TestConsumer(this.world, saved?.name ?? `consumer ${this.#joined}`)
    this.#consumers.push({ consumer: consumer.join(subscription, saved), reader })
  }

  #settle(which: number, settlement: Settlement): void {
    const held = this.#consumers.flatMap(({ consumer }) =>
      consumer.held.map((delivery) => ({ consumer, delivery })),
    )
    const chosen = held[which % Math.max(1, held.length)]
    chosen?.consumer.settleDelivery(chosen.delivery, settlement)
  }

  #leave(which: number, departure: Departure): void {
    const chosen = this.#consumers[which % Math.max(1, this.#consumers.length)]
    this.#consumers = this.#consumers.filter((other) => other !== chosen)
    chosen?.consumer.leave(departure)
  }

  #update(reader: number, strategy: number): void {
    const settings = this.#settings[reader]
    const namedConsumerStrategy = CONSUMER_STRATEGIES[strategy]
    if (settings?.kind !== 'persistent' || !namedConsumerStrategy) return
    this.#settings[reader] = { ...settings, namedConsumerStrategy }
    this.#subscriptions[reader]?.update({ ...settings, namedConsumerStrategy })
  }
}

describe('EventStore, whatever happens', () => {
  it('[eventStore.expected-version] loses no append, takes none twice, and conflicts only where versions differ', () => {
    fc.assert(
      fc.property(acts, (taken) => {
        const stand = new Stand()

        for (const act of taken) stand.do(act)

        const accepted = stand.world.journal.filter(({ kind }) => kind === 'accepted')
        expect(new Set(accepted.map(({ event }) => event)).size).toBe(accepted.length)
        expect(stand.store.figures.retained).toBe(accepted.length)
      }),
      PROPERTY,
    )
  })

  it('[eventStore.persistent-groups] hands every event to every subscription at least once', () => {
    fc.assert(
      fc.property(acts, (taken) => {
        const stand = new Stand()
        for (const act of taken) stand.do(act)

        stand.drain()

        const { journal, deliveries, messages } = stand.world
        const of = (kind: string, element: string) =>
          new Set(
            journal
              .filter((entry) => entry.kind === kind && entry.element === element)
              .map(({ event }) => event),
          )
        const accepted = of('accepted', 'orders')
        for (const reader of READERS) expect(of('delivered', reader)).toEqual(accepted)
        // What was parked, replayed and not settled when the node went down is lost.
        for (const reader of READERS.slice(1))
          expect(new Set([...of('acknowledged', reader), ...of('dropped', reader)])).toEqual(
            accepted,
          )
        expect(stand.store.figures).toMatchObject({ waiting: 0, inFlight: 0, parked: 0 })
        expect(deliveries.underWay).toBe(0)
        expect(messages.alive).toBe(accepted.size)
      }),
      PROPERTY,
    )
  })

  it('[eventStore.global-order] [eventStore.catch-up-order] hands a catch-up subscription events in the order of $all', () => {
    fc.assert(
      fc.property(acts, (taken) => {
        const stand = new Stand()
        for (const act of taken) stand.do(act)
        stand.drain()

        const { journal } = stand.world
        const order = journal.filter(({ kind }) => kind === 'accepted').map(({ event }) => event)
        let next = 0
        for (const { kind, element, event } of journal) {
          if (element !== 'view' || kind !== 'delivered') continue
          const place = order.indexOf(event)
          // It goes back to its checkpoint, but never leaves anything out.
          expect(place).toBeLessThanOrEqual(next)
          next = place + 1
        }
      }),
      PROPERTY,
    )
  })

  it('goes on the same when it is saved and restored anywhere', () => {
    fc.assert(
      fc.property(acts, acts, (before, later) => {
        const original = new Stand()
        for (const act of before) original.do(act)
        const told = original.world.history().length
        const saved = original.save()
        const restored = new Stand(saved)
        expect(restored.save()).toEqual(saved)

        for (const act of later) {
          original.do(act)
          restored.do(act)
        }

        expect(restored.world.history()).toEqual(original.world.history().slice(told))
        expect(restored.save()).toEqual(original.save())
      }),
      PROPERTY,
    )
  })
})
