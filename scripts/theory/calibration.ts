// How far each metric spreads, learned once from many runs whose seeds no test uses, and kept in
// `relativeErrors.json`: the suite must know its standard errors before it runs.

import { readFileSync, writeFileSync } from 'node:fs'
import { CASES } from './cases.ts'
import { replicationsOf } from './replications.ts'
import type { TheoryCase } from './theoryCase.ts'

const FILE = new URL('./relativeErrors.json', import.meta.url)
const RUNS = 160
const MESSAGES = 8000
const SEED = 7

type Errors = Record<string, Record<string, number>>

/** Of the cases with this in their ids; without a pattern, of those that are new. */
export function calibrate(pattern: string): void {
  const isMeant = (theoryCase: TheoryCase) =>
    pattern === '' ? isNew(theoryCase) : theoryCase.id.includes(pattern)
  for (const theoryCase of CASES.filter(isMeant)) {
    const errors = errorsOf(theoryCase)
    console.log(theoryCase.id, JSON.stringify(errors))
    const known = JSON.parse(readFileSync(FILE, 'utf8')) as Errors
    write({ ...known, [theoryCase.id]: errors })
  }
}

function isNew({ id, metrics }: TheoryCase): boolean {
  const known = (JSON.parse(readFileSync(FILE, 'utf8')) as Errors)[id]
  return metrics.some(({ name }) => known?.[name] === undefined)
}

function errorsOf(theoryCase: TheoryCase): Record<string, number> {
  const values = replicationsOf(theoryCase, { messages: MESSAGES, runs: RUNS, seed: SEED })
  return Object.fromEntries(
    theoryCase.metrics.map(({ name, truth }, index) => {
      const error = (deviationOf(values[index] ?? []) / truth) * Math.sqrt(MESSAGES / 1e6)
      return [name, Number(error.toPrecision(4))]
    }),
  )
}

function deviationOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return Math.sqrt(squares / (values.length - 1))
}

/** In the order of the cases, without those that are gone. */
function write(errors: Errors): void {
  const kept = CASES.flatMap(({ id }) => (errors[id] ? [[id, errors[id]] as const] : []))
  writeFileSync(FILE, `${JSON.stringify(Object.fromEntries(kept), null, 2)}\n`)
}
