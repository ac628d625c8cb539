import { describe, expect, it } from 'vitest'
import { oneFailed, onePassed, oneSkipped, summaryLine, tallyOfReport, total } from './tally.ts'

describe('summaryLine', () => {
  it('names what passed and failed, and what was skipped only where something was', () => {
    expect(summaryLine(total([]))).toBe('0 passed, 0 failed')
    expect(summaryLine(total([onePassed, onePassed, oneFailed]))).toBe('2 passed, 1 failed')
    expect(summaryLine(total([onePassed, oneSkipped]))).toBe('1 passed, 0 failed, 1 skipped')
  })
})

describe('tallyOfReport', () => {
  it('counts every test of a Vitest report', () => {
    const report = vitestReport({ numPassedTests: 5, numFailedTests: 2, numTodoTests: 1 })

    expect(tallyOfReport('vitest', report, 1)).toEqual({ passed: 5, failed: 2, skipped: 1 })
  })

  it('counts a test file that could not be loaded as a failure', () => {
    const testResults = [
      { status: 'failed', assertionResults: [] },
      { status: 'failed', assertionResults: [{}] },
      { status: 'passed', assertionResults: [{}] },
    ]
    const report = vitestReport({ numPassedTests: 1, numFailedTests: 1, testResults })

    expect(tallyOfReport('vitest', report, 1)).toEqual({ passed: 1, failed: 2, skipped: 0 })
  })

  it('counts every test of a Playwright report, flaky ones and errors as failures', () => {
    const stats = { expected: 7, unexpected: 1, flaky: 1, skipped: 2 }

    expect(tallyOfReport('playwright', { errors: [{}], stats }, 1)).toEqual({
      passed: 7,
      failed: 3,
      skipped: 2,
    })
  })

  it('fails when there is no report, or one that it does not understand', () => {
    expect(tallyOfReport('vitest', null, 0)).toEqual(oneFailed)
    expect(tallyOfReport('playwright', { stats: {} }, 0)).toEqual(oneFailed)
  })

  it('fails when nothing ran', () => {
    const stats = { expected: 0, unexpected: 0, flaky: 0, skipped: 0 }

    expect(tallyOfReport('vitest', vitestReport({}), 0)).toEqual(oneFailed)
    expect(tallyOfReport('playwright', { errors: [], stats }, 0)).toEqual(oneFailed)
  })

  it('fails when all tests pass and the command does not', () => {
    const report = vitestReport({ numPassedTests: 5 })

    expect(tallyOfReport('vitest', report, 1)).toEqual({ passed: 5, failed: 1, skipped: 0 })
  })
})

function vitestReport(counts: object) {
  return {
    numPassedTests: 0,
    numFailedTests: 0,
    numPendingTests: 0,
    numTodoTests: 0,
    testResults: [],
    ...counts,
  }
}
