import { existsSync, readFileSync } from 'node:fs'
import { runAttached } from '../../bin/child.mjs'
import type { Step } from './steps.ts'
import { oneFailed, onePassed, type ReportKind, type Tally, tallyOfReport } from './tally.ts'

/** A step that takes longer than this hangs. */
const STEP_MS_MAX = 10 * 60_000

/** Runs a step in this terminal and counts what it found. */
export async function runStep(
  step: Step,
  reportFile: (kind: ReportKind) => string,
): Promise<Tally> {
  const program = { file: process.execPath, args: step.command }
  const env = { ...process.env, E2E_REPORT: reportFile('playwright') }
  const exitCode = await runAttached(program, { cwd: process.cwd(), env, timeout: STEP_MS_MAX })
  if (step.report === undefined) return exitCode === 0 ? onePassed : oneFailed
  return tallyOfReport(step.report, reportIn(reportFile(step.report)), exitCode)
}

function reportIn(file: string): unknown {
  if (!existsSync(file)) return null
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    // Half a report: its writer died.
    return null
  }
}
