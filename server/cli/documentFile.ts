import { readFile, stat } from 'node:fs/promises'
import { describeProblems, parseDocumentText } from '#shared/topology/parse.ts'
import type { Recipe } from '#shared/topology/recipe.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { diskReason, isMissing } from '../storage/disk.ts'
import { Refusal } from './terminal.ts'

const FILE_BYTES_MAX = 64 * 1024 * 1024

export type DocumentFile =
  | { readonly kind: 'topology'; readonly topology: Topology }
  | { readonly kind: 'recipe'; readonly recipe: Recipe }

/** The topology or recipe in a file; throws a Refusal where there is none. */
export async function readDocument(path: string): Promise<DocumentFile> {
  const parsed = parseDocumentText(await textOf(path))
  if (parsed.kind !== 'refused') return parsed
  throw new Refusal(
    `${path} holds neither a topology nor a recipe:\n${describeProblems(parsed.problems)}`,
  )
}

export async function textOf(path: string): Promise<string> {
  try {
    const facts = await stat(path)
    if (facts.isDirectory())
      throw new Refusal(`${path} is a folder; \`millrace ${path}\` opens the app on it.`)
    if (facts.size > FILE_BYTES_MAX)
      throw new Refusal(`${path} has ${facts.size} bytes; the most is ${FILE_BYTES_MAX}.`)
    return await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof Refusal) throw error
    if (isMissing(error)) throw new Refusal(`There is no file ${path}.`)
    throw new Refusal(`${path} cannot be read: ${diskReason(error)}.`)
  }
}
