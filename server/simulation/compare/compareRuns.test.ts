import { describe, expect, it } from 'vitest'
import {
  ENGINE_VERSION,
  RECIPE_FORMAT,
  type Recipe,
  type RunChange,
} from '#shared/topology/recipe.ts'
import { exampleTopology } from '#shared/topology/topology.fixture.ts'
import { compareRuns } from './compareRuns.ts'

const CRASH: RunChange = { kind: 'fault', fault: { kind: 'crash', serviceId: 'payments' } }

describe('a comparison of two runs', () => {
  it('finds no difference between a run and itself', () => {
    const { before, after, backlog } = compareRuns({
      before: recipe(),
      after: recipe(),
      labels: ['One', 'Other'],
    })

    expect({ ...after, name: 'One' }).toEqual(before)
    expect(backlog.after).toEqual(backlog.before)
    expect(before.published).toBeGreaterThan(100)
    expect(before.handled).toBeGreaterThan(100)
    expect([before.lost, before.endedBecause]).toEqual([0, null])
  })

  it('tells what came of one change', () => {
    const { before, after, backlog, untilMs } = compareRuns({
      before: recipe(),
      after: recipe(CRASH),
      labels: ['As it was', 'This run'],
    })

    expect(untilMs).toBe(30_000)
    expect([before.name, after.name]).toEqual(['As it was', 'This run'])
    expect(after.handled).toBeLessThan(before.handled)
    expect(after.inside).toBeGreaterThan(before.inside + 100)
    expect(after.backlogMax).toBeGreaterThan(before.backlogMax)
    // Until the crash, half way, both are the same; sixty samples.
    expect(backlog.after).toHaveLength(60)
    expect(backlog.after.slice(0, 30)).toEqual(backlog.before.slice(0, 30))
    expect(backlog.after.at(-1)).toBeGreaterThan(backlog.before.at(-1) ?? 0)
  })

  it('brings both to the same moment, however far the first was recorded', () => {
    const short = { ...recipe(), untilMs: 1000 }
    const { before, after } = compareRuns({ before: short, after: recipe(), labels: ['1', '2'] })

    expect(before.published).toBe(after.published)
  })
})

function recipe(...changes: readonly RunChange[]): Recipe {
  return {
    format: RECIPE_FORMAT,
    engineVersion: ENGINE_VERSION,
    topology: exampleTopology(),
    seed: 7,
    untilMs: 30_000,
    commands: changes.map((change, sequence) => ({ atNs: 15e9 + 1, sequence, change })),
  }
}
