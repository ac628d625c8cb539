import { describe, expect, it } from 'vitest'
import { member, spelled } from './assignors.fixture.ts'
import { assignRange } from './range.ts'

describe('assignRange', () => {
  // Apache Kafka, RangeAssignorTest: topics of these sizes, all members subscribed.
  it.each([
    { partitions: 3, members: 1, expected: { m0: 't0 t1 t2' } },
    { partitions: 1, members: 2, expected: { m0: 't0', m1: '' } },
    { partitions: 2, members: 2, expected: { m0: 't0', m1: 't1' } },
    { partitions: 3, members: 2, expected: { m0: 't0 t1', m1: 't2' } },
    { partitions: 7, members: 3, expected: { m0: 't0 t1 t2', m1: 't3 t4', m2: 't5 t6' } },
    { partitions: 2, members: 3, expected: { m0: 't0', m1: 't1', m2: '' } },
  ])('[kafka.assignor-range] gives $partitions partitions to $members members', (given) => {
    const members = Array.from({ length: given.members }, (_, index) => member(`m${index}`, ['t']))

    expect(spelled(assignRange(new Map([['t', given.partitions]]), members))).toEqual(
      given.expected,
    )
  })

  it('[kafka.assignor-range] begins with the first member in every topic: many small topics go to it', () => {
    const topics = new Map(['a', 'b', 'c'].map((topic) => [topic, 1] as const))
    const members = ['m0', 'm1'].map((id) => member(id, ['a', 'b', 'c']))

    expect(spelled(assignRange(topics, members))).toEqual({ m0: 'a0 b0 c0', m1: '' })
  })

  it('[kafka.member-order] puts static members by their instance ids before dynamic ones', () => {
    const members = [
      member('m0', ['t']),
      { ...member('m1', ['t']), instanceId: 'slot-b' },
      { ...member('m2', ['t']), instanceId: 'slot-a' },
    ]

    expect(spelled(assignRange(new Map([['t', 4]]), members))).toEqual({
      m0: 't3',
      m1: 't2',
      m2: 't0 t1',
    })
  })
})
