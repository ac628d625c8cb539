// The runs that a topology's run is compared with: `.millrace/<id>.baselines.json`, eight recipes at the
// most. Whoever compares runs them again.

import { z } from 'zod'
import { problemWithJson } from '#shared/lib/json.ts'
import { BASELINES_MAX, baselineSchema } from '#shared/protocol/protocol.ts'
import { writeAtomically } from './atomicWrite.ts'
import { diskReason, isMissing } from './disk.ts'
import type { Workspace } from './workspace.ts'

const FILE_BYTES_MAX = 17_000_000
const LABEL_MAX = 10_000

/** The recipes are checked by who compares with one; until then they must be fit to be handed on. */
const storedBaselineSchema = baselineSchema.extend({
  label: baselineSchema.shape.label.max(LABEL_MAX),
  recipe: z.unknown().refine((recipe) => problemWithJson(recipe) === null),
})

const storedSchema = z.strictObject({
  format: z.literal('millrace-baselines/1'),
  baselines: z.array(storedBaselineSchema).max(BASELINES_MAX),
})

/** Oldest first. */
export type StoredBaselines = z.infer<typeof storedSchema>['baselines']

export type BaselinesReading =
  | { readonly kind: 'read'; readonly baselines: StoredBaselines }
  | { readonly kind: 'missing' }
  | { readonly kind: 'broken'; readonly problem: string }

export async function writeBaselines(
  workspace: Workspace,
  id: string,
  text: Uint8Array,
): Promise<void> {
  await writeAtomically(workspace.disk, workspace.ownPathOf(id, 'baselines'), text)
}

export async function readBaselines(workspace: Workspace, id: string): Promise<BaselinesReading> {
  const path = workspace.ownPathOf(id, 'baselines')
  try {
    const facts = await workspace.disk.lstat(path)
    if (!facts.isFile()) return broken('it is no regular file')
    if (facts.size > FILE_BYTES_MAX)
      return broken(`it has ${facts.size} bytes; the most is ${FILE_BYTES_MAX}`)
    const text = (await workspace.disk.readFile(path)).toString('utf8')
    const stored = storedSchema.safeParse(JSON.parse(text))
    if (stored.success) return { kind: 'read', baselines: stored.data.baselines }
    return broken('it holds something else')
  } catch (error) {
    return isMissing(error) ? { kind: 'missing' } : broken(diskReason(error))
  }
}

function broken(problem: string): BaselinesReading {
  return { kind: 'broken', problem: `The runs kept to compare with cannot be read: ${problem}.` }
}
