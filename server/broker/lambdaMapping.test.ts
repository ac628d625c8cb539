import { describe, expect, it } from 'vitest'
import { milliseconds as ms } from '../engine/time.ts'
import type { LambdaSettings } from './lambdaPoller.ts'
import { contentBased, leftovers, setUp } from './sqs.fixture.ts'
import type { SqsQueueSettings } from './sqsSettings.ts'
import { type Reaction, type SeenDelivery, TestConsumer } from './testConsumer.ts'

describe('an event source mapping', () => {
  it('[sqs.lambda-batch] invokes with a batch, handled one by one and deleted at the end', () => {
    const { join, send, world } = setUpLambda()
    send(3)
    join('slot', () => settling('acknowledge', 10))
    world.run(ms(100))

    expect(withoutNames(world.history('delivered', 'acknowledged'))).toEqual([
      '0ms functions delivered #1 (1)',
      '0ms functions delivered #1 (1)',
      '0ms functions delivered #1 (1)',
      '30ms functions acknowledged #1',
      '30ms functions acknowledged #1',
      '30ms functions acknowledged #1',
    ])
    expect(leftovers(world)).toEqual({ messages: 0, deliveries: 0, events: 0 })
  })

  it('[sqs.lambda-batch-fails] brings back the whole batch when one of it fails', () => {
    const { join, send, world } = setUpLambda({}, { visibilityTimeout: ms(1000) })
    send(3)
    const seen: string[] = []
    const slot = join('slot', ({ at, event }) => {
      seen.push(event)
      return at < ms(1000) && seen.length === 2
        ? settling('forget', 10)
        : settling('acknowledge', 10)
    })
    world.run(ms(1500))

    // The third was not begun: the error ended the invocation.
    expect(slot.timedInbox.map((line) => line.split(' ')[0])).toEqual([
      '0ms',
      '10ms',
      '1000ms',
      '1010ms',
      '1020ms',
    ])
    expect(withoutNames(world.history('leaseExpired', 'acknowledged'))).toEqual([
      ...Array(3).fill('1000ms jobs leaseExpired #1 (3)'),
      ...Array(3).fill('1030ms functions acknowledged #2'),
    ])
  })

  it('[sqs.lambda-report-failures] brings back only those that the function reports', () => {
    const { join, send, world } = setUpLambda(
      { reportBatchItemFailures: true },
      { visibilityTimeout: ms(1000) },
    )
    send(3)
    let count = 0
    join('slot', () => {
      count += 1
      return settling(count === 2 ? 'forget' : 'acknowledge', 10)
    })
    world.run(ms(1500))

    expect(withoutNames(world.history('leaseExpired', 'acknowledged'))).toEqual([
      '30ms functions acknowledged #1',
      '30ms functions acknowledged #1',
      '1000ms jobs leaseExpired #1 (3)',
      '1010ms functions acknowledged #2',
    ])
  })

  it('[sqs.lambda-fifo-stops] stops at the first failure of a FIFO queue, and brings back the rest in order', () => {
    const { join, queue, world } = setUpLambda(
      { reportBatchItemFailures: true },
      { visibilityTimeout: ms(1000), fifo: contentBased },
    )
    for (const key of [1, 1, 1]) world.publish(queue, { key })
    join('slot', ({ event, attempt }) =>
      settling(event === 'm2' && attempt === 1 ? 'forget' : 'acknowledge', 10),
    )
    world.run(ms(1500))

    expect(world.history('leaseExpired', 'acknowledged')).toEqual([
      '20ms functions acknowledged m1 #1',
      '1000ms jobs leaseExpired m2 #1 (3)',
      '1000ms jobs leaseExpired m3 #1 (3)',
      '1020ms functions acknowledged m2 #2',
      '1020ms functions acknowledged m3 #2',
    ])
  })

  it('[sqs.lambda-group-at-once] invokes with one batch of a message group at a time', () => {
    const { join, queue, world } = setUpLambda({ batchSize: 2 }, { fifo: contentBased })
    for (const key of [1, 1, 1, 2]) world.publish(queue, { key })
    const slots = ['a', 'b', 'c'].map((name) => join(name, () => settling('acknowledge', 10)))
    world.run(ms(100))

    expect(slots.map(({ timedInbox }) => timedInbox)).toEqual([
      ['0ms m1 #1', '10ms m2 #1'],
      ['0ms m4 #1'],
      ['20ms m3 #1'],
    ])
  })

  it('[sqs.lambda-window] waits for a full batch until the window ends', () => {
    const { join, send, world } = setUpLambda({ batchSize: 25, batchingWindow: ms(1000) })
    const slot = join('slot', () => settling('acknowledge', 1))
    world.run(ms(500))
    send(12)
    world.run(ms(600))
    send(2)
    world.run(ms(300))
    expect(slot.inbox).toEqual([])
    world.run(ms(300))
    expect(slot.timedInbox[0]?.split(' ')[0]).toBe('1500ms')
    expect(slot.inbox).toHaveLength(14)

    send(40)
    world.run(ms(40))
    // A full one does not wait; the rest does.
    expect(slot.inbox).toHaveLength(14 + 25)
    world.run(ms(2000))
    expect(slot.inbox).toHaveLength(14 + 40)
  })

  it('[sqs.lambda-scaling] handles five batches at once at first, and 300 more a minute', () => {
    const { join, send, world } = setUpLambda({ batchSize: 1, functionTimeout: ms(900_000) })
    send(100)
    const slots = Array.from({ length: 40 }, (_, n) => join(`slot ${n}`))
    const working = () => slots.filter(({ held }) => held.length > 0).length
    world.run(ms(999))
    expect(working()).toBe(5)
    world.run(ms(1))
    expect(working()).toBe(10)
    world.run(ms(5000))
    expect(working()).toBe(35)
    world.run(ms(5000))
    expect(working()).toBe(40)
  })

  it('scales back to five when nothing waits', () => {
    const { join, send, world } = setUpLambda({ batchSize: 1 })
    send(300)
    const slots = Array.from({ length: 20 }, (_, n) =>
      join(`slot ${n}`, () => settling('acknowledge', 1000)),
    )
    world.run(ms(90_000))
    send(300)
    world.run(ms(10))

    expect(slots.filter(({ held }) => held.length > 0)).toHaveLength(5)
  })

  it('[sqs.lambda-maximum-concurrency] handles no more batches at once than it may', () => {
    const { join, send, world } = setUpLambda({
      batchSize: 1,
      maximumConcurrency: 7,
      functionTimeout: ms(900_000),
    })
    send(100)
    const slots = Array.from({ length: 20 }, (_, n) => join(`slot ${n}`))
    world.run(ms(60_000))

    expect(slots.filter(({ held }) => held.length > 0)).toHaveLength(7)
  })

  it('keeps what a slot has received when its concurrency is raised and lowered in one instant', () => {
    const { join, mapping, send, world } = setUpLambda({ batchSize: 1, maximumConcurrency: 2 })
    const slots = Array.from({ length: 8 }, (_, n) =>
      join(`slot ${n}`, () => settling('acknowledge', 10)),
    )
    send(20)
    world.run(ms(5))
    for (const maximumConcurrency of [5, 2])
      mapping.update({ ...DEFAULTS, batchSize: 1, maximumConcurrency })
    world.run(ms(1000))

    expect(slots.flatMap(({ inbox }) => inbox)).toHaveLength(20)
    expect(leftovers(world)).toEqual({ messages: 0, deliveries: 0, events: 0 })
  })

  it('[sqs.lambda-timeout] gives up a batch when the function takes too long', () => {
    const { join, send, world } = setUpLambda(
      { functionTimeout: ms(25) },
      { visibilityTimeout: ms(1000) },
    )
    send(3)
    const slot = join('slot', () => settling('acknowledge', 10))
    world.run(ms(900))

    expect(slot.timedInbox.map((line) => line.split(' ')[0])).toEqual(['0ms', '10ms', '20ms'])
    // The last was begun and is worked off, but the batch has failed.
    expect(withoutNames(world.history('abandoned', 'acknowledged'))).toEqual([
      '25ms functions abandoned #1',
    ])
    world.run(ms(100))
    expect(world.history('leaseExpired')).toHaveLength(3)
    expect(world.deliveries.underWay).toBe(3)
  })

  it('leaves all of a batch to its leases when the slot is lost', () => {
    const { join, queue, send, world } = setUpLambda({}, { visibilityTimeout: ms(1000) })
    send(3)
    const slot = join('slot', () => settling('acknowledge', 10))
    world.run(ms(15))
    slot.leave('crash')
    join('other', () => settling('acknowledge', 10))
    world.run(ms(2000))

    expect(withoutNames(world.history('abandoned', 'acknowledged'))).toEqual([
      ...Array(3).fill('15ms functions abandoned #1'),
      ...Array(3).fill('1030ms functions acknowledged #2'),
    ])
    expect(queue.figures.retained).toBe(0)
  })

  it('goes on after a restore as if nothing had been', () => {
    const settings: LambdaSettings = { ...DEFAULTS, batchSize: 15, batchingWindow: ms(70) }
    for (const pause of [5, 40, 75, 90, 130, 1200]) {
      const original = setUpLambda(settings, { visibilityTimeout: ms(500) })
      original.send(40)
      const react = ({ event, attempt }: SeenDelivery) =>
        settling(event === 'm7' && attempt === 1 ? 'forget' : 'acknowledge', 3)
      const consumers = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => original.join(name, react))
      original.world.run(ms(pause))
      const told = original.world.history().length
      const saved = structuredClone({
        world: original.world.save(),
        queue: original.queue.save(),
        consumers: consumers.map((consumer) => consumer.save()),
      })

      const restored = setUpLambda(settings, { visibilityTimeout: ms(500) }, saved)
      for (const consumer of saved.consumers)
        new TestConsumer(restored.world, consumer.name, react).join(restored.mapping, consumer)
      expect(restored.queue.save(), `at ${pause}`).toEqual(saved.queue)
      for (const { world } of [original, restored]) world.run(ms(3000))

      expect(restored.world.history()).toEqual(original.world.history().slice(told))
    }
  })
})

const DEFAULTS: LambdaSettings = {
  batchSize: 10,
  batchingWindow: ms(0),
  maximumConcurrency: null,
  reportBatchItemFailures: false,
  functionTimeout: ms(3000),
}

function settling(settlement: 'acknowledge' | 'forget', delayMs: number): Reaction {
  return { settlement, after: ms(delayMs) }
}

/** Which of the messages it is, chance has decided. */
function withoutNames(lines: readonly string[]): readonly string[] {
  return lines.map((line) => line.replace(/ m\d+/, ''))
}

function setUpLambda(
  settings: Partial<LambdaSettings> = {},
  queueSettings: Partial<SqsQueueSettings> = {},
  saved?: SavedStand,
) {
  const { world, queue } = setUp(queueSettings, {}, saved)
  const element = world.element('functions')
  const mapping = queue.subscribeLambda({
    name: 'functions',
    element,
    settings: { ...DEFAULTS, ...settings },
  })
  const send = (count: number) => {
    for (let n = 0; n < count; n += 1) world.publish(queue)
  }
  const join = (name: string, react?: (delivery: SeenDelivery) => Reaction) =>
    new TestConsumer(world, name, react).join(mapping)
  return { world, queue, mapping, send, join }
}

type SavedStand = NonNullable<Parameters<typeof setUp>[2]>
