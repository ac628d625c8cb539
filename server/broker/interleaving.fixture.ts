// Whatever happens in whatever order: publishing, settling in every way, consumers that come, close and
// crash, and time. After each step every channel's records must add up to its figures.

import fc from 'fast-check'
import { expect } from 'vitest'
import type { JournalKind } from '#shared/lib/journal.ts'
import { milliseconds } from '../engine/time.ts'
import { endsMessage, endsRecord } from './accounting.ts'
import type { Channel, ConsumableChannel, Departure, Settlement, Subscription } from './channel.ts'
import type { DeliveryHandle } from './deliveries.ts'
import { NO_EVENT } from './events.ts'
import { TestConsumer, type TestConsumerState } from './testConsumer.ts'
import { type JournalEntry, TestWorld, type TestWorldState } from './testWorld.ts'

/** The channels that steps are taken on, made anew for each world. */
export interface Stand<Settings> {
  /** Where steps publish. */
  readonly entries: readonly Pick<Channel, 'publish'>[]
  /** Routing keys that they publish with. */
  readonly routingKeys: readonly string[]
  /** Everything that keeps state. */
  readonly channels: readonly StandChannel<Settings>[]
}

export interface StandChannel<Settings> {
  /** Name of its element. */
  readonly name: string
  readonly channel: ConsumableChannel<Settings>
  readonly subscriptions: readonly StandSubscription<Settings>[]
}

export interface StandSubscription<Settings> {
  readonly name: string
  readonly settings: Settings
  /** What its consumers hold at most. */
  readonly inFlightMax: number
  /** What its consumers know. */
  readonly settlements: readonly Settlement[]
}

export type Step =
  | {
      readonly kind: 'publish'
      readonly entry: number
      readonly key: number
      readonly route: number
    }
  | { readonly kind: 'join'; readonly subscription: number }
  | { readonly kind: 'settle'; readonly delivery: number; readonly settlement: number }
  | { readonly kind: 'leave'; readonly consumer: number; readonly departure: Departure }
  | { readonly kind: 'pass'; readonly ms: number }

const CONSUMERS_MAX = 6

/** Numbers pick among what is there, so that every list of steps can be taken. */
export const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        kind: fc.constant('publish' as const),
        entry: fc.nat(5),
        key: fc.nat(5),
        route: fc.nat(5),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constant('join' as const), subscription: fc.nat(5) }),
    },
    {
      weight: 8,
      arbitrary: fc.record({
        kind: fc.constant('settle' as const),
        delivery: fc.nat(20),
        settlement: fc.nat(7),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('leave' as const),
        consumer: fc.nat(5),
        departure: fc.constantFrom('close' as const, 'crash' as const),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('pass' as const),
        ms: fc.oneof(fc.nat(50), fc.nat(5000), fc.nat(90_000)),
      }),
    },
  ),
  { maxLength: 70, size: 'max' },
)

export interface InterleavingState {
  readonly world: TestWorldState
  readonly channels: readonly unknown[]
  readonly consumers: readonly (TestConsumerState & { readonly subscription: string })[]
  readonly joined: number
}

interface Place {
  readonly consumer: TestConsumer
  readonly subscription: string
}

export class Interleaving<Settings> {
  readonly world: TestWorld
  readonly #stand: Stand<Settings>
  readonly #subscriptions = new Map<string, Subscription<Settings>>()
  #places: Place[] = []
  #joined = 0

  constructor(stand: (world: TestWorld) => Stand<Settings>, state?: InterleavingState) {
    this.world = new TestWorld(1, state?.world)
    this.#stand = stand(this.world)
    this.#stand.channels.forEach(({ channel, subscriptions }, index) => {
      if (state) channel.restore(state.channels[index])
      for (const { name, settings } of subscriptions) {
        const element = this.world.element(name)
        this.#subscriptions.set(name, channel.subscribe({ name, element, settings }))
      }
    })
    for (const saved of state?.consumers ?? []) this.#join(saved.subscription, saved)
    this.#joined = state?.joined ?? 0
  }

  take(step: Step): void {
    switch (step.kind) {
      case 'publish':
        this.#publish(step)
        break
      case 'join':
        this.#joinAnother(step.subscription)
        break
      case 'settle':
        this.#settle(step)
        break
      case 'leave':
        this.#leave(step)
        break
      case 'pass':
        this.world.run(milliseconds(step.ms))
    }
    this.world.settleDown()
  }

  /** What holds after every step. */
  check(): void {
    for (const channel of this.#stand.channels) {
      checkAccounts(this.world, channel)
      checkDeliveries(this.world, channel)
    }
    for (const { consumer, subscription } of this.#places) {
      expect(consumer.held.length).toBeLessThanOrEqual(this.#settingsOf(subscription).inFlightMax)
      if (this.#readsByItself(subscription)) checkOwnReading(consumer)
    }
    const told = this.world.outcomes.map((outcome) => outcome.split(' ')[0])
    expect(new Set(told).size, 'each publication has one outcome').toBe(told.length)
  }

  /** All consumers crash, and others come who acknowledge everything in all the time that they need. */
  drain(): void {
    for (const place of this.#places.splice(0)) this.#depart(place, 'crash')
    const last = [...this.#subscriptions].map(([name, subscription]) =>
      new TestConsumer(this.world, `last ${name}`, () => 'acknowledge').join(subscription),
    )
    this.world.run(milliseconds(3_600_000))
    for (const consumer of last) consumer.leave('close')
  }

  /** After `drain`: nobody was left out, and nothing is kept that nobody needs. */
  checkDrained(): void {
    let retained = 0
    for (const { name, channel, subscriptions } of this.#stand.channels) {
      const accepted = this.#eventsWith('accepted', name)
      if (channel.guarantees.replays) {
        for (const subscription of subscriptions)
          expect(this.#eventsWith('delivered', subscription.name)).toEqual(accepted)
      } else {
        expect({ name, ...channel.figures }).toMatchObject({ name, waiting: 0, inFlight: 0 })
      }
      retained += channel.figures.retained
    }
    expect(this.world.deliveries.underWay).toBe(0)
    expect(this.world.messages.alive).toBe(retained)
    if (retained === 0) expect(this.world.events.alive).toBe(0)
  }

  save(): InterleavingState {
    return structuredClone({
      world: this.world.save(),
      channels: this.#stand.channels.map(({ channel }) => channel.save()),
      consumers: this.#places.map(({ consumer, subscription }) => ({
        ...consumer.save(),
        subscription,
      })),
      joined: this.#joined,
    })
  }

  #eventsWith(kind: JournalKind, element: string): Set<string> {
    const entries = this.world.journal.filter(
      (entry) => entry.kind === kind && entry.element === element,
    )
    return new Set(entries.map(({ event }) => event))
  }

  #publish({ entry, key, route }: Step & { kind: 'publish' }): void {
    const { entries, routingKeys } = this.#stand
    const channel = picked(entries, entry)
    const routingKey = picked(routingKeys, route)
    if (channel) this.world.publish(channel, { key, routingKey: routingKey ?? '' })
  }

  #joinAnother(number: number): void {
    const subscription = picked([...this.#subscriptions.keys()], number)
    if (subscription && this.#places.length < CONSUMERS_MAX) this.#join(subscription)
  }

  #join(subscription: string, saved?: TestConsumerState): void {
    this.#joined += 1
    const consumer = new TestConsumer(this.world, saved?.name ?? `consumer ${this.#joined}`)
    // Every name in `#places` is one of `#subscriptions`.
    consumer.join(this.#subscriptions.get(subscription) as Subscription<Settings>, saved)
    this.#places.push({ consumer, subscription })
  }

  #settle(step: Step & { kind: 'settle' }): void {
    const held = this.#places.flatMap((place) =>
      this.#settleable(place).map((delivery) => ({ ...place, delivery })),
    )
    const chosen = picked(held, step.delivery)
    if (!chosen) return
    const { consumer, subscription, delivery } = chosen
    const settlement = picked(this.#settingsOf(subscription).settlements, step.settlement)
    consumer.settleDelivery(delivery, settlement ?? 'acknowledge')
  }

  /** Who reads a log settles in its order, since that moves a position; of a queue, in any. */
  #settleable({ consumer, subscription }: Place): readonly DeliveryHandle[] {
    const isOfLog = this.#stand.channels.some(
      ({ channel, subscriptions }) =>
        channel.guarantees.replays && subscriptions.some(({ name }) => name === subscription),
    )
    return isOfLog ? consumer.held.slice(0, 1) : consumer.held
  }

  #leave(step: Step & { kind: 'leave' }): void {
    const chosen = picked(this.#places, step.consumer)
    if (!chosen) return
    this.#places = this.#places.filter((place) => place !== chosen)
    this.#depart(chosen, step.departure)
  }

  #depart({ consumer, subscription }: Place, departure: Departure): void {
    if (departure === 'crash')
      this.world.record('crashed', this.world.element(subscription), NO_EVENT, 0, 0)
    consumer.leave(departure)
  }

  #readsByItself(subscription: string): boolean {
    return this.#stand.channels.some(
      ({ channel, subscriptions }) =>
        channel.guarantees.reachesEveryConsumer === true &&
        subscriptions.some(({ name }) => name === subscription),
    )
  }

  #settingsOf(name: string): StandSubscription<Settings> {
    const all = this.#stand.channels.flatMap(({ subscriptions }) => subscriptions)
    return all.find((subscription) => subscription.name === name) as StandSubscription<Settings>
  }
}

function picked<Item>(items: readonly Item[], number: number): Item | undefined {
  return items[number % Math.max(items.length, 1)]
}

/** `accounting.ts` says what adds up. */
function checkAccounts<Settings>(world: TestWorld, stand: StandChannel<Settings>): void {
  const { name, channel } = stand
  const elements = new Set([name, ...stand.subscriptions.map((subscription) => subscription.name)])
  let accepted = 0
  let ended = 0
  let deleted = 0
  for (const { element, kind, detail } of world.journal) {
    if (element === name && kind === 'accepted') accepted += 1
    if (element === name && endsRecord(kind)) deleted += 1
    if (elements.has(element) && endsMessage(kind, detail)) ended += 1
  }
  const { waiting, inFlight, retained } = channel.figures
  expect([waiting, inFlight, retained].every((figure) => figure >= 0)).toBe(true)
  if (channel.guarantees.replays) expect(accepted).toBe(deleted + retained)
  else expect(accepted, `accounts of ${name}`).toBe(ended + waiting + inFlight)
}

/** What was acknowledged is not handed out again, and deliveries are counted one by one. */
function checkDeliveries<Settings>(world: TestWorld, stand: StandChannel<Settings>): void {
  const { name, channel, subscriptions } = stand
  const elements = new Set([name, ...subscriptions.map((subscription) => subscription.name)])
  const entries = world.journal.filter(({ element }) => elements.has(element))
  if (channel.guarantees.reachesEveryConsumer) return
  if (channel.guarantees.replays) {
    for (const subscription of subscriptions)
      checkGroup(entries.filter(({ element }) => element === subscription.name))
  } else {
    checkCopies(entries)
  }
}

/**
 * A group reads again what it acknowledged only after it lost a member, or where a member gave up the
 * partition: what was not committed then.
 */
function checkGroup(entries: readonly JournalEntry[]): void {
  const done = new DoneWith()
  for (const entry of entries) {
    done.note(entry)
    if (entry.kind === 'delivered')
      expect(done.has(entry.event), `${entry.event} is done with`).toBe(false)
  }
}

class DoneWith {
  /** By event: its partition, and whether that was committed since. */
  readonly #acknowledged = new Map<string, { readonly partition: number; isCommitted: boolean }>()

  has(event: string): boolean {
    return this.#acknowledged.has(event)
  }

  note({ kind, event, attempt, detail }: JournalEntry): void {
    if (kind === 'crashed' || kind === 'evicted') this.#acknowledged.clear()
    else if (kind === 'acknowledged')
      this.#acknowledged.set(event, { partition: detail, isCommitted: false })
    else if (kind === 'positioned') this.#commit(attempt)
    else if (kind === 'revoked') this.#forgetUncommitted(attempt)
  }

  #commit(of: number): void {
    for (const known of this.#acknowledged.values())
      if (known.partition === of) known.isCommitted = true
  }

  #forgetUncommitted(of: number): void {
    for (const [event, { partition, isCommitted }] of this.#acknowledged)
      if (partition === of && !isCommitted) this.#acknowledged.delete(event)
  }
}

/** A consumer of a log that shares with nobody gets one message after the other. */
function checkOwnReading({ seen }: TestConsumer): void {
  const numbers = seen.map(({ event }) => Number(event.slice(1)))
  expect(numbers, 'in the order of the log').toEqual([...new Set(numbers)].sort((a, b) => a - b))
}

/** A queue never hands out again what was acknowledged, and counts the deliveries of a message. */
function checkCopies(entries: readonly JournalEntry[]): void {
  const deliveries = new Map<string, number>()
  for (const { kind, event, attempt } of entries) {
    if (kind === 'accepted') deliveries.set(event, 0)
    if (kind === 'acknowledged') deliveries.delete(event)
    if (kind !== 'delivered') continue
    expect(attempt, `deliveries of ${event}`).toBe((deliveries.get(event) ?? Infinity) + 1)
    deliveries.set(event, attempt)
  }
}
