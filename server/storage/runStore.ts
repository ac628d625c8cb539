// A session on disk is its recipe: `.millrace/<id>.run.json`. Whoever reads it runs it again.

import { z } from 'zod'
import { type Speed, speedSchema } from '#shared/protocol/protocol.ts'
import { describeProblems, parseRecipe } from '#shared/topology/parse.ts'
import type { Recipe } from '#shared/topology/recipe.ts'
import { writeAtomically } from './atomicWrite.ts'
import { diskReason, isMissing } from './disk.ts'
import type { Workspace } from './workspace.ts'

const RUN_BYTES_MAX = 64 * 1024 * 1024

const storedRunSchema = z.strictObject({
  format: z.literal('millrace-run/1'),
  speed: speedSchema,
  recipe: z.unknown(),
})

export interface StoredRun {
  readonly recipe: Recipe
  readonly speed: Speed
}

export type RunReading =
  | { readonly kind: 'read'; readonly run: StoredRun }
  | { readonly kind: 'missing' }
  | { readonly kind: 'broken'; readonly problem: string }

export async function writeRun(
  workspace: Workspace,
  id: string,
  { recipe, speed }: StoredRun,
): Promise<void> {
  const text = `${JSON.stringify({ format: 'millrace-run/1', speed, recipe })}\n`
  await writeAtomically(workspace.disk, workspace.ownPathOf(id, 'run'), text)
}

export async function forgetRun(workspace: Workspace, id: string): Promise<void> {
  await workspace.disk.unlink(workspace.ownPathOf(id, 'run')).catch((error: unknown) => {
    if (!isMissing(error)) throw error
  })
}

export async function readRun(workspace: Workspace, id: string): Promise<RunReading> {
  const path = workspace.ownPathOf(id, 'run')
  try {
    const { size } = await workspace.disk.lstat(path)
    if (size > RUN_BYTES_MAX) return broken(`it has ${size} bytes; the most is ${RUN_BYTES_MAX}`)
    return parse((await workspace.disk.readFile(path)).toString('utf8'))
  } catch (error) {
    return isMissing(error) ? { kind: 'missing' } : broken(diskReason(error))
  }
}

function parse(text: string): RunReading {
  const stored = storedRunSchema.safeParse(JSON.parse(text))
  if (!stored.success) return broken('it is no stored run')
  const parsed = parseRecipe(stored.data.recipe)
  if (!parsed.ok) return broken(describeProblems(parsed.problems))
  return { kind: 'read', run: { recipe: parsed.recipe, speed: stored.data.speed } }
}

function broken(problem: string): RunReading {
  return { kind: 'broken', problem: `The stored run cannot be repeated: ${problem}.` }
}
