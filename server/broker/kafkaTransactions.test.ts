// Golden histories: `orders` is the topic; the number in brackets is the partition.

import { describe, expect, it } from 'vitest'
import type { EntityIndex } from '../engine/kernel.ts'
import { IMMEDIATELY, milliseconds } from '../engine/time.ts'
import { PUBLISH_ACCEPTED } from './channel.ts'
import { KEYS_OF_THREE, setUpTopic, THREE_REPLICAS, type TopicSetUp } from './kafkaTopic.fixture.ts'

describe('A Kafka transaction', () => {
  it('[kafka.transaction-visibility] shows its records to read_committed when it is committed', () => {
    const { begin, commit, publish, run, world, readable } = setUp()
    const transaction = begin('billing')
    publish({ more: { transaction } })
    publish({ more: { transaction } })
    run(10)
    expect([readable(), readable(0, 'read_committed')]).toEqual([['0 m1', '1 m2'], []])

    commit(transaction)
    run(10)

    expect(readable(0, 'read_committed')).toEqual(['0 m1', '1 m2'])
    expect(world.history()).toEqual([
      '5ms orders accepted m1',
      '5ms orders accepted m2',
      '10ms orders committed m1',
      '10ms orders committed m2',
    ])
  })

  it('[kafka.transaction-markers] ends with a marker, which takes an offset in each partition', () => {
    const { begin, commit, publish, run, readable, topic } = setUp({ topic: { partitions: 3 } })
    const transaction = begin('billing')
    publish({ key: KEYS_OF_THREE[0], more: { transaction } })
    publish({ key: KEYS_OF_THREE[1], more: { transaction } })
    commit(transaction)
    run(10)
    for (const key of KEYS_OF_THREE) publish({ key })
    run(10)

    expect([0, 1, 2].map((partition) => readable(partition, 'read_committed'))).toEqual([
      ['0 m1', '2 m3'],
      ['0 m2', '2 m4'],
      ['0 m5'],
    ])
    expect(topic.partitions.map(({ endOffset }) => endOffset)).toEqual([3, 3, 1])
    expect(topic.figures.retained).toBe(5)
  })

  it('[kafka.transaction-flush] does not wait for linger.ms when it is committed', () => {
    const { begin, commit, publish, run, world, answers } = setUp()
    const transaction = begin('billing')
    publish({ more: { transaction } })
    run(1)

    commit(transaction)
    world.settleDown()

    expect(world.history()).toEqual(['1ms orders accepted m1', '1ms orders committed m1'])
    expect(world.outcomes).toEqual(['m1 accepted'])
    expect(answers).toEqual(['committed'])
  })

  it('[kafka.last-stable-offset] holds read_committed consumers of its partitions back', () => {
    const { begin, abort, publish, run, readable } = setUp()
    publish()
    run(10)
    const transaction = begin('billing')
    publish({ more: { transaction } })
    run(10)
    publish()
    run(10)

    expect(readable()).toEqual(['0 m1', '1 m2', '2 m3'])
    expect(readable(0, 'read_committed')).toEqual(['0 m1'])
    abort(transaction)

    expect(readable(0, 'read_committed')).toEqual(['0 m1', '2 m3'])
  })

  it('[kafka.last-stable-offset] the oldest open one decides', () => {
    const { begin, commit, publish, run, readable } = setUp()
    const [first, second] = [begin('billing'), begin('shipping')]
    publish({ producer: 1, more: { transaction: first } })
    run(10)
    publish({ producer: 2, more: { transaction: second } })
    run(10)

    commit(second)
    expect(readable(0, 'read_committed')).toEqual([])
    commit(first)

    expect(readable(0, 'read_committed')).toEqual(['0 m1', '1 m2'])
  })

  it('[kafka.transaction-abort] that is aborted is never seen by read_committed', () => {
    const { begin, abort, publish, run, world, readable, topic } = setUp()
    const transaction = begin('billing')
    publish({ more: { transaction } })
    run(10)
    publish({ more: { transaction } })

    abort(transaction)
    run(10)

    expect(world.history('refused', 'aborted', 'committed')).toEqual([
      '10ms orders refused m2',
      '10ms orders aborted m1',
    ])
    expect(world.outcomes).toEqual(['m1 accepted', 'm2 refused'])
    expect([readable(), readable(0, 'read_committed')]).toEqual([['0 m1'], []])
    // It is in the log like any other record.
    expect(topic.figures.retained).toBe(1)
    const [log] = topic.logs
    expect(log?.readableFrom(0, 'read_committed')).toBe(0)
    expect(log?.readableFrom(0, 'read_uncommitted')).toBe(1)
  })

  it('[kafka.transaction-fencing] is aborted when its producer begins another, and gets no more in', () => {
    const { begin, commit, publish, run, world, readable, answers } = setUp()
    const zombie = begin('billing')
    publish({ more: { transaction: zombie } })
    run(10)

    const successor = begin('billing')
    publish({ more: { transaction: zombie } })
    publish({ more: { transaction: successor } })
    commit(zombie)
    commit(successor)
    run(10)

    expect(world.history('refused', 'aborted', 'committed')).toEqual([
      '10ms orders aborted m1',
      '10ms orders refused m2 (5)',
      '10ms orders committed m3',
    ])
    expect(answers).toEqual(['aborted', 'committed'])
    expect(readable(0, 'read_committed')).toEqual(['2 m3'])
  })

  it('[kafka.transaction-timeout] is aborted after transaction.timeout.ms from its first record', () => {
    const { begin, commit, publish, run, world, readable, answers } = setUp()
    const transaction = begin('billing', 60_000)
    run(5000)
    publish({ more: { transaction } })
    run(10)
    publish()
    run(59_989)
    expect(readable(0, 'read_committed')).toEqual([])

    run(1)
    commit(transaction)
    run(0)

    expect(world.history('aborted')).toEqual(['65000ms orders aborted m1'])
    expect(readable(0, 'read_committed')).toEqual(['1 m2'])
    expect(answers).toEqual(['aborted'])
  })

  it('[kafka.transaction-timeout] each by its own time', () => {
    const { begin, publish, run, world } = setUp()
    for (const [producer, timeout] of [60_000, 1000, 30_000].entries()) {
      const transaction = begin(`producer ${producer}`, timeout)
      publish({ producer, more: { transaction } })
    }
    run(100_000)

    expect(world.history('aborted')).toEqual([
      '1000ms orders aborted m2',
      '30000ms orders aborted m3',
      '60000ms orders aborted m1',
    ])
  })

  it('[kafka.transaction-fencing] stays open when its process crashes before the answers come', () => {
    const { begin, commit, forsake, publish, run, world, answers } = setUp({
      topic: { ...THREE_REPLICAS, replicationDelay: milliseconds(10) },
      producer: { linger: IMMEDIATELY },
    })
    const zombie = begin('billing')
    publish({ more: { transaction: zombie } })
    commit(zombie)
    run(5)

    forsake(zombie)
    run(1000)
    expect(world.history('committed', 'aborted')).toEqual([])
    begin('billing')

    expect(world.history('committed', 'aborted')).toEqual(['1005ms orders aborted m1'])
    run(10)
    expect(answers).toEqual([])
  })

  it('[kafka.transaction-abort] is aborted by a commit, if any of its records was not taken', () => {
    const { begin, commit, publish, run, world, topic, answers } = setUp({
      topic: { partitions: 2, replicationFactor: 2 },
      producer: { deliveryTimeout: milliseconds(2000) },
    })
    topic.setNodeUp(1, false)
    const transaction = begin('billing')
    // Key 1 lies in partition 0, whose leader is there; key 0 in partition 1.
    publish({ key: 1, more: { transaction } })
    publish({ key: 0, more: { transaction } })

    commit(transaction)
    run(20_000)

    expect(answers).toEqual(['aborted'])
    expect(world.history('committed', 'aborted')).toEqual(['2000ms orders aborted m1'])
  })

  it('[kafka.transaction-abort] is aborted by a commit, if its producer could not send a record', () => {
    const { begin, commit, publish, run, world, readable, answers } = setUp()
    const transaction = begin('billing')
    publish({ more: { transaction } })
    publish({ sizeBytes: 1_048_576, more: { transaction } })
    run(10)

    commit(transaction)
    run(10)

    expect(world.history()).toEqual([
      '0ms orders refused m2 (5)',
      '5ms orders accepted m1',
      '10ms orders aborted m1',
    ])
    expect(answers).toEqual(['aborted'])
    expect(readable(0, 'read_committed')).toEqual([])
  })

  it('[kafka.transaction-abort] is aborted by a commit, if all that it has was refused', () => {
    const { begin, commit, publish, run, world, answers } = setUp({
      topic: { cleanupPolicy: 'compact' },
    })
    const transaction = begin('billing')
    publish({ more: { transaction } })

    commit(transaction)
    run(10)

    expect(world.history()).toEqual(['0ms orders refused m1 (5)'])
    expect(answers).toEqual(['aborted'])
  })

  it('[kafka.transaction-markers] gets its marker when there is a leader to write it', () => {
    const { begin, commit, publish, run, world, topic, readable } = setUp({ topic: THREE_REPLICAS })
    const transaction = begin('billing')
    publish({ more: { transaction } })
    run(10)
    topic.setNodeUp(0, false)

    commit(transaction)
    run(8000)
    expect(readable(0, 'read_committed')).toEqual([])
    run(2000)

    expect(world.history('elected', 'committed')).toEqual([
      '9010ms orders elected (1)',
      '9010ms orders committed m1',
    ])
    expect(readable(0, 'read_committed')).toEqual(['0 m1'])
  })

  it('[kafka.transaction-markers] gets it again when it went with its leader', () => {
    const { begin, commit, publish, run, world, topic, readable } = setUp({ topic: THREE_REPLICAS })
    const transaction = begin('billing')
    publish({ more: { transaction } })
    run(10)
    commit(transaction)
    run(0)
    topic.setNodeUp(0, false)
    expect(readable(0, 'read_committed')).toEqual([])

    run(10_000)

    expect(world.history('committed', 'lost')).toEqual(['10ms orders committed m1'])
    expect(readable(0, 'read_committed')).toEqual(['0 m1'])
  })

  it('[kafka.transaction-markers] is open until its marker is replicated', () => {
    const { begin, commit, publish, run, readable } = setUp({
      topic: { ...THREE_REPLICAS, replicationDelay: milliseconds(10) },
      producer: { linger: IMMEDIATELY },
    })
    const transaction = begin('billing')
    publish({ more: { transaction } })
    run(10)
    commit(transaction)
    run(9)
    expect(readable(0, 'read_committed')).toEqual([])
    run(1)

    expect(readable(0, 'read_committed')).toEqual(['0 m1'])
  })

  it('goes on where it was saved', () => {
    const before = setUp()
    const transaction = before.begin('billing', 1000)
    before.publish({ more: { transaction } })
    before.run(10)
    before.publish({ more: { transaction } })
    before.run(1)

    const { run, world, readable } = setUp({ saved: before.save() })
    run(10_000)

    expect(world.history()).toEqual([
      '15ms orders accepted m2',
      '1000ms orders aborted m1',
      '1000ms orders aborted m2',
    ])
    expect([readable(), readable(0, 'read_committed')]).toEqual([['0 m1', '1 m2'], []])
  })
})

function setUp(options: TopicSetUp = {}) {
  const stand = setUpTopic(options)
  const { transactions, scheduler } = stand.world
  const answers: string[] = []
  const entity: EntityIndex = scheduler.register('application', {
    fire: (outcome) => answers.push(outcome === PUBLISH_ACCEPTED ? 'committed' : 'aborted'),
  })
  return {
    ...stand,
    /** How commits went. */
    answers,
    begin: (producer: string, timeoutMs = 60_000) =>
      transactions.begin(producer, milliseconds(timeoutMs)),
    commit: (transaction: number) => transactions.commit(transaction, { entity, token: 0 }),
    abort: (transaction: number) => transactions.abort(transaction),
    forsake: (transaction: number) => transactions.forsake(transaction),
  }
}
