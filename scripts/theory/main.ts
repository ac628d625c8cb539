// The long form of the theory suite: closer, with more cases, and with seeds of one's own.
//
//   npm run theory [-- --form short] [--seed 42] [--case mm1] [--write] [--calibrate]

import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { calibrate } from './calibration.ts'
import { bugResults } from './plantedSuite.ts'
import { type Scores, scoresOf } from './scores.ts'
import {
  type CaseResult,
  casesOf,
  type Form,
  HALF_WIDTHS,
  problemsOf,
  resultOf,
  SEED,
} from './suite.ts'
import { bugTable, caseTable, killRate } from './tables.ts'
import { PAGE, pageWith, writtenPart } from './trustPage.ts'

const { values } = parseArgs({
  options: {
    form: { type: 'string', default: 'long' },
    seed: { type: 'string', default: String(SEED) },
    case: { type: 'string', default: '' },
    write: { type: 'boolean', default: false },
    calibrate: { type: 'boolean', default: false },
  },
})

if (values.calibrate) calibrate(values.case)
else process.exitCode = run(formOf(values.form), seedOf(values.seed)) ? 0 : 1

function run(form: Form, seed: number): boolean {
  const cases = casesOf(form).filter(({ id }) => id.includes(values.case))
  if (cases.length === 0)
    throw new Error(`No case of the ${form} form has '${values.case}' in its id.`)
  const results = cases.map((theoryCase) => {
    const result = resultOf(theoryCase, { halfWidth: HALF_WIDTHS[form], seed })
    console.log(progressOf(result))
    return result
  })
  const bugs = values.case === '' ? bugResults() : []
  const scores = scoresOf(results)
  console.log(`\n${caseTable(results)}\n`)
  if (bugs.length > 0) console.log(`${bugTable(bugs)}\n\n${killRate(bugs)}`)
  console.log(sentenceOf(scores))
  const problems = [...results.flatMap(problemsOf), ...(bugs.length > 0 ? scores.problems : [])]
  for (const problem of problems) console.log(problem)
  const isRight = problems.length === 0 && bugs.every((bug) => bug.problems.length > 0)
  if (values.write && isRight && bugs.length > 0)
    writeFileSync(
      PAGE,
      pageWith(readFileSync(PAGE, 'utf8'), writtenPart({ form, seed, results, bugs, scores })),
    )
  return isRight
}

function progressOf(result: CaseResult): string {
  const problems = problemsOf(result)
  const { name, settings } = result.theoryCase
  const verdict = problems.length === 0 ? 'as theory says' : problems.join('; ')
  return `${name} (${settings}), ${result.messages} messages: ${verdict}`
}

function sentenceOf({ count, mean, meanMax, variance }: Scores): string {
  return `${count} scores: ${mean.toFixed(2)} on average (at most ${meanMax.toFixed(2)} off), their squares ${variance.toFixed(2)}.`
}

function formOf(form: string): Form {
  if (form === 'short' || form === 'long') return form
  throw new Error(`--form is short or long, not '${form}'.`)
}

function seedOf(text: string): number {
  const seed = Number(text)
  if (Number.isSafeInteger(seed) && seed >= 0) return seed
  throw new Error(`--seed is a whole number from 0 on, not '${text}'.`)
}
