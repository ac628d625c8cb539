// Edits that build on one another and are undone as one.

import { assert } from '../lib/assert.ts'
import { bounded } from './bounded.ts'
import type { Change, Edit } from './change.ts'
import { applyEdit } from './edit.ts'
import type { Topology } from './topology.ts'

export class Steps {
  readonly #before: Topology
  readonly #changes: Change[] = []
  #topology: Topology

  constructor(topology: Topology) {
    this.#before = topology
    this.#topology = topology
  }

  /** After the steps so far. */
  get topology(): Topology {
    return this.#topology
  }

  take({ changes }: Pick<Edit, 'changes'>): void {
    if (changes.length === 0) return
    const outcome = applyEdit(this.#topology, { label: 'Step', changes })
    assert(outcome.ok, 'an edit of our own making can be applied')
    this.#topology = outcome.topology
    this.#changes.push(...changes)
  }

  asEdit(label: string): Edit {
    return bounded(this.#before, { label, changes: this.#changes })
  }
}
