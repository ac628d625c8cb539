import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AssignableMember, Assignment } from './assignment.ts'
import { member, spelled } from './assignors.fixture.ts'
import { assignRoundRobin } from './roundRobin.ts'
import { assignCooperativeSticky, assignSticky } from './sticky.ts'
import { assignUniform } from './uniform.ts'

const SIX = new Map([['t', 6]])

describe('assignRoundRobin', () => {
  it('[kafka.assignor-roundrobin] deals all partitions of all topics in turn, passing over who does not subscribe', () => {
    const topics = new Map([
      ['a', 3],
      ['b', 2],
    ])
    const members = [member('m0', ['a', 'b']), member('m1', ['a']), member('m2', ['b'])]

    expect(spelled(assignRoundRobin(topics, members))).toEqual({
      m0: 'a0 a2 b1',
      m1: 'a1',
      m2: 'b0',
    })
  })
})

describe('assignSticky', () => {
  it('[kafka.assignor-sticky] keeps what members had, and moves only what makes it even', () => {
    const members = [member('m0', ['t'], 't0 t1 t2'), member('m1', ['t'], 't3 t4 t5')]

    expect(spelled(assignSticky(SIX, [...members, member('m2', ['t'])]))).toEqual({
      m0: 't0 t1',
      m1: 't3 t4',
      m2: 't2 t5',
    })
  })

  it('[kafka.assignor-sticky] believes the newest generation, and nobody where two of it claim the same', () => {
    const members = [
      member('m0', ['t'], 't0 t1 t2', 7),
      member('m1', ['t'], 't2 t3', 7),
      member('m2', ['t'], 't0 t4', 6),
    ]
    const { m0, m1, m2 } = spelled(assignSticky(new Map([['t', 9]]), members))

    expect([m0, m1, m2]).toEqual(['t0 t1 t2', 't3 t5 t7', 't4 t6 t8'])
  })

  it('[kafka.assignor-sticky] evens out different subscriptions as far as they allow', () => {
    const topics = new Map([
      ['a', 1],
      ['b', 4],
    ])
    const members = [member('m0', ['a', 'b']), member('m1', ['b']), member('m2', ['a'])]

    expect(spelled(assignSticky(topics, members))).toEqual({ m0: 'b1 b3', m1: 'b0 b2', m2: 'a0' })
  })

  it('[kafka.assignor-sticky] finds an assignment that cannot be more even, whatever members had', () => {
    fc.assert(
      fc.property(anyGroup(), ({ topics, members }) => {
        const assignment = assignSticky(topics, members)
        expectEachOnce(topics, members, assignment)
        expectEven(topics, members, assignment)
      }),
      { seed: 20_260_801, numRuns: 500 },
    )
  })

  it('[kafka.assignor-sticky] moves nothing when nothing has changed', () => {
    fc.assert(
      fc.property(anyGroup(), ({ topics, members }) => {
        const first = assignSticky(topics, members)
        const again = members.map((each) => ({
          ...each,
          owned: first.get(each.id) ?? [],
          generation: 100,
        }))
        expect(spelled(assignSticky(topics, again))).toEqual(spelled(first))
      }),
      { seed: 20_260_801, numRuns: 500 },
    )
  })
})

describe('assignCooperativeSticky', () => {
  it('[kafka.assignor-cooperative] withholds what another member still has', () => {
    const members = [member('m0', ['t'], 't0 t1 t2 t3 t4 t5'), member('m1', ['t'])]

    expect(spelled(assignCooperativeSticky(SIX, members))).toEqual({ m0: 't0 t1 t2', m1: '' })

    const after = [member('m0', ['t'], 't0 t1 t2', 2), member('m1', ['t'])]
    expect(spelled(assignCooperativeSticky(SIX, after))).toEqual({ m0: 't0 t1 t2', m1: 't3 t4 t5' })
  })
})

describe('assignUniform', () => {
  it('[kafka.assignor-uniform] takes from who has more than its share and fills the others up', () => {
    const members = [
      member('m0', ['t'], 't0 t1 t2'),
      member('m1', ['t'], 't3 t4 t5'),
      member('m2', ['t']),
    ]

    expect(spelled(assignUniform(SIX, members))).toEqual({ m0: 't0 t1', m1: 't3 t4', m2: 't2 t5' })
  })

  it('[kafka.assignor-uniform] gives each partition to one member, as evenly as can be', () => {
    fc.assert(
      fc.property(anyGroup(), ({ topics, members }) => {
        const assignment = assignUniform(topics, members)
        expectEachOnce(topics, members, assignment)
        expectEven(topics, members, assignment)
      }),
      { seed: 20_260_801, numRuns: 300 },
    )
  })
})

/** Some topics, members that subscribe to some of them, and what they say they had. */
function anyGroup() {
  const partition = fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.nat(7))
  const anyMember = fc.record({
    topics: fc.subarray(['a', 'b', 'c'], { minLength: 1 }),
    owned: fc.uniqueArray(partition, { selector: String, maxLength: 8 }),
    generation: fc.option(fc.integer({ min: 0, max: 3 })),
  })
  return fc
    .record({
      sizes: fc.tuple(fc.nat(7), fc.nat(7), fc.nat(7)),
      members: fc.array(anyMember, { minLength: 1, maxLength: 6 }),
    })
    .map(({ sizes: [a, b, c], members }) => ({
      topics: new Map([
        ['a', a],
        ['b', b],
        ['c', c],
      ]),
      members: members.map((each, index) => ({ ...each, id: `m${index}`, instanceId: null })),
    }))
}

function expectEachOnce(
  topics: ReadonlyMap<string, number>,
  members: readonly AssignableMember[],
  assignment: Assignment,
): void {
  const wanted = [...topics].flatMap(([topic, size]) =>
    members.some((each) => each.topics.includes(topic))
      ? Array.from({ length: size }, (_, index) => `${topic}${index}`)
      : [],
  )
  const assigned = [...assignment.values()].flat().map(([topic, index]) => `${topic}${index}`)
  expect(assigned.sort()).toEqual(wanted.sort())
  for (const { id, topics: subscribed } of members)
    for (const [topic] of assignment.get(id) ?? []) expect(subscribed).toContain(topic)
}

/** Nobody has at least two more than another one who might have one of them. */
function expectEven(
  topics: ReadonlyMap<string, number>,
  members: readonly AssignableMember[],
  assignment: Assignment,
): void {
  for (const [richer, owned] of assignment)
    for (const { id, topics: subscribed } of members) {
      const fewer = assignment.get(id)?.length ?? 0
      const couldTake = owned.some(([topic]) => topics.has(topic) && subscribed.includes(topic))
      if (couldTake) expect(owned.length, `${richer} and ${id}`).toBeLessThanOrEqual(fewer + 1)
    }
}
