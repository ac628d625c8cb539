// Foreign documents become ours here, or are refused with what is wrong in them and where.

import { isRecord, problemWithJson } from '../lib/json.ts'
import { problemWithText } from '../lib/jsonText.ts'
import { DOCUMENT_BYTES_MAX } from './limits.ts'
import { currentFormat, migrate, RECIPES, TOPOLOGIES } from './migrations.ts'
import { describePath } from './paths.ts'
import { type DocumentProblem, type Parsed, parseWith } from './problems.ts'
import { recheck } from './recheck.ts'
import { type Recipe, recipeSchema } from './recipe.ts'
import { emptyTopology, type Topology } from './topology.ts'

export { type DocumentProblem, describeProblems } from './problems.ts'

type Refused = { readonly ok: false; readonly problems: readonly DocumentProblem[] }
export type ParsedTopology = { readonly ok: true; readonly topology: Topology } | Refused
export type ParsedRecipe = { readonly ok: true; readonly recipe: Recipe } | Refused
export type ParsedDocument =
  | { readonly kind: 'topology'; readonly topology: Topology }
  | { readonly kind: 'recipe'; readonly recipe: Recipe }
  | { readonly kind: 'refused'; readonly problems: readonly DocumentProblem[] }

/** Any document is made of the empty one: part by part, so that a hostile one is given up early. */
const NOTHING = emptyTopology('Nothing')

/** Any JSON value. Older formats are migrated, defaults filled in. */
export function parseTopology(value: unknown): ParsedTopology {
  const plain = plainJson(value)
  const migrated = plain.ok ? migrate(plain.value, TOPOLOGIES) : plain
  const parsed = migrated.ok ? recheck(NOTHING, migrated.value) : migrated
  return parsed.ok ? { ok: true, topology: parsed.value } : parsed
}

/** The text of a file. */
export function parseTopologyText(text: string): ParsedTopology {
  const json = parseJson(text)
  return json.ok ? parseTopology(json.value) : json
}

/** Any JSON value. The topology inside may be of an older format than the recipe. */
export function parseRecipe(value: unknown): ParsedRecipe {
  const plain = plainJson(value)
  const migrated = plain.ok ? migrate(plain.value, RECIPES) : plain
  if (!migrated.ok) return migrated
  const { topology } = migrated.value
  // What is no object at all is for the schema of the recipe to name.
  const inner = isRecord(topology) ? parseTopology(topology) : null
  const usable = inner?.ok ? inner.topology : inner === null ? topology : NOTHING
  const parsed = parseWith(recipeSchema, { ...migrated.value, topology: usable })
  const problems = [
    ...(inner?.ok === false ? inner.problems.map(inTopology) : []),
    ...(parsed.ok ? [] : parsed.problems),
  ]
  return parsed.ok && problems.length === 0
    ? { ok: true, recipe: parsed.value }
    : { ok: false, problems }
}

/** The text of a file that is one or the other. */
export function parseDocumentText(text: string): ParsedDocument {
  const json = parseJson(text)
  if (!json.ok) return { kind: 'refused', problems: json.problems }
  switch (formatNameOf(json.value)) {
    case TOPOLOGIES.name: {
      const parsed = parseTopology(json.value)
      if (parsed.ok) return { kind: 'topology', topology: parsed.topology }
      return { kind: 'refused', problems: parsed.problems }
    }
    case RECIPES.name: {
      const parsed = parseRecipe(json.value)
      if (parsed.ok) return { kind: 'recipe', recipe: parsed.recipe }
      return { kind: 'refused', problems: parsed.problems }
    }
    default: {
      const formats = `"${currentFormat(TOPOLOGIES)}" (a topology) or "${currentFormat(RECIPES)}" (a run)`
      const message = `This is no document of Millrace: its "format" must be ${formats}.`
      return { kind: 'refused', problems: [{ path: '', message }] }
    }
  }
}

/** What stands before the slash; empty where there is no format. */
function formatNameOf(value: unknown): string {
  if (!isRecord(value) || typeof value.format !== 'string') return ''
  return value.format.split('/', 1)[0] ?? ''
}

function inTopology({ path, message }: DocumentProblem): DocumentProblem {
  return { path: path === '' ? 'topology' : `topology.${path}`, message }
}

/** The text of a document of any format. */
export function parseJson(text: string): Parsed<unknown> {
  if (bytesExceed(text, DOCUMENT_BYTES_MAX)) {
    const megabytes = DOCUMENT_BYTES_MAX / 1_000_000
    return refused('', `A document has at most ${megabytes} MB, and this one has more.`)
  }
  // Some editors begin a file with a byte order mark.
  const json = text.startsWith('\uFEFF') ? text.slice(1) : text
  if (json.trim() === '') return refused('', 'The text is empty.')
  const problem = problemWithText(json)
  if (problem !== null) return refused('', problem)
  const value: unknown = JSON.parse(json)
  return { ok: true, value }
}

/** In UTF-8 a code unit takes one to three bytes. */
function bytesExceed(text: string, bytesMax: number): boolean {
  if (text.length > bytesMax) return true
  return text.length * 3 > bytesMax && new TextEncoder().encode(text).length > bytesMax
}

/** What is no JSON, or more deeply nested than a document may be, is refused before any schema sees it. */
export function plainJson(value: unknown): Parsed<unknown> {
  const problem = problemWithJson(value)
  if (problem === null) return { ok: true, value }
  const path = describePath(problem.path)
  return refused(path, path === '' ? `A document ${problem.message}` : problem.message)
}

function refused(path: string, message: string): Parsed<never> {
  return { ok: false, problems: [{ path, message }] }
}
