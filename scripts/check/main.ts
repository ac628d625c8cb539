// Every check there is, the small ones two at a time, the others one after the other, and one line that
// says how it went. A failing check does not keep the next ones from running.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runSmallStep, runStep } from './runStep.ts'
import { type Step, steps } from './steps.ts'
import { oneSkipped, type ReportKind, summaryLine, type Tally, total } from './tally.ts'

interface Outcome {
  readonly step: Step
  readonly tally: Tally
  readonly seconds: string
}

const reports = mkdtempSync(join(tmpdir(), 'millrace-check-'))
const reportFile = (kind: ReportKind) => join(reports, `${kind}.json`)

let stopped = false
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    stopped = true
  })

const all = steps(reportFile)
const small = all.filter(({ isSmall }) => isSmall)
const outcomes: Outcome[] = []
await Promise.all([runSmall(small), runSmall(small)])
for (const step of all) if (!step.isSmall && !stopped) outcomes.push(await outcomeOf(step))
rmSync(reports, { recursive: true, force: true })

console.log('')
for (const { step, tally, seconds } of outcomes)
  console.log(`  ${step.name.padEnd(18)}${seconds.padStart(8)}   ${verdict(tally)}`)
const sum = total(outcomes.map(({ tally }) => tally))
console.log(stopped ? '\nStopped before the end.\n' : '')
console.log(summaryLine(sum))
process.exitCode = sum.failed === 0 && !stopped ? 0 : 1

/** Takes one step after the other from those that are left, until none is. */
async function runSmall(left: Step[]): Promise<void> {
  for (let step = left.shift(); step && !stopped; step = left.shift()) {
    const startedMs = Date.now()
    const { tally, output } = await runSmallStep(step)
    const outcome = { step, tally, seconds: secondsSince(startedMs) }
    outcomes.push(outcome)
    sayHead(step)
    process.stdout.write(output)
    sayVerdict(outcome)
  }
}

async function outcomeOf(step: Step): Promise<Outcome> {
  sayHead(step)
  const needed = outcomes.find((outcome) => outcome.step.name === step.needs)
  if (needed && needed.tally.failed > 0) {
    console.log(`Skipped: it needs the step “${needed.step.name}”, which failed.`)
    return { step, tally: oneSkipped, seconds: '' }
  }
  const startedMs = Date.now()
  const tally = await runStep(step, reportFile)
  const outcome = { step, tally, seconds: secondsSince(startedMs) }
  sayVerdict(outcome)
  return outcome
}

function sayHead({ name }: Step): void {
  console.log(`\n── ${name} ${'─'.repeat(70 - name.length)}`)
}

function sayVerdict({ tally, seconds }: Outcome): void {
  console.log(`${verdict(tally)} in ${seconds}`)
}

function secondsSince(startedMs: number): string {
  return `${((Date.now() - startedMs) / 1000).toFixed(1)} s`
}

function verdict({ passed, failed, skipped }: Tally): string {
  if (failed > 0) return `FAILED (${failed} of ${passed + failed})`
  return skipped > 0 && passed === 0 ? 'skipped' : `passed (${passed})`
}
