import { describe, expect, it } from 'vitest'
import { kafka, shop, sketch, worker } from '../sketch.ts'
import { fixed, messages, problems } from './found.ts'

describe('consumer groups', () => {
  it('warns of members that get no partition', () => {
    const topology = stream({ partitions: 4, replicas: 3, concurrency: 2 })

    expect(problems(topology, 'idle-members')).toMatchObject([
      {
        message:
          "6 members of the group 'clerk' read the 4 partitions of 'topic': 2 members will be idle, as one partition is read by one member.",
        elementIds: ['subscription:topic-clerk'],
        fix: { label: 'Use 2 replicas' },
      },
    ])
    fixed(topology, 'idle-members')
    const enough = stream({ partitions: 6, replicas: 3, concurrency: 2 })
    expect(messages(enough, 'idle-members')).toEqual([])
  })

  it('warns of two services that share a group', () => {
    const topology = sketch({
      services: { shop: shop('topic'), a: worker(['a']), b: worker(['b']), c: worker(['c']) },
      channels: { topic: { kind: 'kafkaTopic', partitions: 9 } },
      subscriptions: {
        a: kafka('topic', 'a', { groupId: 'billing' }),
        b: kafka('topic', 'b', { groupId: 'billing' }),
        c: kafka('topic', 'c'),
      },
    })

    expect(problems(topology, 'shared-group')).toMatchObject([
      {
        message:
          "'a' and 'b' read 'topic' as the same group 'billing': each gets a part of the records only. Give each a group of its own to let it read them all.",
        elementIds: ['subscription:a', 'subscription:b'],
      },
    ])
  })

  it('warns of one group whose members are configured differently', () => {
    const topology = sketch({
      services: { shop: shop('a'), clerk: worker(['on-a', 'on-b']), other: shop('b') },
      channels: {
        a: { kind: 'kafkaTopic', partitions: 2 },
        b: { kind: 'kafkaTopic', partitions: 2 },
      },
      subscriptions: {
        'on-a': kafka('a', 'clerk', { partitionAssignmentStrategy: 'sticky' }),
        'on-b': kafka('b', 'clerk', { maxPollRecords: 10 }),
      },
    })

    expect(problems(topology, 'disagreeing-group')).toMatchObject([
      {
        message:
          "2 subscriptions are the one group 'clerk', and differ in partition.assignment.strategy and max.poll.records. Members of a group are configured alike; give them groups of their own, or the same settings.",
        path: ['subscriptions', 'on-b', 'partitionAssignmentStrategy'],
      },
    ])
    expect(messages(topology, 'shared-group')).toEqual([])
  })
})

interface Clerk {
  readonly partitions: number
  readonly replicas: number
  readonly concurrency: number
}

function stream({ replicas, concurrency, partitions }: Clerk) {
  return sketch({
    services: {
      shop: shop('topic'),
      clerk: { replicas, concurrency, ...worker(['topic-clerk']) },
    },
    channels: { topic: { kind: 'kafkaTopic', partitions } },
    subscriptions: { 'topic-clerk': kafka('topic', 'clerk') },
  })
}
