import { describe, expect, it } from 'vitest'
import { inMilliseconds, milliseconds as ms } from '../engine/time.ts'
import { snsWorld } from './sns.fixture.ts'
import { retryDelay } from './snsRetries.ts'

describe('retryDelay', () => {
  it('[sns.delivery-retries] tries 3 times at once, twice after 1 s, 10 times after 1 s to 20 s, 100,000 times after 20 s', () => {
    const first = Array.from({ length: 17 }, (_, n) => delayMs(n + 1))

    expect(first).toEqual([
      ...[0, 0, 0],
      ...[1000, 1000],
      ...[1000, 1395, 1946, 2714, 3786, 5282, 7368, 10_278, 14_338, 20_000],
      ...[20_000, 20_000],
    ])
    expect(delayMs(100_015)).toBe(20_000)
    expect(retryDelay(100_016)).toBeNull()
  })

  it('[sns.delivery-retries] goes on for 23 days', () => {
    let sumMs = 0
    for (let failures = 1; failures <= 100_015; failures += 1) sumMs += delayMs(failures) ?? 0

    expect(Math.floor(sumMs / 86_400_000)).toBe(23)
  })
})

describe('SnsTopic, its queue down', () => {
  it('[sns.delivery-retries] [sns.endpoint-down] tries again until the queue is back; other subscriptions do not notice', () => {
    const { world, topic, queue, bind } = snsWorld('ledger', 'shipping')
    bind('ledger')
    bind('shipping')
    queue('ledger').setNodeUp(0, false)

    world.publish(topic)
    world.run(ms(1500))
    queue('ledger').setNodeUp(0, true)
    world.run(ms(5000))

    expect(world.history()).toEqual([
      '0ms ledger nodeDown',
      '0ms payments accepted m1',
      '0ms to ledger deliveryFailed m1 #1',
      '0ms to ledger deliveryFailed m1 #2',
      '0ms to ledger deliveryFailed m1 #3',
      '0ms to ledger deliveryFailed m1 #4',
      '0ms to shipping routed m1',
      '0ms shipping accepted m1',
      '1000ms to ledger deliveryFailed m1 #5',
      '1500ms ledger nodeUp',
      '2000ms to ledger routed m1 #6',
      '2000ms ledger accepted m1',
    ])
    expect(world.outcomes).toEqual(['m1 accepted'])
    expect(topic.figures.waiting).toBe(0)
  })

  it('[sns.delivery-retries] lets later messages of a standard topic overtake', () => {
    const { world, topic, queue, bind } = snsWorld('ledger')
    bind('ledger')
    queue('ledger').setNodeUp(0, false)
    world.publish(topic)
    world.run(ms(500))
    queue('ledger').setNodeUp(0, true)
    world.publish(topic)
    world.run(ms(1000))

    expect(world.history('routed')).toEqual([
      '500ms to ledger routed m2',
      '1000ms to ledger routed m1 #5',
    ])
  })

  it('[sns.dead-letter-queue] dead-letters a message after its last retry, and drops it where there is no such queue', () => {
    const { world, topic, queue, bind } = snsWorld('dead', 'ledger', 'shipping')
    bind('ledger', { deadLetterQueue: queue('dead') })
    bind('shipping')
    queue('ledger').setNodeUp(0, false)
    queue('shipping').setNodeUp(0, false)

    world.publish(topic)
    world.run(ms(24 * 86_400_000))

    expect(world.history('accepted', 'deadLettered', 'dropped').map(withoutTime)).toEqual([
      'payments accepted m1',
      'to ledger deadLettered m1 #100016 by to ledger',
      'dead accepted m1',
      'to shipping dropped m1 #100016 by to shipping',
    ])
    expect(Math.floor(inMilliseconds(world.journal.at(-1)?.at ?? world.now) / 86_400_000)).toBe(23)
    // The one in the dead-letter queue.
    expect(world.events.alive).toBe(1)
  })

  it('[sns.client-errors] [sns.fifo-subscribers] dead-letters at once what the queue refuses for good', () => {
    const { world, topic, queue, bind } = snsWorld('dead', 'ledger.fifo')
    bind('ledger.fifo', { deadLetterQueue: queue('dead') })

    // A FIFO queue takes nothing without a deduplication id, and a standard topic gives none.
    world.publish(topic)

    expect(world.history()).toEqual([
      '0ms payments accepted m1',
      '0ms to ledger.fifo deliveryFailed m1 #1',
      '0ms to ledger.fifo deadLettered m1 #1 by to ledger.fifo',
      '0ms dead accepted m1',
    ])
  })

  it('[sns.unsubscribe] forgets what is pending when the subscription is removed, but not when it is changed', () => {
    const { world, topic, queue, bind } = snsWorld('ledger', 'shipping')
    bind('ledger')
    bind('shipping')
    queue('ledger').setNodeUp(0, false)
    queue('shipping').setNodeUp(0, false)
    world.publish(topic)
    for (const name of ['to ledger', 'to shipping']) topic.unbind(world.element(name))
    bind('shipping', { rawMessageDelivery: true })
    queue('shipping').setNodeUp(0, true)
    world.run(ms(2000))

    expect(world.history('removed', 'routed')).toEqual([
      '0ms to ledger removed m1 #4',
      '1000ms to shipping routed m1 #5',
    ])
    expect(topic.figures.waiting).toBe(0)
  })

  it('[sns.endpoint-down] tells of what is pending in its figures, and ends it when the topic goes', () => {
    const { world, topic, queue, bind } = snsWorld('ledger')
    bind('ledger')
    queue('ledger').setNodeUp(0, false)
    world.run(ms(10))
    world.publish(topic)
    world.publish(topic)

    expect(topic.figures).toEqual({ waiting: 2, inFlight: 0, retained: 2, oldestWaitingAt: ms(10) })
    topic.close()

    expect(world.history('removed')).toEqual([
      '10ms to ledger removed m1 #4',
      '10ms to ledger removed m2 #4',
    ])
    expect(world.events.alive).toBe(0)
  })
})

function delayMs(failures: number): number | null {
  const delay = retryDelay(failures)
  return delay === null ? null : delay / 1_000_000
}

function withoutTime(line: string): string {
  return line.slice(line.indexOf(' ') + 1)
}
