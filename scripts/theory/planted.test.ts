// A bug planted in the engine makes its case fail: the suite is not passed by whatever runs.

import { describe, expect, it } from 'vitest'
import { PLANTED_BUGS } from './plantedBugs.ts'
import { type BugResult, bugResultOf, problemsWithoutBug } from './plantedSuite.ts'
import { bugTable, killRate } from './tables.ts'

const BUGS = PLANTED_BUGS.map((planted) => [planted.bug, planted] as const)

describe('theory finds out', () => {
  const results: BugResult[] = []

  it.each(BUGS)('%s', { timeout: 120_000 }, (_, planted) => {
    const result = bugResultOf(planted)
    results.push(result)

    expect(result.problems).not.toEqual([])
  })

  const caseIds = [...new Set(PLANTED_BUGS.map(({ caseId }) => caseId))]

  it.each(caseIds)('nothing where no bug is planted: %s', { timeout: 120_000 }, (caseId) => {
    expect(problemsWithoutBug(caseId)).toEqual([])
  })

  it('all of them', () => {
    console.log(`${bugTable(results)}\n${killRate(results)}`)

    expect(results).toHaveLength(BUGS.length)
  })
})
