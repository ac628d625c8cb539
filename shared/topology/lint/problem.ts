import type { Step } from '../../lib/json.ts'
import type { Edit } from '../change.ts'

export interface LintProblem {
  /** A drawing with errors does not run; one with warnings does what the warnings say. */
  readonly severity: 'error' | 'warning'
  /** Names the rule, for whoever filters. */
  readonly code: string
  readonly message: string
  /** Ids of nodes or edges that the canvas shows. */
  readonly elementIds: readonly string[]
  /** Where in the document to put it right. */
  readonly path: readonly Step[]
  readonly fix?: { readonly label: string; readonly edit: Edit }
}
