// What holds for SQS queues, one the dead-letter queue of another, and an SNS topic in front of two,
// whatever is done to them in whatever order.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Duration, milliseconds as ms } from '../engine/time.ts'
import { endsMessage } from './accounting.ts'
import type { Settlement } from './channel.ts'
import { Interleaving, type Stand, type Step, steps } from './interleaving.fixture.ts'
import { SnsTopic } from './snsTopic.ts'
import type { SqsConsumerSettings } from './sqsMembers.ts'
import { SqsQueue } from './sqsQueue.ts'
import type { SqsQueueSettings } from './sqsSettings.ts'
import type { JournalEntry, TestWorld } from './testWorld.ts'

const PROPERTY = { seed: 20_260_801, numRuns: 100 }

const JOBS: SqsQueueSettings = {
  visibilityTimeout: ms(10_000),
  delay: ms(0),
  retention: ms(120_000),
  maxReceiveCount: 3,
}
const AUDIT: SqsQueueSettings = {
  visibilityTimeout: ms(40),
  delay: ms(2000),
  retention: ms(60_000),
  maxReceiveCount: null,
}
const DEAD: SqsQueueSettings = { ...JOBS, retention: ms(150_000), maxReceiveCount: null }

const LONG: SqsConsumerSettings = {
  maxNumberOfMessages: 10,
  waitTime: ms(20_000),
  pollInterval: ms(1000),
}
const SHORT: SqsConsumerSettings = {
  maxNumberOfMessages: 2,
  waitTime: ms(0),
  pollInterval: ms(300),
}

const QUEUES = [
  { name: 'jobs', settings: JOBS, subscriptions: { workers: LONG, helpers: SHORT } },
  { name: 'audit', settings: AUDIT, subscriptions: { auditors: LONG } },
  { name: 'dead', settings: DEAD, subscriptions: { cleaning: SHORT } },
] as const

describe('SQS queues, whatever happens', () => {
  it('account for each message at each step', () => {
    fc.assert(
      fc.property(steps, (taken) => {
        let queues: Stand<SqsConsumerSettings>['channels'] = []
        const stand = new Interleaving((world) => {
          const made = setUp(world)
          queues = made.channels
          return made
        })
        for (const step of taken) {
          stand.take(step)
          for (const { name, channel } of queues) {
            const { waiting, inFlight, retained } = channel.figures
            expect(waiting + inFlight).toBeLessThanOrEqual(retained)
            checkAccounts(stand.world, name, retained)
          }
        }
      }),
      PROPERTY,
    )
  })

  it('show a message again when its lease ends, and not before unless it is requeued', () => {
    fc.assert(
      fc.property(steps, (taken) => {
        const { journal } = historyOf(taken)
        for (const { name, settings } of QUEUES) checkLeases(recordsOf(journal, name), settings)
      }),
      PROPERTY,
    )
  })

  it('move a message after exactly as many receives as the policy allows', () => {
    fc.assert(
      fc.property(steps, (taken) => {
        const { journal } = historyOf(taken)
        const records = recordsOf(journal, 'jobs')
        const moved = records.filter(({ kind }) => kind === 'deadLettered')
        const receives = (event: string) =>
          records.filter((record) => record.kind === 'delivered' && record.event === event).length

        for (const { event } of moved) expect(receives(event)).toBe(3)
        for (const { event } of records) expect(receives(event)).toBeLessThanOrEqual(3)
        const arrived = recordsOf(journal, 'dead').filter(({ kind }) => kind === 'accepted')
        expect(arrived.map(({ event }) => event)).toEqual(moved.map(({ event }) => event))
      }),
      PROPERTY,
    )
  })

  it('hand nothing out beyond its retention, counted from when it was sent', () => {
    fc.assert(
      fc.property(steps, (taken) => {
        const { journal } = historyOf(taken)
        const sentAt = new Map(journal.filter(isSent).map(({ event, at }) => [event, at] as const))
        for (const { name, settings } of QUEUES)
          checkAges(recordsOf(journal, name), sentAt, settings.retention)
      }),
      PROPERTY,
    )
  })

  it('end every message when consumers have the time, and keep no trace of it', () => {
    fc.assert(
      fc.property(steps, (taken) => {
        const stand = new Interleaving(setUp)
        for (const step of taken) stand.take(step)

        stand.drain()

        for (const { name } of QUEUES) checkAccounts(stand.world, name, 0)
        const { messages, deliveries, events } = stand.world
        expect([messages.alive, deliveries.underWay, events.alive]).toEqual([0, 0, 0])
      }),
      PROPERTY,
    )
  })

  it('go on after a restore as if nothing had been', () => {
    fc.assert(
      fc.property(steps, fc.nat(70), (taken, at) => {
        const original = new Interleaving(setUp)
        for (const step of taken.slice(0, at)) original.take(step)
        const state = original.save()
        const recordsBefore = original.world.journal.length
        const outcomesBefore = original.world.outcomes.length

        const restored = new Interleaving(setUp, state)
        expect(restored.save()).toEqual(state)
        for (const stand of [original, restored]) {
          for (const step of taken.slice(at)) stand.take(step)
          stand.world.run(ms(100_000))
        }

        expect(restored.world.journal).toEqual(original.world.journal.slice(recordsBefore))
        expect(restored.world.outcomes).toEqual(original.world.outcomes.slice(outcomesBefore))
        expect(restored.save()).toEqual(original.save())
      }),
      PROPERTY,
    )
  })
})

function historyOf(taken: readonly Step[]): TestWorld {
  const stand = new Interleaving(setUp)
  for (const step of taken) stand.take(step)
  return stand.world
}

/** Of the queue and of its subscriptions. */
function recordsOf(journal: readonly JournalEntry[], queue: string): JournalEntry[] {
  const subscriptions = QUEUES.find(({ name }) => name === queue)?.subscriptions ?? {}
  const elements = new Set([queue, ...Object.keys(subscriptions)])
  return journal.filter(({ element }) => elements.has(element))
}

function checkAccounts({ journal }: TestWorld, queue: string, retained: number): void {
  const records = recordsOf(journal, queue)
  const accepted = records.filter(({ kind }) => kind === 'accepted').length
  const ended = records.filter(({ kind, detail }) => endsMessage(kind, detail)).length
  expect(accepted, `accounts of ${queue}`).toBe(ended + retained)
}

function checkLeases(records: readonly JournalEntry[], settings: SqsQueueSettings): void {
  const shownAt = new Map<string, number>()
  for (const { kind, event, at } of records) {
    if (kind === 'accepted') shownAt.set(event, at + settings.delay)
    if (kind === 'requeued') shownAt.set(event, at)
    if (kind === 'leaseExpired') expect(at, event).toBe(shownAt.get(event))
    if (kind !== 'delivered') continue
    expect(at, event).toBeGreaterThanOrEqual(shownAt.get(event) ?? Infinity)
    shownAt.set(event, at + settings.visibilityTimeout)
  }
}

/** Taken in by the topic or, published straight to it, by the queue. */
function isSent({ kind, element }: JournalEntry): boolean {
  return kind === 'accepted' && element !== 'dead'
}

function checkAges(
  records: readonly JournalEntry[],
  sentAt: ReadonlyMap<string, number>,
  retention: Duration,
): void {
  for (const { kind, event, at } of records) {
    const age = at - (sentAt.get(event) ?? 0)
    if (kind === 'delivered') expect(age, event).toBeLessThanOrEqual(retention)
    if (kind === 'expired') expect(age, event).toBeGreaterThanOrEqual(retention)
  }
}

function setUp(world: TestWorld): Stand<SqsConsumerSettings> {
  const topic = new SnsTopic({
    name: 'news',
    element: world.element('news'),
    world,
    settings: { fifoTopic: false, contentBasedDeduplication: false },
  })
  const queues = QUEUES.map(({ name, settings, subscriptions }) => ({
    name,
    channel: new SqsQueue({ name, element: world.element(name), world, settings }),
    subscriptions: Object.entries(subscriptions).map(([subscription, consumerSettings]) => ({
      name: subscription,
      settings: consumerSettings,
      inFlightMax: consumerSettings.maxNumberOfMessages,
      settlements: ['acknowledge', 'requeue', 'reject', 'forget'] satisfies Settlement[],
    })),
  }))
  const [jobs, audit, dead] = queues.map(({ channel }) => channel) as [SqsQueue, SqsQueue, SqsQueue]
  jobs.setDeadLetterQueue(dead)
  for (const target of [jobs, audit]) {
    const bindingElement = world.element(target === jobs ? 'news to jobs' : 'news to audit')
    topic.bind({
      bindingElement,
      target,
      filterPolicy: {},
      filterPolicyScope: 'MessageAttributes',
      rawMessageDelivery: false,
      deadLetterQueue: null,
    })
  }
  return { entries: [topic, jobs], routingKeys: [''], channels: queues }
}
