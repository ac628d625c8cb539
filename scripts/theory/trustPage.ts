// The part of `docs/trust.md` that the suite writes, between two markers.

import type { BugResult } from './plantedSuite.ts'
import type { Scores } from './scores.ts'
import type { CaseResult, Form } from './suite.ts'
import { bugTable, caseTable, killRate, sourceTable } from './tables.ts'

export const PAGE = 'docs/trust.md'

const BEGIN = '<!-- Written by `npm run theory -- --write`: begin -->'
const END = '<!-- Written by `npm run theory -- --write`: end -->'

export interface Outcome {
  readonly form: Form
  readonly seed: number
  readonly results: readonly CaseResult[]
  readonly bugs: readonly BugResult[]
  readonly scores: Scores
}

export function writtenPart({ form, seed, results, bugs, scores }: Outcome): string {
  const messages = results.reduce((sum, each) => sum + each.messages, 0)
  const metrics = results.reduce((sum, each) => sum + each.metrics.length, 0)
  return [
    BEGIN,
    '',
    `The ${form} form with seed ${seed}: ${results.length} models, ${metrics} figures, ten runs each, ${millions(messages)} messages measured.`,
    `Over the first figure of each model the standard errors are ${scores.mean.toFixed(2)} on average, and their squares ${scores.variance.toFixed(2)}.`,
    '',
    caseTable(results),
    '',
    `${killRate(bugs)}:`,
    '',
    bugTable(bugs),
    '',
    'Where the formulas come from:',
    '',
    sourceTable(results.map(({ theoryCase }) => theoryCase)),
    '',
    END,
  ].join('\n')
}

export function pageWith(page: string, part: string): string {
  const { before, after } = partsOf(page)
  return `${before}${part}${after}`
}

/** What stands between the markers now. */
export function writtenIn(page: string): string {
  return partsOf(page).written
}

function partsOf(page: string) {
  const from = page.indexOf(BEGIN)
  const to = page.indexOf(END) + END.length
  if (from < 0 || to < from) throw new Error(`${PAGE} has lost the markers of its written part.`)
  return { before: page.slice(0, from), written: page.slice(from, to), after: page.slice(to) }
}

function millions(count: number): string {
  return `${(count / 1e6).toFixed(1)} million`
}
