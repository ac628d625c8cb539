// The second checker is held to what it is for: a journal that is spoiled in any of many ways is found out.

import { describe, expect, it } from 'vitest'
import { SCENARIOS } from '#shared/semantics/semantics.ts'
import type { Command } from '#shared/topology/recipe.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { checkedJournal, type RecordedRun, recordedRun } from './checkedRun.fixture.ts'
import { DRAWINGS } from './drawings.fixture.ts'
import { completed, MUTATIONS } from './mutations.fixture.ts'

const UNTIL_NS = 4e9

/** Once undisturbed, once with a consumer that crashes and comes again. */
const RUNS: readonly RecordedRun[] = [
  ...Object.values(DRAWINGS).flatMap((topology, index) => [
    recordedRun({ topology, seed: index }, UNTIL_NS),
    recordedRun({ topology, seed: index + 100, commands: crashIn(topology) }, UNTIL_NS),
  ]),
  // Transactions are aborted in these.
  ...SCENARIOS.filter(({ shows }) => shows.some(({ kind }) => kind === 'aborted')).map(
    ({ topology, seed, commands = [], untilMs }) =>
      recordedRun({ topology: topology(), seed, commands }, untilMs * 1e6),
  ),
]

/** Rules that hold the records against the engine's own figures. */
const BY_COMPARISON: ReadonlySet<string> = new Set(['conservation', 'little', 'utilisation'])

interface Found {
  readonly mutation: string
  journals: number
  found: number
  /** Without comparing counts and levels with the engine's. */
  byRulesAlone: number
}

describe('the second checker', () => {
  it('has nothing against journals as they are', () => {
    expect(RUNS.flatMap((run) => checkedJournal(run).violations)).toEqual([])
  })

  it('finds out at least 95 % of spoiled journals, of every way to spoil them', () => {
    const table = Object.keys(MUTATIONS).map(foundOf)
    console.table(table)

    const journals = sum(table, ({ journals }) => journals)
    const found = sum(table, (row) => row.found)
    console.log(
      `${table.length} mutations, ${journals} journals, ${found} found, ${sum(table, (row) => row.byRulesAlone)} by rules alone`,
    )
    expect(table.length).toBeGreaterThanOrEqual(32)
    expect(table.filter((row) => row.journals === 0)).toEqual([])
    expect(table.filter((row) => row.found === 0)).toEqual([])
    expect(found / journals).toBeGreaterThanOrEqual(0.95)
  })
})

function foundOf(mutation: string): Found {
  const result: Found = { mutation, journals: 0, found: 0, byRulesAlone: 0 }
  for (const run of RUNS) {
    const rows = completed(mutation, run)
    if (!rows) continue
    const { violations } = checkedJournal(run, rows)
    result.journals += 1
    if (violations.length > 0) result.found += 1
    if (violations.some(({ rule }) => !BY_COMPARISON.has(rule))) result.byRulesAlone += 1
  }
  return result
}

function crashIn({ services }: Topology): Command[] {
  const [serviceId = ''] =
    Object.entries(services).find(([, { handlers }]) => Object.keys(handlers).length > 0) ?? []
  return [
    { atNs: 1.5e9, sequence: 0, change: { kind: 'fault', fault: { kind: 'crash', serviceId } } },
    { atNs: 1.8e9, sequence: 1, change: { kind: 'recover', serviceId, fault: 'crash' } },
  ]
}

function sum<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((total, item) => total + of(item), 0)
}
