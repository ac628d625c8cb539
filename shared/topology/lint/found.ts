// What lint finds in a drawing, for tests of one rule at a time.

import { assert } from '../../lib/assert.ts'
import { applyEdit } from '../edit.ts'
import { lint } from '../lint.ts'
import { valueAt } from '../schemaWalk.ts'
import type { Topology } from '../topology.ts'
import type { LintProblem } from './problem.ts'

/** The messages of the rule's problems. */
export function messages(topology: Topology, code: string): readonly string[] {
  return problems(topology, code).map(({ message }) => message)
}

export function problems(topology: Topology, code: string): readonly LintProblem[] {
  return lint(topology).filter((problem) => problem.code === code)
}

/** What stands at the first such problem's place once its fix is applied, which puts an end to it. */
export function fixed(topology: Topology, code: string): unknown {
  const [problem] = problems(topology, code)
  assert(problem?.fix, 'the problem has a fix')
  const outcome = applyEdit(topology, problem.fix.edit)
  assert(outcome.ok, 'the fix can be applied')
  const again = problems(outcome.topology, code).map(({ message }) => message)
  assert(!again.includes(problem.message), 'the fix puts an end to the problem')
  return valueAt(outcome.topology, problem.path)
}
