import { describe, expect, it } from 'vitest'
import { type Death, headersAfter, NO_DEATHS, RabbitDeaths, readDeaths } from './rabbitDeaths.ts'
import { ms, RabbitStand } from './rabbitQueue.fixture.ts'
import type { RabbitQueue } from './rabbitQueue.ts'
import { Texts } from './texts.ts'

describe('the history of a dead letter', () => {
  it('[rabbit.x-death] has one entry for each queue and reason, the newest first, and counts', () => {
    const { texts, die, told } = setUpDeaths()

    let deaths = die(NO_DEATHS, 'work', 'rejected')
    deaths = die(deaths, 'wait', 'expired')
    deaths = die(deaths, 'work', 'rejected')
    deaths = die(deaths, 'work', 'maxlen')
    deaths = die(deaths, 'wait', 'expired')

    expect(told(deaths)).toEqual(['wait expired 2', 'work maxlen 1', 'work rejected 2'])
    expect(readDeaths(texts, deaths)?.first).toEqual({
      queue: 'work',
      reason: 'rejected',
      exchange: 'orders',
    })
  })

  it('[rabbit.x-death] says where it was published to, and which time to live it had', () => {
    const { texts, deaths } = setUpDeaths()
    const exchange = texts.intern('orders')
    const place = { exchange, routingKey: texts.intern('order.paid'), expirationMs: 500 }

    const history = readDeaths(texts, deaths.after(NO_DEATHS, 'work', 'expired', place))

    expect(history?.deaths).toEqual([
      {
        queue: 'work',
        reason: 'expired',
        count: 1,
        exchange: 'orders',
        routingKey: 'order.paid',
        expirationMs: 500,
      },
    ])
  })

  it('[rabbit.x-death-headers] is told to headers exchanges by its first and its last death', () => {
    const { texts, die } = setUpDeaths()
    const headers = texts.internAttributes([['tier', 'gold']])
    const deaths = die(die(NO_DEATHS, 'work', 'rejected'), 'wait', 'expired')

    expect(texts.attributes(headersAfter(texts, headers, deaths))).toEqual([
      ['tier', 'gold'],
      ['x-first-death-exchange', 'orders'],
      ['x-first-death-queue', 'work'],
      ['x-first-death-reason', 'rejected'],
      ['x-last-death-exchange', 'orders'],
      ['x-last-death-queue', 'wait'],
      ['x-last-death-reason', 'expired'],
    ])
    expect(headersAfter(texts, headers, NO_DEATHS)).toBe(headers)
  })

  it('[rabbit.dead-letter-cycle] is a cycle when nobody rejected it since it was there before', () => {
    const { deaths, die } = setUpDeaths()
    const rejected = die(NO_DEATHS, 'work', 'rejected')
    const expired = die(rejected, 'wait', 'expired')
    const again = die(expired, 'late', 'maxlen')

    expect(deaths.isCycle(NO_DEATHS, 'work')).toBe(false)
    expect(deaths.isCycle(rejected, 'work')).toBe(false)
    expect(deaths.isCycle(expired, 'work')).toBe(false)
    expect(deaths.isCycle(again, 'wait')).toBe(true)
    expect(deaths.isCycle(again, 'other')).toBe(false)
  })
})

describe('a dead letter', () => {
  it('[rabbit.ttl-message] has lost the time to live that its publisher gave it', () => {
    const stand = new RabbitStand()
    const dead = stand.exchange('dead')
    const work = stand.queue('work', { messageTtl: ms(100), deadLetterExchange: dead })
    stand.bind(dead, stand.queue('late'))

    stand.publish(work, { expiration: ms(20) })
    stand.publish(work, { expiration: ms(500) })
    stand.run(10_000)

    expect(stand.world.history('expired', 'accepted')).toEqual([
      '0ms work accepted m1',
      '0ms work accepted m2',
      '20ms work expired m1 (1)',
      '20ms late accepted m1',
      '100ms work expired m2 (1)',
      '100ms late accepted m2',
    ])
  })

  it('[rabbit.dead-letter-reasons] keeps its priority', () => {
    const stand = new RabbitStand()
    const dead = stand.exchange('dead')
    const work = stand.queue('work', { messageTtl: ms(1), deadLetterExchange: dead })
    const late = stand.queue('late', { maxPriority: 9 })
    stand.bind(dead, late)
    stand.publish(work, { priority: 1 })
    stand.publish(work, { priority: 7 })
    stand.run(10)

    const audit = stand.consumer('audit', late)
    stand.run(1)

    expect(audit.inbox).toEqual(['m2 #1', 'm1 #1'])
  })

  it('[rabbit.dead-letter-at-least-once] stays until the queue that it is for takes it', () => {
    const { stand, work, full } = setUpAtLeastOnce()
    stand.publish(full)
    stand.publish(work)
    stand.run(1)

    expect(work.figures).toMatchObject({ waiting: 0, inFlight: 1 })
    expect(stand.world.history('deadLettered', 'dropped')).toEqual([])

    full.operate({ kind: 'purge' })
    stand.run(180_000)

    expect(stand.world.history('refused', 'deadLettered')).toEqual([
      '0ms full refused m2 (1)',
      '180000ms work deadLettered m2 #1 by billing',
    ])
    expect(work.figures).toMatchObject({ waiting: 0, inFlight: 0 })
  })

  it('[rabbit.dead-letter-at-least-once] waits for a quorum queue without a leader', () => {
    const { stand, work, parked, dead } = setUpAtLeastOnce()
    stand.bind(dead, parked)
    parked.setNodeUp(0, false)
    stand.publish(work)
    stand.run(999)
    expect(stand.world.history('deadLettered')).toEqual([])

    stand.run(1)

    expect(stand.world.history('accepted', 'deadLettered').slice(-2)).toEqual([
      '1000ms parked accepted m1',
      '1000ms work deadLettered m1 #1 by billing',
    ])
  })

  it('[rabbit.dead-letter-at-least-once] counts towards the limit of its queue while it stays', () => {
    const { stand, work, full } = setUpAtLeastOnce({ maxLength: 2 })
    stand.publish(full)
    stand.publish(work, { count: 3 })
    stand.run(1)
    stand.publish(work)
    stand.run(1)

    expect(stand.world.outcomes.slice(1)).toEqual([
      'm2 accepted',
      'm3 accepted',
      'm4 accepted',
      'm5 refused',
    ])
  })

  it('[rabbit.dead-letter-at-least-once] is dropped when its queue forgets where it should go', () => {
    const { stand, work, full } = setUpAtLeastOnce()
    stand.publish(full)
    stand.publish(work)
    stand.run(1)

    work.setDeadLetterExchange(null)
    stand.run(500_000)

    expect(stand.world.history('dropped')).toEqual(['1ms work dropped m2 #1 by billing'])
    expect(stand.world.messages.alive).toBe(1)
  })
})

/** A quorum queue whose consumer rejects everything, and a queue for one dead letter. */
function setUpAtLeastOnce(settings: { readonly maxLength?: number } = {}) {
  const stand = new RabbitStand()
  const dead = stand.exchange('dead')
  const overflow = 'reject-publish'
  const work: RabbitQueue = stand.quorum('work', {
    ...settings,
    overflow,
    deadLetterStrategy: 'at-least-once',
    deadLetterExchange: dead,
  })
  const full = stand.queue('full', { maxLength: 1, overflow })
  const parked = stand.quorum('parked')
  stand.bind(dead, full)
  stand.consumer('billing', work, { react: () => 'reject' })
  return { stand, dead, work, full, parked }
}

function setUpDeaths() {
  const texts = new Texts()
  const deaths = new RabbitDeaths(texts)
  const exchange = texts.intern('orders')
  const place = { exchange, routingKey: texts.intern('key'), expirationMs: null }
  const die = (before: number, queue: string, reason: Death['reason']) =>
    deaths.after(before, queue, reason, place)
  const told = (history: number) =>
    readDeaths(texts, history)?.deaths.map(({ queue, reason, count }) =>
      [queue, reason, count].join(' '),
    )
  return { texts, deaths, die, told }
}
