import { applyEdit } from '#shared/topology/edit.ts'
import { isRunnable } from '#shared/topology/lint.ts'
import type { Recipe } from '#shared/topology/recipe.ts'
import type { Topology } from '#shared/topology/topology.ts'

/** The topology that a recipe's run has come to after all its edits; null when it cannot be run. */
export function endOfRecipe({ topology, commands }: Recipe): Topology | null {
  if (!isRunnable(topology)) return null
  let end = topology
  for (const { change } of commands) {
    if (change.kind !== 'edit') continue
    for (const edit of change.edits) {
      const applied = applyEdit(end, edit)
      if (!applied.ok) return null
      end = applied.topology
    }
  }
  return end
}
