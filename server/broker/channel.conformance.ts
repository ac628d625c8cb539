// One suite for every channel that hands messages out. A channel declares its guarantees; each test
// either holds it to one of them or, where it declines, checks that it really does.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Entity } from '../engine/kernel.ts'
import { type Duration, IMMEDIATELY, milliseconds, type SimTime } from '../engine/time.ts'
import type { ConsumableChannel, Guarantees, Settlement, Subscription } from './channel.ts'
import { Interleaving, type Stand, type Step, steps } from './interleaving.fixture.ts'
import { type Reaction, type SeenDelivery, TestConsumer } from './testConsumer.ts'
import { TestWorld } from './testWorld.ts'

export interface ConformanceSubject<Settings> {
  readonly declared: Guarantees
  /** The channel as an element of this name. It is made again for a restored world. */
  create(world: TestWorld, name: string): ConsumableChannel<Settings>
  /** Of every subscription. A group without a position begins with the oldest message. */
  readonly settings: Settings
  /** How many deliveries a consumer with these settings holds at most; at least 2. */
  readonly inFlightMax: number
  /** What a consumer of this channel can say. */
  readonly settlements: readonly Settlement[]
  /** After a crash, or after the hand-over where a lease decides; not read when noticed at once. */
  readonly crashNoticedAfter: Duration
}

/** What a channel may take beyond its declared times: a poll that was empty is repeated. */
const SLACK = milliseconds(2000)
const A_WHILE = milliseconds(20_000)
const PROPERTY = { seed: 20_260_801, numRuns: 60 }

export function describeChannel<Settings>(
  name: string,
  subject: ConformanceSubject<Settings>,
): void {
  describe(name, () => {
    describeGuarantees(subject)
    describeSettlements(subject)
    describeHandingOut(subject)
    describeAnyOrder(subject)
  })
}

function describeGuarantees<Settings>(subject: ConformanceSubject<Settings>): void {
  const { declared } = subject

  it('declares its guarantees', () => {
    expect(setUp(subject).channel.guarantees).toEqual(declared)
  })

  it(`${does(declared.reachesEveryGroup)} reach every group with each message`, () => {
    const { world, channel, join } = setUp(subject)
    const billing = join('billing', 'b', acknowledging)
    const shipping = join('shipping', 's', acknowledging)
    world.run(A_WHILE)

    for (const key of [0, 1, 2, 3]) world.publish(channel, { key })
    world.run(A_WHILE)

    const all = ['m1 #1', 'm2 #1', 'm3 #1', 'm4 #1']
    if (declared.reachesEveryGroup) {
      expect([billing.inbox.sort(), shipping.inbox.sort()]).toEqual([all, all])
    } else {
      expect([...billing.inbox, ...shipping.inbox].sort()).toEqual(all)
    }
  })

  it(`${does(declared.keepsKeyOrder)} keep the order of a key among several consumers`, () => {
    const { world, channel, join } = setUp(subject)
    const quick = join('billing', 'quick', () => acknowledgingAfter(1))
    const slow = join('billing', 'slow', () => acknowledgingAfter(7))
    world.run(A_WHILE)

    for (let n = 0; n < 30; n += 1) world.publish(channel, { key: n % 3 })
    world.run(A_WHILE)

    if (declared.reachesEveryConsumer) {
      for (const { seen } of [quick, slow]) expect(seen.map(numberOf)).toEqual(upTo(30))
      return
    }
    const finished = world.history('acknowledged').map((line) => Number(line.match(/m(\d+)/)?.[1]))
    const isInOrder = [0, 1, 2].every((key) =>
      isAscending(finished.filter((n) => (n - 1) % 3 === key)),
    )
    expect(finished).toHaveLength(30)
    expect(quick.seen.length + slow.seen.length).toBe(30)
    expect(isInOrder).toBe(declared.keepsKeyOrder)
  })

  it(`${does(declared.redeliversAfterCrash)} hand out again what a crashed consumer had`, () => {
    const { world, channel, join } = setUp(subject)
    const first = join('billing', 'first')
    world.publish(channel)
    world.run(SLACK)
    expect(first.inbox).toEqual(['m1 #1'])

    first.leave('crash')
    const second = join('billing', successorOf(declared))
    const handedOutAt = (first.seen[0] as SeenDelivery).at
    const before = milliseconds(1)

    const noticedAt = noticedAtOf(subject, { crashedAt: world.now, handedOutAt })
    if (noticedAt > world.now) {
      world.scheduler.runUntil((noticedAt - before) as SimTime)
      expect(second.inbox).toEqual([])
    }
    world.scheduler.runUntil((noticedAt + SLACK) as SimTime)
    expect(second.inbox).toEqual(declared.redeliversAfterCrash ? ['m1 #2'] : [])
  })

  const leases = declared.noticesCrash === 'afterLease'
  it(`${does(leases)} take a message from a consumer that is merely slow`, () => {
    const { world, channel, join } = setUp(subject)
    join('billing', 'slow')
    world.publish(channel)
    world.run(SLACK)

    const other = join('billing', 'other')
    world.run((2 * subject.crashNoticedAfter + SLACK) as Duration)

    const ownCopy = declared.reachesEveryConsumer ? ['m1 #1'] : []
    expect(other.inbox).toEqual(leases ? ['m1 #2'] : ownCopy)
  })

  it(`${does(declared.replays)} replay to a group that comes late`, () => {
    const { world, channel, join } = setUp(subject)
    join('billing', 'early', acknowledging)
    world.publish(channel)
    world.run(A_WHILE)

    const late = join('shipping', 'late', acknowledging)
    world.run(A_WHILE)

    expect(late.inbox).toEqual(declared.replays ? ['m1 #1'] : [])
  })

  it(`${does(declared.keepsWithoutConsumers)} keep messages while nobody subscribes`, () => {
    const { world, channel, join } = setUp(subject)
    world.publish(channel)
    world.run(A_WHILE)

    const first = join('billing', 'first', acknowledging)
    world.run(A_WHILE)

    expect(first.inbox).toEqual(declared.keepsWithoutConsumers ? ['m1 #1'] : [])
  })

  it(`hands out ${declared.consumption === 'poll' ? 'only when polled' : 'without being asked'}`, () => {
    const { world, channel, subscribe } = setUp(subject)
    const delivered: number[] = []
    const silent: Entity = { fire: (_kind, delivery) => delivered.push(delivery) }
    const entity = world.scheduler.register('silent', silent)
    const membership = subscribe('billing').join('silent', entity)
    world.publish(channel)
    world.run(A_WHILE)
    expect(delivered).toHaveLength(declared.consumption === 'poll' ? 0 : 1)

    membership.poll()
    world.run(SLACK)

    expect(delivered).toHaveLength(1)
  })
}

function describeSettlements<Settings>(subject: ConformanceSubject<Settings>): void {
  const { declared, settlements, crashNoticedAfter } = subject

  it('tells a publisher the outcome once, after publish has returned', () => {
    const { world, channel } = setUp(subject)

    world.publish(channel)
    world.publish(channel)
    expect(world.outcomes).toEqual([])
    world.run(A_WHILE)

    expect(world.outcomes).toEqual(['m1 accepted', 'm2 accepted'])
  })

  it('does not hand out again what was acknowledged', () => {
    const { world, channel, join } = setUp(subject)
    const first = join('billing', 'first', acknowledging)
    world.publish(channel)
    world.run(A_WHILE)
    expect(first.inbox).toEqual(['m1 #1'])

    first.leave('close')
    const second = join('billing', successorOf(declared), acknowledging)
    world.run((crashNoticedAfter + A_WHILE) as Duration)

    expect(second.inbox).toEqual([])
  })

  // Where each consumer has its own copies, giving one back is no different from being done with it.
  const takesBack = settlements.includes('requeue') && !declared.reachesEveryConsumer
  it(takesBack ? 'hands out again what is given back' : 'takes nothing back', () => {
    const { world, channel, join } = setUp(subject)
    const consumer = join('billing', 'first', ({ attempt }) =>
      attempt === 1 ? 'requeue' : 'acknowledge',
    )
    world.publish(channel)
    const untilDone = () => world.run((crashNoticedAfter + A_WHILE) as Duration)

    if (settlements.includes('requeue')) untilDone()
    else expect(untilDone).toThrow('Broken promise')

    expect(consumer.inbox).toEqual(takesBack ? ['m1 #1', 'm1 #2'] : ['m1 #1'])
  })

  const rejects = settlements.includes('reject')
  it(rejects ? 'is rid of what is rejected' : 'takes a rejection for silence', () => {
    const { world, channel, join } = setUp(subject)
    const consumer = join('billing', 'first', () => 'reject')

    world.publish(channel)
    world.run((crashNoticedAfter + A_WHILE) as Duration)

    expect(consumer.inbox).toEqual(rejects ? ['m1 #1'] : ['m1 #1', 'm1 #2'])
  })
}

function describeHandingOut<Settings>(subject: ConformanceSubject<Settings>): void {
  const { inFlightMax } = subject

  it('hands a consumer no more at once than its settings say', () => {
    const { world, channel, join, subscribe } = setUp(subject)
    const subscription = subscribe('billing')
    for (let n = 0; n < 3 * inFlightMax; n += 1) world.publish(channel, { key: n })
    const publishedAt = world.now
    world.run(SLACK)
    expect(channel.figures).toMatchObject({
      waiting: 3 * inFlightMax,
      inFlight: 0,
      retained: 3 * inFlightMax,
      oldestWaitingAt: publishedAt,
    })

    const consumer = join('billing', 'first')
    world.run(SLACK)

    expect(consumer.held).toHaveLength(inFlightMax)
    expect(channel.figures).toMatchObject({ waiting: 2 * inFlightMax, inFlight: inFlightMax })
    expect(subscription.figures).toMatchObject({
      waiting: 2 * inFlightMax,
      inFlight: inFlightMax,
      members: 1,
      lag: 3 * inFlightMax,
    })
  })

  it('lets a consumer settle inside the hand-off', () => {
    const { world, channel, join } = setUp(subject)
    const consumer = join('billing', 'first', () => 'acknowledge')

    for (let n = 0; n < 3 * inFlightMax; n += 1) world.publish(channel)
    world.run(A_WHILE)

    expect(consumer.held).toEqual([])
    expect(consumer.seen).toHaveLength(3 * inFlightMax)
    expect(channel.figures).toMatchObject({ waiting: 0, inFlight: 0, oldestWaitingAt: null })
  })

  it('ends what is inside as removed when an edit removes it', () => {
    const { world, channel, join } = setUp(subject)
    const consumer = join('billing', 'first')
    for (let n = 0; n <= inFlightMax; n += 1) world.publish(channel)
    world.run(SLACK)

    consumer.leave('close')
    channel.close()

    expect(world.history('removed')).toHaveLength(inFlightMax + 1)
    expect([world.messages.alive, world.deliveries.underWay, world.events.alive]).toEqual([0, 0, 0])
    world.run((subject.crashNoticedAfter + A_WHILE) as Duration)
    expect(world.history('removed')).toHaveLength(inFlightMax + 1)
  })
}

function describeAnyOrder<Settings>(subject: ConformanceSubject<Settings>): void {
  it('accounts for every message, whatever happens in whatever order', () => {
    fc.assert(
      fc.property(steps, (taken) => {
        const interleaving = new Interleaving((world) => standOf(subject, world))

        for (const step of taken) {
          interleaving.take(step)
          interleaving.check()
        }
        interleaving.drain()

        interleaving.check()
        interleaving.checkDrained()
      }),
      PROPERTY,
    )
  })

  it('goes on the same when it is saved and restored anywhere', () => {
    fc.assert(
      fc.property(steps, steps, (before, later) => {
        expectSameAfterRestore((world) => standOf(subject, world), before, later)
      }),
      PROPERTY,
    )
  })
}

/** A run that is saved after `before` and restored goes on through `later` as if nothing had been. */
export function expectSameAfterRestore<Settings>(
  stand: (world: TestWorld) => Stand<Settings>,
  before: readonly Step[],
  later: readonly Step[],
): void {
  const original = new Interleaving(stand)
  for (const step of before) original.take(step)
  const told = original.world.history().length
  const saved = original.save()
  const restored = new Interleaving(stand, saved)
  expect(restored.save()).toEqual(saved)

  for (const step of later) {
    original.take(step)
    restored.take(step)
  }

  expect(restored.world.history()).toEqual(original.world.history().slice(told))
  expect(restored.save()).toEqual(original.save())
}

const acknowledging = () => acknowledgingAfter(0)

function acknowledgingAfter(ms: number): Reaction {
  return { settlement: 'acknowledge', after: ms === 0 ? IMMEDIATELY : milliseconds(ms) }
}

/** Who takes over from a consumer that is gone: where each has its own copies, only itself can. */
function successorOf({ reachesEveryConsumer }: Guarantees): string {
  return reachesEveryConsumer ? 'first' : 'second'
}

function numberOf({ event }: SeenDelivery): number {
  return Number(event.slice(1))
}

function upTo(last: number): readonly number[] {
  return Array.from({ length: last }, (_, index) => index + 1)
}

function does(declared: boolean): string {
  return declared ? 'does' : 'does not'
}

function isAscending(numbers: readonly number[]): boolean {
  return numbers.every((number, index) => index === 0 || number > (numbers[index - 1] as number))
}

function noticedAtOf<Settings>(
  { declared, crashNoticedAfter }: ConformanceSubject<Settings>,
  { crashedAt, handedOutAt }: { readonly crashedAt: SimTime; readonly handedOutAt: SimTime },
): number {
  switch (declared.noticesCrash) {
    case 'atOnce':
      return crashedAt
    case 'afterSessionTimeout':
      return crashedAt + crashNoticedAfter
    case 'afterLease':
      return handedOutAt + crashNoticedAfter
    case 'never':
      return crashedAt + milliseconds(86_400_000)
  }
}

function standOf<Settings>(
  { create, settings, inFlightMax, settlements }: ConformanceSubject<Settings>,
  world: TestWorld,
): Stand<Settings> {
  const channel = create(world, 'channel')
  const subscriptions = ['billing', 'shipping'].map((name) => ({
    name,
    settings,
    inFlightMax,
    settlements,
  }))
  return {
    entries: [channel],
    routingKeys: [],
    channels: [{ name: 'channel', channel, subscriptions }],
  }
}

function setUp<Settings>({ create, settings }: ConformanceSubject<Settings>) {
  const world = new TestWorld()
  const channel = create(world, 'channel')
  const subscriptions = new Map<string, Subscription<Settings>>()

  const subscribe = (name: string): Subscription<Settings> => {
    const known = subscriptions.get(name)
    if (known) return known
    const subscription = channel.subscribe({ name, element: world.element(name), settings })
    subscriptions.set(name, subscription)
    return subscription
  }

  const join = (
    subscription: string,
    name: string,
    react?: (delivery: SeenDelivery) => Reaction,
  ): TestConsumer => new TestConsumer(world, name, react).join(subscribe(subscription))

  return { world, channel, subscribe, join }
}
