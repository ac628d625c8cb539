// Runs the product against files of test vectors: `npm run vectors -- FOLDER [part of a file's name]`.
// The files are `{header, cases: [{id, …}]}`. The vectors are not part of the project, and no test needs
// them.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { failed, type VectorCase, type VectorSuite, type Verdict } from './suite.ts'
import { suites } from './suites.ts'

const FAILURES_SHOWN = 20

interface Score {
  passed: number
  failed: number
  skipped: number
}

function main([folder, filter = '']: readonly string[]): number {
  if (folder === undefined || !existsSync(folder)) {
    const which = folder === undefined ? 'No folder of vectors was named' : `There is no ${folder}`
    console.error(`${which}. Say where the vectors are: npm run vectors -- FOLDER`)
    return 2
  }
  const total: Score = { passed: 0, failed: 0, skipped: 0 }
  for (const suite of suites) {
    if (!suite.file.includes(filter)) continue
    const path = join(folder, suite.file)
    if (!existsSync(path)) {
      console.log(`${suite.file}: not in this folder`)
      continue
    }
    const score = runSuite(suite, path)
    console.log(`${suite.file}: ${summary(score)}`)
    total.passed += score.passed
    total.failed += score.failed
    total.skipped += score.skipped
  }
  console.log(summary(total))
  return total.failed > 0 ? 1 : 0
}

function runSuite(suite: VectorSuite, path: string): Score {
  const score: Score = { passed: 0, failed: 0, skipped: 0 }
  for (const vector of casesIn(path)) {
    const verdict = verdictOn(suite, vector)
    score[verdict.kind] += 1
    if (verdict.kind === 'failed' && score.failed <= FAILURES_SHOWN)
      console.log(`  ${vector.id}: ${verdict.why}`)
    if (verdict.kind === 'skipped') console.log(`  ${vector.id} is left out: ${verdict.why}`)
  }
  return score
}

function verdictOn(suite: VectorSuite, vector: VectorCase & Record<string, unknown>): Verdict {
  try {
    return suite.run(vector)
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error))
  }
}

function casesIn(path: string): readonly (VectorCase & Record<string, unknown>)[] {
  const file = JSON.parse(readFileSync(path, 'utf8')) as {
    readonly cases: readonly (VectorCase & Record<string, unknown>)[]
  }
  return file.cases
}

function summary({ passed, failed: failures, skipped }: Score): string {
  return `${passed} passed, ${failures} failed, ${skipped} left out`
}

process.exitCode = main(process.argv.slice(2))
