import type { Scenario } from '#shared/semantics/rule.ts'
import { arranged } from '#shared/topology/arrange.ts'
import { ENGINE_VERSION, RECIPE_FORMAT } from '#shared/topology/recipe.ts'
import { control } from '../../connection/connection.ts'
import { designerStore } from '../../store/designerStore.ts'
import { createAndOpen } from '../opening.ts'

/** Opens the scenario as a topology of its own, with its faults ahead of it, and lets it run. */
export async function showScenario(scenario: Scenario): Promise<void> {
  const { title, watch, topology, seed, commands = [] } = scenario
  const drawing = { ...arranged(topology()), name: title, description: watch }
  const recipe = {
    format: RECIPE_FORMAT,
    engineVersion: ENGINE_VERSION,
    topology: drawing,
    seed,
    untilMs: 0,
    commands: [...commands],
  } as const
  const id = await createAndOpen({ kind: 'recipe', recipe })
  if (id === null) return
  designerStore.getState().openDialog(null)
  // Waits until the run has come to where its recipe left it.
  await control({ kind: 'run' })
}
