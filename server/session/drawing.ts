// The drawing on show, and those of its edits that the run does not have yet: while the drawing has
// errors, the run stays on the last revision that could run.

import { assert } from '#shared/lib/assert.ts'
import type { Edit } from '#shared/topology/change.ts'
import { applyEdit } from '#shared/topology/edit.ts'
import { lint } from '#shared/topology/lint.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { differenceOf, runPartOf } from './runEdits.ts'

export class Drawing {
  #topology: Topology
  #held: readonly Edit[] = []

  constructor(topology: Topology) {
    this.#topology = topology
  }

  get topology(): Topology {
    return this.#topology
  }

  /** Edits for the run to take, oldest first. */
  get held(): readonly Edit[] {
    return this.#held
  }

  edit(edit: Edit): void {
    const applied = applyEdit(this.#topology, edit)
    assert(applied.ok, 'an edit reaches the session after the document has taken it')
    this.#topology = applied.topology
    const runPart = runPartOf(edit)
    if (runPart) this.#held = [...this.#held, runPart]
  }

  /** Somebody wrote another topology into the file. */
  replace(topology: Topology): void {
    const edit = differenceOf(this.#topology, topology, 'Changes made outside')
    if (edit) this.#held = [...this.#held, edit]
    this.#topology = topology
  }

  /** The run has this topology: what parts it from the drawing is for the run to take. */
  follow(runTopology: Topology): void {
    const edit = differenceOf(runTopology, this.#topology, 'Changes made outside')
    this.#held = edit ? [edit] : []
  }

  /** The run has taken everything. */
  taken(): void {
    this.#held = []
  }

  /** Why the drawing cannot run, in a sentence; null when it can. */
  problem(): string | null {
    const errors = lint(this.#topology).filter(({ severity }) => severity === 'error')
    const [first] = errors
    if (!first) return null
    const more = errors.length - 1
    return more === 0 ? first.message : `${first.message} (and ${more} more)`
  }
}
