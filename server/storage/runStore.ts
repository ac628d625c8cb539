// A session on disk is its recipe: `.millrace/<id>.run.json`. Whoever reads it runs it again. How far it has
// come since that was written stands in `.millrace/<id>.moment.json`, a line, written every second.

import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { type Speed, speedSchema } from '#shared/protocol/protocol.ts'
import { durationMsSchema } from '#shared/topology/fields.ts'
import { describeProblems, parseRecipe } from '#shared/topology/parse.ts'
import type { Recipe } from '#shared/topology/recipe.ts'
import { writeAtomically } from './atomicWrite.ts'
import { diskReason, isMissing } from './disk.ts'
import type { Workspace } from './workspace.ts'

const RUN_BYTES_MAX = 64 * 1024 * 1024

const MOMENT_BYTES_MAX = 1000

const storedRunSchema = z.strictObject({
  format: z.literal('millrace-run/1'),
  /** Whose moment it is; where there is no key, the recipe's own end holds. */
  key: z.string().max(64).optional(),
  speed: speedSchema,
  recipe: z.unknown(),
})

const momentSchema = z.strictObject({
  format: z.literal('millrace-moment/1'),
  key: z.string().max(64),
  untilMs: durationMsSchema,
  speed: speedSchema,
})
type Moment = Omit<z.infer<typeof momentSchema>, 'format'>

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

/** What is written of a run that goes on: all of it, or how far it has come. */
export class RunFile {
  readonly #workspace: Workspace
  readonly #id: string
  /** Of what is certainly on the disk. */
  #key: string | null = null
  #moment: Moment | null = null

  constructor(workspace: Workspace, id: string) {
    this.#workspace = workspace
    this.#id = id
  }

  /** What to ask for: `key` for what will be written anew, `has` of what is there. */
  wish(): { readonly key: string; readonly has: string | null } {
    return { key: randomUUID(), has: this.#key }
  }

  async write(run: Moment & { readonly text: Uint8Array | null }): Promise<void> {
    const { text, key, untilMs, speed } = run
    const moment = { key, untilMs, speed }
    if (text === null) {
      await this.#writeMoment(moment)
      return
    }
    this.#key = null
    await writeAtomically(this.#workspace.disk, this.#pathOf('run'), text)
    this.#key = key
    this.#moment = moment
  }

  async forget(): Promise<void> {
    this.#key = null
    for (const part of ['run', 'moment'] as const)
      await this.#workspace.disk.unlink(this.#pathOf(part)).catch((error: unknown) => {
        if (!isMissing(error)) throw error
      })
  }

  async #writeMoment(moment: Moment): Promise<void> {
    const written = this.#moment
    if (written?.untilMs === moment.untilMs && written.speed === moment.speed) return
    const text = `${JSON.stringify({ format: 'millrace-moment/1', ...moment })}\n`
    await writeAtomically(this.#workspace.disk, this.#pathOf('moment'), text)
    this.#moment = moment
  }

  #pathOf(part: 'run' | 'moment'): string {
    return this.#workspace.ownPathOf(this.#id, part)
  }
}

export async function readRun(workspace: Workspace, id: string): Promise<RunReading> {
  const path = workspace.ownPathOf(id, 'run')
  try {
    const { size } = await workspace.disk.lstat(path)
    if (size > RUN_BYTES_MAX) return broken(`it has ${size} bytes; the most is ${RUN_BYTES_MAX}`)
    const text = (await workspace.disk.readFile(path)).toString('utf8')
    return parse(text, await readMoment(workspace, id))
  } catch (error) {
    return isMissing(error) ? { kind: 'missing' } : broken(diskReason(error))
  }
}

/** Null where there is none that can be read: then the run comes back a little earlier. */
async function readMoment(workspace: Workspace, id: string): Promise<Moment | null> {
  const path = workspace.ownPathOf(id, 'moment')
  try {
    if ((await workspace.disk.lstat(path)).size > MOMENT_BYTES_MAX) return null
    const text = (await workspace.disk.readFile(path)).toString('utf8')
    return momentSchema.parse(JSON.parse(text))
  } catch {
    return null
  }
}

function parse(text: string, moment: Moment | null): RunReading {
  const stored = storedRunSchema.safeParse(JSON.parse(text))
  if (!stored.success) return broken('it is no stored run')
  const { recipe, speed, key } = stored.data
  const parsed = parseRecipe(recipe)
  if (!parsed.ok) return broken(describeProblems(parsed.problems))
  if (moment === null || moment.key !== key)
    return { kind: 'read', run: { recipe: parsed.recipe, speed } }
  const { untilMs } = moment
  return { kind: 'read', run: { recipe: { ...parsed.recipe, untilMs }, speed: moment.speed } }
}

function broken(problem: string): RunReading {
  return { kind: 'broken', problem: `The stored run cannot be repeated: ${problem}.` }
}
