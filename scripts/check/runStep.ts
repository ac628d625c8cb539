import { existsSync, readFileSync } from 'node:fs'
import { runAttached, runQuietly } from '../../bin/child.mjs'
import type { Step } from './steps.ts'
import { oneFailed, onePassed, type ReportKind, type Tally, tallyOfReport } from './tally.ts'

/** A step that takes longer than this hangs. */
const STEP_MS_MAX = 10 * 60_000

/** Runs a step in this terminal and counts what it found. */
export async function runStep(
  step: Step,
  reportFile: (kind: ReportKind) => string,
): Promise<Tally> {
  const env = { ...process.env, E2E_REPORT: reportFile('playwright') }
  const exitCode = await runAttached(programOf(step), { ...surroundings(), env })
  if (step.report === undefined) return exitCode === 0 ? onePassed : oneFailed
  return tallyOfReport(step.report, reportIn(reportFile(step.report)), exitCode)
}

/** Runs a small step and keeps what it says, so that it can run beside others. */
export async function runSmallStep(
  step: Step,
): Promise<{ readonly tally: Tally; readonly output: string }> {
  const { code, output } = await runQuietly(programOf(step), surroundings())
  return { tally: code === 0 ? onePassed : oneFailed, output }
}

function programOf({ command }: Step) {
  return { file: process.execPath, args: command }
}

function surroundings() {
  return { cwd: process.cwd(), timeout: STEP_MS_MAX }
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
