// Streams under whatever happens: publishing, consumers that come and go under their names and settle in
// any order, limits that change, nodes that fail, and time; saved and restored at any moment.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { milliseconds } from '../engine/time.ts'
import type { Departure, Settlement, Subscription } from './channel.ts'
import { RabbitStream, type RabbitStreamSettings } from './rabbitStream.ts'
import type { RabbitStreamConsumerSettings } from './rabbitStreamReader.ts'
import { TestConsumer } from './testConsumer.ts'
import { TestWorld } from './testWorld.ts'

const PROPERTY = { seed: 20_261_121, numRuns: 200 }
const NAMES = ['first', 'second', 'third'] as const
const NODES = 3

type Name = (typeof NAMES)[number]
type Step =
  | { readonly kind: 'publish'; readonly count: number }
  | { readonly kind: 'join'; readonly name: Name }
  | { readonly kind: 'leave'; readonly name: Name; readonly departure: Departure }
  | {
      readonly kind: 'settle'
      readonly name: Name
      readonly which: number
      readonly settlement: Settlement
    }
  | { readonly kind: 'limit'; readonly bytesMax: number | null; readonly ageMs: number | null }
  | { readonly kind: 'prefetch'; readonly prefetchCount: number }
  | { readonly kind: 'node'; readonly node: number; readonly isUp: boolean }
  | { readonly kind: 'pass'; readonly ms: number }
  | { readonly kind: 'restart' }

const name = fc.constantFrom(...NAMES)
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('publish' as const),
      count: fc.integer({ min: 1, max: 9 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('join' as const), name }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('leave' as const),
      name,
      departure: fc.constantFrom('close' as const, 'crash' as const, 'vanish' as const),
    }),
  },
  {
    weight: 10,
    arbitrary: fc.record({
      kind: fc.constant('settle' as const),
      name,
      which: fc.nat(3),
      settlement: fc.constantFrom('acknowledge' as const, 'requeue' as const, 'reject' as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('limit' as const),
      bytesMax: fc.option(fc.integer({ min: 0, max: 20_000 })),
      ageMs: fc.option(fc.integer({ min: 1, max: 8_000_000 })),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('prefetch' as const),
      prefetchCount: fc.integer({ min: 1, max: 5 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('node' as const),
      node: fc.nat(NODES - 1),
      isUp: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('pass' as const),
      ms: fc.oneof(fc.nat(500), fc.nat(5_000_000)),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart' as const) }) },
)
const steps = fc.array(step, { maxLength: 60, size: 'max' })

describe('a stream', () => {
  it('hands each consumer one message after the other, from where it was', () => {
    fc.assert(
      fc.property(steps, (taken) => {
        const stand = new Stand()
        for (const next of taken) {
          stand.take(next)
          stand.check()
        }
        stand.drain()
      }),
      PROPERTY,
    )
  })
})

class Stand {
  #world = new TestWorld()
  #settings: RabbitStreamSettings = {
    groupSize: NODES,
    segmentBytes: 4096,
    bytesMax: null,
    ageMax: null,
  }
  #reading: RabbitStreamConsumerSettings = { prefetchCount: 3, offset: 'first', keepsOffset: true }
  #stream = this.#newStream()
  #subscription = this.#subscribe()
  readonly #consumers = new Map<Name, TestConsumer>()
  /** By name, numbers of the messages that it has settled, in all its visits. */
  readonly #settled = new Map<Name, Set<number>>()
  /** By name, numbers of what it got in this visit. */
  readonly #seen = new Map<Name, number[]>()

  take(next: Step): void {
    const { kind } = next
    if (kind === 'publish')
      for (let n = 0; n < next.count; n += 1) this.#world.publish(this.#stream)
    else if (kind === 'join') this.#join(next.name)
    else if (kind === 'leave') this.#leave(next.name, next.departure)
    else if (kind === 'settle') this.#settle(next)
    else if (kind === 'limit') this.#limit(next.bytesMax, next.ageMs)
    else if (kind === 'prefetch') this.#prefetch(next.prefetchCount)
    else if (kind === 'node') this.#stream.setNodeUp(next.node, next.isUp)
    else if (kind === 'pass') this.#world.run(milliseconds(next.ms))
    else this.#restart()
    this.#world.settleDown()
    this.#note()
  }

  check(): void {
    const accepted = this.#numbers('accepted')
    const expired = this.#numbers('expired')
    // What goes, goes from the beginning.
    expect(expired).toEqual(accepted.slice(0, expired.length))
    expect(this.#stream.figures.retained).toBe(accepted.length - expired.length)
    for (const [who, seen] of this.#seen) {
      const places = seen.map((number) => accepted.indexOf(number))
      expect(places, `${who} reads forward`).toEqual([...new Set(places)].sort((a, b) => a - b))
      const settled = this.#settled.get(who) ?? new Set()
      const missed = accepted.slice(0, (places.at(-1) ?? -1) + 1)
      // What it passed over without having settled it was deleted.
      const lost = missed.filter((number) => !settled.has(number) && !seen.includes(number))
      expect(lost.filter((number) => !expired.includes(number))).toEqual([])
    }
  }

  /** Once all nodes are up, who acknowledges everything gets everything. */
  drain(): void {
    for (const who of [...this.#consumers.keys()]) this.#leave(who, 'close')
    for (let node = 0; node < NODES; node += 1) this.#stream.setNodeUp(node, true)
    this.#world.run(milliseconds(10_000))
    const kept = this.#numbers('accepted').slice(this.#numbers('expired').length)
    const last = new TestConsumer(this.#world, 'last', () => 'acknowledge').join(this.#subscription)
    this.#world.run(milliseconds(10_000))

    expect(last.seen.map(({ event }) => Number(event.slice(1)))).toEqual(kept)
    expect(this.#world.outcomes.map((line) => line.split(' ')[1])).toEqual(
      this.#world.outcomes.map(() => 'accepted'),
    )
    last.leave('close')
    this.#stream.close()
    expect([this.#world.messages.alive, this.#world.events.alive]).toEqual([0, 0])
    expect(this.#world.deliveries.underWay).toBe(0)
  }

  #join(who: Name): void {
    if (this.#consumers.has(who)) return
    this.#consumers.set(who, new TestConsumer(this.#world, who).join(this.#subscription))
    this.#seen.set(who, [])
  }

  #leave(who: Name, departure: Departure): void {
    this.#consumers.get(who)?.leave(departure)
    this.#consumers.delete(who)
    this.#seen.delete(who)
  }

  #settle({ name: who, which, settlement }: Step & { kind: 'settle' }): void {
    const consumer = this.#consumers.get(who)
    const delivery = consumer?.held[which % Math.max(consumer.held.length, 1)]
    if (!consumer || delivery === undefined) return
    const settled = this.#settled.get(who) ?? new Set()
    settled.add(Number(consumer.eventOf(delivery).slice(1)))
    this.#settled.set(who, settled)
    consumer.settleDelivery(delivery, settlement)
  }

  #limit(bytesMax: number | null, ageMs: number | null): void {
    const ageMax = ageMs === null ? null : milliseconds(ageMs)
    this.#settings = { ...this.#settings, bytesMax, ageMax }
    this.#stream.update(this.#settings)
  }

  #prefetch(prefetchCount: number): void {
    this.#reading = { ...this.#reading, prefetchCount }
    this.#subscription.update(this.#reading)
  }

  /** Goes on in another world, made of what this one saved. */
  #restart(): void {
    const [world, stream] = [this.#world, this.#stream]
    this.#world = new TestWorld(1, structuredClone(world.save()))
    this.#world.journal.push(...world.journal)
    this.#world.outcomes.push(...world.outcomes)
    this.#stream = this.#newStream()
    this.#stream.restore(structuredClone(stream.save()))
    this.#subscription = this.#subscribe()
    for (const [who, consumer] of this.#consumers) {
      const again = new TestConsumer(this.#world, who)
      again.seen.push(...consumer.seen)
      this.#consumers.set(who, again.join(this.#subscription, consumer.save()))
    }
    expect(this.#stream.save()).toEqual(stream.save())
  }

  #note(): void {
    for (const [who, { seen }] of this.#consumers)
      this.#seen.set(
        who,
        seen.map(({ event }) => Number(event.slice(1))),
      )
  }

  #newStream(): RabbitStream {
    const world = this.#world
    return new RabbitStream({
      name: 's',
      element: world.element('s'),
      world,
      settings: this.#settings,
    })
  }

  #subscribe(): Subscription<RabbitStreamConsumerSettings> {
    const element = this.#world.element('readers')
    return this.#stream.subscribe({ name: 'readers', element, settings: this.#reading })
  }

  #numbers(kind: 'accepted' | 'expired'): number[] {
    return this.#world.journal
      .filter((entry) => entry.kind === kind)
      .map(({ event }) => Number(event.slice(1)))
  }
}
