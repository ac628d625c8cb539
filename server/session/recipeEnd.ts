import type { Edit } from '#shared/topology/change.ts'
import { applyEdit } from '#shared/topology/edit.ts'
import { isRunnable } from '#shared/topology/lint.ts'
import type { Recipe } from '#shared/topology/recipe.ts'
import type { Topology } from '#shared/topology/topology.ts'

/** The topology that a recipe's run has come to after all its edits; null when it cannot be run. */
export function endOfRecipe(recipe: Recipe): Topology | null {
  const edits = new RecipeEdits(recipe)
  while (!edits.areDone) edits.makeNext()
  return edits.topology
}

/** Makes the edits of a recipe one by one: there may be a hundred thousand. */
export class RecipeEdits {
  readonly #edits: readonly Edit[]
  #made = 0
  #topology: Topology | null

  constructor({ topology, commands }: Recipe) {
    this.#topology = isRunnable(topology) ? topology : null
    this.#edits = commands.flatMap(({ change }) => (change.kind === 'edit' ? change.edits : []))
  }

  /** After the edits made so far; null when it cannot be run. */
  get topology(): Topology | null {
    return this.#topology
  }

  get areDone(): boolean {
    return this.#topology === null || this.#made === this.#edits.length
  }

  makeNext(): void {
    const edit = this.#edits[this.#made]
    if (edit === undefined || this.#topology === null) return
    const applied = applyEdit(this.#topology, edit)
    this.#topology = applied.ok ? applied.topology : null
    this.#made += 1
  }
}
