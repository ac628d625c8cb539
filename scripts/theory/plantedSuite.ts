// Runs the cases with a bug planted in the engine: a suite that lets one pass proves nothing.

import { PLANTED_BUGS, type PlantedBug } from './plantedBugs.ts'
import { casesOf, problemsOf, resultOf } from './suite.ts'
import type { TheoryCase } from './theoryCase.ts'

export interface BugResult {
  readonly bug: string
  readonly caseName: string
  /** What the case says of it; empty: it was not found. */
  readonly problems: readonly string[]
}

/** Wider than that of the short form: what a bug does is coarser than what chance does. */
const HALF_WIDTH = 0.1

/** The case that is to find it, run by an engine that has the bug. */
export function bugResultOf({ bug, caseId, plant, misread }: PlantedBug): BugResult {
  const theoryCase = caseOf(caseId)
  const { topology } = theoryCase
  const restore = plant(topology)
  try {
    const drawn = misread ? { ...theoryCase, topology: misread(topology) } : theoryCase
    return { bug, caseName: theoryCase.name, problems: problemsIn(drawn) }
  } finally {
    restore()
  }
}

/** What the same runs say of the engine as it is. */
export function problemsWithoutBug(caseId: string): readonly string[] {
  return problemsIn(caseOf(caseId))
}

export function bugResults(): readonly BugResult[] {
  return PLANTED_BUGS.map(bugResultOf)
}

function caseOf(caseId: string): TheoryCase {
  const theoryCase = casesOf('short').find(({ id }) => id === caseId)
  if (!theoryCase) throw new Error(`The short form has no case '${caseId}'.`)
  return theoryCase
}

function problemsIn(theoryCase: TheoryCase): readonly string[] {
  return problemsOf(resultOf(theoryCase, { halfWidth: HALF_WIDTH }))
}
