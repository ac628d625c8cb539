// What holds for a FIFO queue and its dead-letter queue, whatever is sent, received, deleted, extended,
// lost, purged, moved back or changed, in whatever order, and saved and restored at whatever moment.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { milliseconds as ms } from '../engine/time.ts'
import { endsMessage } from './accounting.ts'
import type { Settlement } from './channel.ts'
import { contentBased, defaults, longPolling, sender, subscribe } from './sqs.fixture.ts'
import { SqsQueue, type SqsQueueState } from './sqsQueue.ts'
import type { SqsQueueSettings } from './sqsSettings.ts'
import { IN_FLIGHT_MAX } from './sqsStore.ts'
import { TestConsumer, type TestConsumerState } from './testConsumer.ts'
import { type JournalEntry, TestWorld, type TestWorldState } from './testWorld.ts'

const PROPERTY = { seed: 20_261_121, numRuns: 200 }
const CONSUMERS = ['alice', 'bob', 'carol']
const SETTLEMENTS: readonly Settlement[] = ['acknowledge', 'acknowledge', 'requeue', 'forget']
const FIVE_MINUTES = ms(300_000)

const indexes = { consumer: fc.nat(2), delivery: fc.nat(4) }
const steps = fc.array(
  fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({
        kind: fc.constant('send' as const),
        group: fc.nat(2),
        id: fc.nat(40),
      }),
    },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('join' as const), ...indexes }) },
    {
      weight: 8,
      arbitrary: fc.record({
        kind: fc.constant('settle' as const),
        ...indexes,
        settlement: fc.nat(3),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constant('extend' as const), ...indexes, ms: fc.nat(3000) }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('crash' as const), ...indexes }) },
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant('pass' as const),
        ms: fc.oneof(fc.nat(50), fc.nat(1500), fc.nat(200_000)),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('update' as const),
        visibility: fc.nat(2000),
        delay: fc.nat(300),
        maxReceiveCount: fc.integer({ min: 1, max: 4 }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('redrive' as const) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('purge' as const) }) },
  ),
  { maxLength: 90, size: 'max' },
)
type Steps = typeof steps extends fc.Arbitrary<infer Value> ? Value : never
type Step = Steps[number]

describe('a FIFO queue, whatever happens', () => {
  it('gives the messages of a group in order, and none behind one that is in flight', () => {
    fc.assert(
      fc.property(steps, (taken) => {
        const stand = runOf(taken)
        checkGroups(stand.world.journal, stand.idOf)
      }),
      PROPERTY,
    )
  })

  it('takes no id twice in five minutes, and all others', () => {
    fc.assert(
      fc.property(steps, (taken) => {
        const stand = runOf(taken)
        checkDeduplication(stand.world.journal, stand.idOf)
      }),
      PROPERTY,
    )
  })

  it('hands out nothing that is in flight, and deletes by the receipt handle of a running lease only', () => {
    fc.assert(
      fc.property(steps, (taken) => {
        checkReceipts(runOf(taken).world.journal)
      }),
      PROPERTY,
    )
  })

  it('accounts for each message at each step, and has few enough in flight', () => {
    fc.assert(
      fc.property(steps, (taken) => {
        const stand = new FifoStand()
        for (const step of taken) {
          stand.take(step)
          checkAccounts(stand)
        }
        stand.drain()
        checkAccounts(stand)
        const { messages, deliveries, events } = stand.world
        expect([messages.alive, deliveries.underWay, events.alive]).toEqual([0, 0, 0])
      }),
      PROPERTY,
    )
  })

  it('goes on after a restore as if nothing had been', () => {
    fc.assert(
      fc.property(steps, fc.nat(90), (taken, at) => {
        const original = runOf(taken.slice(0, at))
        const told = original.world.journal.length
        const state = original.save()
        const restored = new FifoStand(state)
        expect(restored.save()).toEqual(state)
        for (const stand of [original, restored]) {
          for (const step of taken.slice(at)) stand.take(step)
          stand.world.run(ms(10_000))
        }

        expect(restored.world.journal).toEqual(original.world.journal.slice(told))
        expect(restored.save()).toEqual(original.save())
      }),
      PROPERTY,
    )
  })
})

interface FifoStandState {
  readonly world: TestWorldState
  readonly queue: SqsQueueState
  readonly dead: SqsQueueState
  readonly consumers: readonly TestConsumerState[]
  readonly ids: readonly (readonly [event: string, id: string])[]
  readonly settings: SqsQueueSettings
}

class FifoStand {
  readonly world: TestWorld
  readonly queue: SqsQueue
  readonly dead: SqsQueue
  readonly idOf: Map<string, string>
  readonly #consumers = new Map<string, TestConsumer>()
  readonly #subscription
  #settings: SqsQueueSettings

  constructor(state?: FifoStandState) {
    this.world = new TestWorld(1, state?.world)
    this.#settings = state?.settings ?? FIRST
    this.queue = this.#create('jobs')
    this.dead = this.#create('dead')
    if (state) {
      this.queue.restore(state.queue)
      this.dead.restore(state.dead)
    }
    this.queue.setDeadLetterQueue(this.dead)
    this.#subscription = subscribe(this.world, this.queue, 'workers', {
      maxNumberOfMessages: 3,
      waitTime: longPolling.waitTime,
    })
    this.idOf = new Map(state?.ids)
    for (const saved of state?.consumers ?? []) this.#join(saved.name, saved)
  }

  take(step: Step): void {
    switch (step.kind) {
      case 'send':
        this.#send(step.group, step.id)
        break
      case 'join':
        this.#join(CONSUMERS[step.consumer] as string)
        break
      case 'settle':
        this.#withDelivery(step, (consumer, event) =>
          consumer.settle(event, SETTLEMENTS[step.settlement] as Settlement),
        )
        break
      case 'extend':
        this.#withDelivery(step, (consumer, event) => consumer.extend(event, ms(step.ms)))
        break
      case 'crash':
        this.#crash(CONSUMERS[step.consumer] as string)
        break
      case 'pass':
        this.world.run(ms(step.ms))
        break
      case 'update':
        this.#update(step)
        break
      case 'redrive':
        this.dead.operate({ kind: 'redrive', ratePerSecond: 20 })
        break
      case 'purge':
        // A purge of nothing leaves no record of what it forgets.
        if (this.queue.figures.retained > 0) this.queue.operate({ kind: 'purge' })
    }
    this.world.settleDown()
  }

  /** Everybody crashes, and others come who delete everything in all the time that they need. */
  drain(): void {
    for (const name of CONSUMERS) this.#crash(name)
    const last = [this.queue, this.dead].map((queue, index) =>
      new TestConsumer(this.world, `last ${index}`, () => 'acknowledge').join(
        subscribe(this.world, queue, index === 0 ? 'workers' : 'cleaning'),
      ),
    )
    this.world.run(ms(1_000_000))
    for (const consumer of last) consumer.leave('close')
  }

  save(): FifoStandState {
    return structuredClone({
      world: this.world.save(),
      queue: this.queue.save(),
      dead: this.dead.save(),
      consumers: [...this.#consumers.values()].map((consumer) => consumer.save()),
      ids: [...this.idOf],
      settings: this.#settings,
    })
  }

  #create(name: string): SqsQueue {
    const settings = name === 'jobs' ? this.#settings : FIRST
    const element = this.world.element(name)
    return new SqsQueue({ name, element, world: this.world, settings })
  }

  #send(group: number, id: number): void {
    const event = this.world.publish(this.queue, {
      type: group,
      key: id,
      properties: { ...sender, messageGroup: 'eventType', deduplication: 'key' },
    })
    this.idOf.set(event, `${group} ${id}`)
  }

  #join(name: string, saved?: TestConsumerState): void {
    if (this.#consumers.has(name)) return
    const consumer = new TestConsumer(this.world, name).join(this.#subscription, saved)
    this.#consumers.set(name, consumer)
  }

  #crash(name: string): void {
    this.#consumers.get(name)?.leave('crash')
    this.#consumers.delete(name)
  }

  #update(step: Extract<Step, { kind: 'update' }>): void {
    this.#settings = {
      ...FIRST,
      visibilityTimeout: ms(step.visibility),
      delay: ms(step.delay),
      maxReceiveCount: step.maxReceiveCount,
    }
    this.queue.update(this.#settings)
  }

  #withDelivery(
    { consumer: number, delivery }: { readonly consumer: number; readonly delivery: number },
    act: (consumer: TestConsumer, event: string) => void,
  ): void {
    const consumer = this.#consumers.get(CONSUMERS[number] as string)
    const held = consumer?.held[delivery % consumer.held.length]
    if (consumer && held !== undefined) act(consumer, consumer.eventOf(held))
  }
}

const FIRST: SqsQueueSettings = {
  ...defaults,
  visibilityTimeout: ms(1000),
  maxReceiveCount: 3,
  fifo: { ...contentBased, deduplicationScope: 'messageGroup' },
}

function runOf(taken: Steps): FifoStand {
  const stand = new FifoStand()
  for (const step of taken) stand.take(step)
  return stand
}

const LEAVES = new Set(['acknowledged', 'deadLettered', 'expired', 'purged'])

/** Read from the records alone: what of each group is inside, in the order in which it came. */
function checkGroups(journal: readonly JournalEntry[], idOf: ReadonlyMap<string, string>): void {
  const inside: JournalEntry[] = []
  const latest = new Map<string, JournalEntry>()
  const groupOf = (event: string) => idOf.get(event)?.split(' ')[0]
  for (const entry of journal) {
    const { kind, event, element, at, detail } = entry
    if (element === 'dead') continue
    if (kind === 'accepted') inside.push(entry)
    if (LEAVES.has(kind)) {
      const index = inside.findIndex((other) => other.event === event)
      expect(index, `${event} is inside when it is ${kind}`).toBeGreaterThanOrEqual(0)
      inside.splice(index, 1)
    }
    if (kind !== 'delivered') continue
    latest.set(event, entry)
    const index = inside.findIndex((other) => other.event === event)
    for (const before of inside.slice(0, index)) {
      if (groupOf(before.event) !== groupOf(event)) continue
      const delivered = latest.get(before.event)
      // Only what was received right before it, in the same receive.
      expect([delivered?.at, delivered?.detail], `${before.event} before ${event}`).toEqual([
        at,
        detail,
      ])
    }
  }
}

/** A purge forgets; what is moved back is not sent. */
function checkDeduplication(
  journal: readonly JournalEntry[],
  idOf: ReadonlyMap<string, string>,
): void {
  const sent = new Set<string>()
  const since = new Map<string, number>()
  for (const { kind, event, element, at } of journal) {
    if (element !== 'jobs') continue
    if (kind === 'purged') since.clear()
    const id = idOf.get(event) ?? ''
    const known = (since.get(id) ?? -Infinity) + FIVE_MINUTES > at
    if (kind === 'deduplicated') expect(known, `${event} is a duplicate`).toBe(true)
    if (kind !== 'accepted' || sent.has(event)) continue
    expect(known, `${event} is none`).toBe(false)
    sent.add(event)
    since.set(id, at)
  }
}

function checkAccounts({ world, queue, dead }: FifoStand): void {
  for (const [channel, elements] of [
    [queue, ['jobs', 'workers']],
    [dead, ['dead', 'cleaning']],
  ] as const) {
    const records = world.journal.filter(({ element }) =>
      (elements as readonly string[]).includes(element),
    )
    const accepted = records.filter(({ kind }) => kind === 'accepted').length
    const ended = records.filter(({ kind, detail }) => endsMessage(kind, detail)).length
    const { retained, inFlight, waiting } = channel.figures
    expect(accepted, `accounts of ${elements[0]}`).toBe(ended + retained)
    expect(waiting + inFlight).toBeLessThanOrEqual(retained)
    expect(inFlight).toBeLessThanOrEqual(IN_FLIGHT_MAX)
  }
}

const LEASE_ENDS = new Set([
  'leaseExpired',
  'requeued',
  'acknowledged',
  'deadLettered',
  'expired',
  'purged',
])

function checkReceipts(journal: readonly JournalEntry[]): void {
  const leased = new Map<string, number>()
  for (const { kind, event, attempt } of journal) {
    if (kind === 'acknowledged') expect(leased.get(event), event).toBe(attempt)
    if (kind === 'delivered') {
      expect(leased.has(event), `${event} is in flight`).toBe(false)
      leased.set(event, attempt)
    }
    if (LEASE_ENDS.has(kind)) leased.delete(event)
  }
}
