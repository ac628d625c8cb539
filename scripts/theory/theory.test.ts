// The engine against queueing theory, in the short form: fixed seeds, so that a verdict changes only when
// the engine does. `npm run theory` has the long form.

import { describe, expect, it } from 'vitest'
import { waitErrorMM1 } from './formulas.ts'
import { scoresOf } from './scores.ts'
import {
  type CaseResult,
  casesOf,
  HALF_WIDTHS,
  problemsOf,
  relativeErrorOf,
  resultOf,
} from './suite.ts'
import { caseTable } from './tables.ts'

const CASES = casesOf('short').map((theoryCase) => [theoryCase.id, theoryCase] as const)

describe('the simulator', () => {
  const results: CaseResult[] = []

  it.each(CASES)('is as theory says: %s', { timeout: 120_000 }, (_, theoryCase) => {
    const result = resultOf(theoryCase, { halfWidth: HALF_WIDTHS.short })
    results.push(result)

    expect(problemsOf(result)).toEqual([])
  })

  it('is off by chance alone, over all of them', () => {
    console.log(caseTable(results))

    expect(results).toHaveLength(CASES.length)
    expect(scoresOf(results).problems).toEqual([])
  })
})

describe('the standard errors', () => {
  it.each([0.5, 0.8])('that are known beforehand are those of theory, at %d', (rho) => {
    const theoryCase = casesOf('long').find(({ id }) => id === `mm1-${100 * rho}`)
    const known = theoryCase && relativeErrorOf(theoryCase, 'wait')

    // Learned from 160 runs: within 15 %.
    expect((known ?? 0) / waitErrorMM1(rho)).toBeGreaterThan(0.85)
    expect((known ?? 0) / waitErrorMM1(rho)).toBeLessThan(1.15)
  })
})
