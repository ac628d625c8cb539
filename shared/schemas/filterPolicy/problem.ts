// Why a filter policy is none. `reason` is what AWS answers, less the words that it puts in front.

import type { Step } from '../../lib/json.ts'

export interface PolicyProblem {
  readonly reason: string
  /** Where in the policy. */
  readonly path: readonly Step[]
  /** What would be right; a sentence. */
  readonly advice: string
}

/** Thrown while a policy is compiled, and caught there. */
export class PolicyError extends Error {
  readonly problem: PolicyProblem

  constructor(problem: PolicyProblem) {
    super(problem.reason)
    this.problem = problem
  }
}

/** One sentence on what is wrong and where, and one on what would be right. */
export function policySentence({ reason, path, advice }: PolicyProblem): string {
  const ended = /[.!]$/.test(reason) ? reason : `${reason}.`
  return path.length === 0 ? `${ended} ${advice}` : `${placed(path)}: ${ended} ${advice}`
}

/** `state[0].numeric` */
function placed(path: readonly Step[]): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .replace(/^\./, '')
}
