import { describe, expect, it } from 'vitest'
import { carriedOut, planOf } from './experiment.fixture.ts'
import { doubtsOf, find, findingsJson, isAnswered, problemWithSearch } from './findings.ts'
import type { Limit } from './limit.ts'
import { topologyAt } from './plan.ts'

const RATE = 'services.sender.sources.source.arrivals.ratePerSecond'
const REPLICAS = 'services.receiver.replicas'
const UTILISATION = 'services.receiver.utilisation'

describe('find', () => {
  it('seeks along the last path, for all combinations of the others in the same rounds', async () => {
    const { plan, rounds, outcomesAt } = setUp()

    const findings = await find(plan, limitOf(0.3), outcomesAt)

    expect(findings).toMatchObject({
      along: REPLICAS,
      others: [RATE],
      combinations: [
        { values: [20], finding: { smallest: 1, briefly: '1' } },
        { values: [150], finding: { smallest: 3, briefly: '3' } },
        { values: [400], finding: { smallest: null, briefly: 'none up to 5' } },
      ],
    })
    // Four ends and four more of the first and the last; the second halves on.
    expect(rounds[0]).toEqual([0, 4, 5, 9, 10, 14])
    expect(rounds[1]).toEqual([1, 7, 13])
    expect(isAnswered(findings)).toBe(false)
  })

  it('asks nothing of another point than those of its combination', async () => {
    const { plan, outcomesAt } = setUp()

    const { combinations } = await find(plan, limitOf(0.3), outcomesAt)

    for (const [n, { finding }] of combinations.entries()) {
      const point = n * 5 + (finding.smallest === null ? 4 : Number(finding.smallest) - 1)
      const placed = topologyAt(plan, point)
      expect(placed.ok && placed.topology.services.receiver?.replicas).toBe(finding.smallest ?? 5)
    }
  })

  it('says of what combination it is not certain', async () => {
    const { plan, outcomesAt } = setUp({ replications: 1 })

    const findings = await find(plan, limitOf(0.3), outcomesAt)

    expect(doubtsOf(findings)).toContainEqual({
      place: [{ path: RATE, value: 150 }],
      text: 'At 2 one replication gives no interval: use --replications.',
    })
  })

  it('is told as before where one path is varied', async () => {
    const along = { path: REPLICAS, values: [1, 2, 3, 4, 5] }
    const { plan, outcomesAt } = setUp({ varied: [along] })

    const told = findingsJson(await find(plan, limitOf(0.3), outcomesAt))

    expect(Object.keys(told)).toEqual(['limit', 'smallest', 'largest', 'conclusive', 'says'])
  })

  it('fails when a point cannot be run', async () => {
    const { plan } = setUp()

    const found = find(plan, limitOf(0.3), () => Promise.reject(new Error('broke off')))

    await expect(found).rejects.toThrow('broke off')
  })
})

describe('problemWithSearch', () => {
  it('wants something to search along, in numbers that grow', () => {
    const names = { path: 'services.receiver.name', values: ['A', 'B'] }
    const along = { path: REPLICAS, values: [1, 2] }

    expect(problemWithSearch(planOf({ varied: [] }))).toContain('nothing was varied')
    expect(problemWithSearch(planOf({ varied: [names] }))).toContain('to be numbers that grow.')
    expect(problemWithSearch(planOf({ varied: [along, names] }))).toContain(
      'name last what you seek the smallest value of.',
    )
    expect(problemWithSearch(planOf({ varied: [names, along] }))).toBeNull()
  })
})

function limitOf(bound: number): Limit {
  return { path: UTILISATION, operator: '<', bound, text: `${UTILISATION} < ${bound}` }
}

function setUp(changes: Parameters<typeof planOf>[0] = {}) {
  const plan = planOf({
    untilMs: 2000,
    replications: 3,
    warmUp: { kind: 'none' },
    metrics: [UTILISATION],
    varied: [
      { path: RATE, values: [20, 150, 400] },
      { path: REPLICAS, values: [1, 2, 3, 4, 5] },
    ],
    ...changes,
  })
  const results = carriedOut(plan)
  const rounds: (readonly number[])[] = []
  const outcomesAt = async (points: readonly number[]) => {
    rounds.push(points)
    return points.map((point) => results.outcomeAt(point))
  }
  return { plan, rounds, outcomesAt }
}
