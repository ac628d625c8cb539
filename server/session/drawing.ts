// The drawing on show, and those of its edits that the run does not have yet: while the drawing has
// errors, the run stays on the last revision that could run.

import { assert } from '#shared/lib/assert.ts'
import type { Edit } from '#shared/topology/change.ts'
import { applyEdit } from '#shared/topology/edit.ts'
import { lint } from '#shared/topology/lint.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { differenceOf, runPartOf } from './runEdits.ts'

/** Beyond these, what is held becomes one edit: the difference. */
const HELD_MAX = 200

export class Drawing {
  #topology: Topology
  /** What the run has. */
  #taken: Topology
  #held: readonly Edit[] = []

  constructor(topology: Topology) {
    this.#topology = topology
    this.#taken = topology
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
    if (runPart) this.#hold(runPart)
  }

  /** Somebody wrote another topology into the file. */
  replace(topology: Topology): void {
    const edit = differenceOf(this.#topology, topology, 'Changes made outside')
    this.#topology = topology
    if (edit) this.#hold(edit)
  }

  /** The run has this topology: what parts it from the drawing is for the run to take. */
  follow(runTopology: Topology): void {
    this.#taken = runTopology
    this.#holdDifference('Changes made outside')
  }

  /**
   * The run is on an earlier revision, and shall take the drawing as it is: edit by edit where that is
   * all that parts them, or else in one that is called after the newest.
   */
  rebase(runTopology: Topology): void {
    const edited = this.#held.reduce<Topology | null>((topology, edit) => {
      const applied = topology && applyEdit(topology, edit)
      return applied?.ok ? applied.topology : null
    }, runTopology)
    this.#taken = runTopology
    if (edited && differenceOf(edited, this.#topology, '') === null) return
    const newest = this.#held.at(-1)?.label
    this.#holdDifference(newest ? `${newest}, with the drawing as it is` : 'The drawing as it is')
  }

  isApartFrom(runTopology: Topology): boolean {
    return differenceOf(runTopology, this.#topology, '') !== null
  }

  /** The run has taken everything. */
  taken(): void {
    this.#taken = this.#topology
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

  #hold(edit: Edit): void {
    this.#held = [...this.#held, edit]
    if (this.#held.length > HELD_MAX) this.#holdDifference('Many edits')
  }

  #holdDifference(label: string): void {
    const edit = differenceOf(this.#taken, this.#topology, label)
    this.#held = edit ? [edit] : []
  }
}
