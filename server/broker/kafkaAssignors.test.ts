import { describe, expect, it } from 'vitest'
import { assignRange } from './kafkaAssignors.ts'

describe('assignRange', () => {
  // Apache Kafka, RangeAssignorTest: topics of these sizes, all members subscribed.
  it.each([
    { partitions: 3, members: 1, owners: [0, 0, 0] },
    { partitions: 1, members: 2, owners: [0] },
    { partitions: 2, members: 2, owners: [0, 1] },
    { partitions: 3, members: 2, owners: [0, 0, 1] },
    { partitions: 6, members: 3, owners: [0, 0, 1, 1, 2, 2] },
    { partitions: 7, members: 3, owners: [0, 0, 0, 1, 1, 2, 2] },
    { partitions: 5, members: 4, owners: [0, 0, 1, 2, 3] },
    { partitions: 2, members: 3, owners: [0, 1] },
  ])('gives $partitions partitions to $members members', ({ partitions, members, owners }) => {
    const numbers = Array.from({ length: members }, (_, index) => index)

    expect(assignRange(partitions, numbers)).toEqual(owners)
  })

  it('names the members by their numbers', () => {
    expect(assignRange(4, [7, 3])).toEqual([7, 7, 3, 3])
  })
})
