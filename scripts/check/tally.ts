// Counts results. What cannot be read, and what ran nothing, is a failure: a green line must
// mean that something was checked.

import { z } from 'zod'

export interface Tally {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

export const onePassed: Tally = { passed: 1, failed: 0, skipped: 0 }
export const oneFailed: Tally = { passed: 0, failed: 1, skipped: 0 }
export const oneSkipped: Tally = { passed: 0, failed: 0, skipped: 1 }

export function total(tallies: readonly Tally[]): Tally {
  return tallies.reduce(
    (sum, tally) => ({
      passed: sum.passed + tally.passed,
      failed: sum.failed + tally.failed,
      skipped: sum.skipped + tally.skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  )
}

/** `12 passed, 0 failed`, and what was skipped where something was. */
export function summaryLine({ passed, failed, skipped }: Tally): string {
  const line = `${passed} passed, ${failed} failed`
  return skipped === 0 ? line : `${line}, ${skipped} skipped`
}

/** The parts of Vitest's JSON report that are counted. */
const vitestReportSchema = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numTodoTests: z.int(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.unknown()) })),
})

/** The parts of Playwright's JSON report that are counted. */
const playwrightReportSchema = z.object({
  errors: z.array(z.unknown()),
  stats: z.object({
    expected: z.int(),
    unexpected: z.int(),
    flaky: z.int(),
    skipped: z.int(),
  }),
})

export type ReportKind = 'vitest' | 'playwright'

/** Counts each test of a report (null: none was written) of a command that ended with `exitCode`. */
export function tallyOfReport(kind: ReportKind, report: unknown, exitCode: number): Tally {
  const counted = counters[kind](report)
  if (counted === null) return oneFailed
  const ranNothing = counted.passed + counted.failed === 0
  const failedUnseen = exitCode !== 0 && counted.failed === 0
  return ranNothing || failedUnseen ? total([counted, oneFailed]) : counted
}

const counters: Record<ReportKind, (report: unknown) => Tally | null> = {
  vitest(report) {
    const parsed = vitestReportSchema.safeParse(report)
    if (!parsed.success) return null
    const { testResults, ...counts } = parsed.data
    // A file that cannot be loaded has no tests to count.
    const broken = testResults.filter(
      ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
    )
    return {
      passed: counts.numPassedTests,
      failed: counts.numFailedTests + broken.length,
      skipped: counts.numPendingTests + counts.numTodoTests,
    }
  },
  playwright(report) {
    const parsed = playwrightReportSchema.safeParse(report)
    if (!parsed.success) return null
    const { errors, stats } = parsed.data
    return {
      passed: stats.expected,
      failed: stats.unexpected + stats.flaky + errors.length,
      skipped: stats.skipped,
    }
  },
}
