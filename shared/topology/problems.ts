// What is wrong with a foreign document: where, what, and what would be right.

import { z } from 'zod'
import type { Step } from '../lib/json.ts'
import { describeSchema, describeValue, quoted } from './describe.ts'
import { describePath } from './paths.ts'
import { alternativeFor, type Schema, schemaAt, valueAt } from './schemaWalk.ts'

export interface DocumentProblem {
  /** "services.payments.replicas"; empty for the document as a whole. */
  readonly path: string
  readonly message: string
}

export type Parsed<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problems: readonly DocumentProblem[] }

const PROBLEMS_SHOWN_MAX = 10

/** A document with more is looked at no further. */
export const PROBLEMS_MAX = 1000

/** Beyond these, problems are only placed and counted. */
const PROBLEMS_DESCRIBED_MAX = 100

/** One line a problem, the first ten and how many more there are. */
export function describeProblems(problems: readonly DocumentProblem[]): string {
  const lines = problems
    .slice(0, PROBLEMS_SHOWN_MAX)
    .map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
  const left = problems.length - lines.length
  if (problems.length >= PROBLEMS_MAX) lines.push('and many more')
  else if (left > 0) lines.push(`and ${left} more`)
  return lines.join('\n')
}

/** Parses with the schema; `basePath` says where in the document `value` stands. */
export function parseWith<S extends z.ZodType>(
  schema: S,
  value: unknown,
  basePath: readonly Step[] = [],
): Parsed<z.output<S>> {
  const result = safelyParsed(schema, value)
  if (result === null)
    return { ok: false, problems: [{ path: describePath(basePath), message: TOO_MANY }] }
  if (result.success) return { ok: true, value: result.data }
  const problems = result.error.issues.flatMap((issue, index) => {
    const found = { issue, schema, value, basePath }
    return index < PROBLEMS_DESCRIBED_MAX ? problemsOf(found) : [undescribed(found)]
  })
  return { ok: false, problems }
}

const TOO_MANY = 'There are too many mistakes here to list them.'

/**
 * Zod passes issues on as the arguments of a call, and a document of hundreds of thousands of mistakes
 * has more of them than a call may have: null.
 */
function safelyParsed<S extends z.ZodType>(schema: S, value: unknown) {
  try {
    // Without words of the schema's own, an issue is left wordless here and described from the schema.
    return schema.safeParse(value, { error: () => '' })
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

interface Found {
  readonly issue: z.core.$ZodIssue
  readonly schema: Schema
  readonly value: unknown
  readonly basePath: readonly Step[]
}

function problemsOf(found: Found): readonly DocumentProblem[] {
  const { issue, schema, value } = found
  const path = [...found.basePath, ...stepsOf(issue)]
  if (issue.code === 'unrecognized_keys') return unknownKeys(issue.keys, found)
  const nested = nestedIssue(issue)
  if (nested !== null)
    return problemsOf({
      issue: nested,
      schema: schemaAt(schema, value, stepsOf(issue)) ?? z.unknown(),
      value: valueAtIssue(found),
      basePath: path,
    })
  return [{ path: describePath(path), message: messageOf(found) }]
}

function undescribed({ issue, basePath }: Found): DocumentProblem {
  return { path: describePath([...basePath, ...stepsOf(issue)]), message: 'is not valid.' }
}

function messageOf({ issue, schema, value }: Found): string {
  if (issue.message !== '') return issue.message
  if (issue.code === 'invalid_key') return keyMessage(issue)
  const steps = stepsOf(issue)
  const wanted = describeSchema(discriminatorOr(issue, schemaAt(schema, value, steps)))
  const actual = valueAt(value, steps)
  if (actual === undefined) return `is missing; it must be ${wanted}.`
  return `must be ${wanted}, but is ${describeValue(actual)}.`
}

function keyMessage(issue: z.core.$ZodIssueInvalidKey<unknown>): string {
  const inner = issue.issues[0]
  return inner === undefined || inner.message === '' ? 'is not a key allowed here.' : inner.message
}

/** A union whose alternatives are told apart by a key: the issue is at that key, which has many schemas. */
function discriminatorOr(
  issue: z.core.$ZodIssue,
  schema: Schema | undefined,
): Schema | readonly unknown[] | undefined {
  if (issue.code !== 'invalid_union' || !('options' in issue)) return schema
  return Array.isArray(issue.options) ? issue.options : schema
}

/** Of a choice between forms, the issue inside the form that was evidently meant. */
function nestedIssue(issue: z.core.$ZodIssue): z.core.$ZodIssue | null {
  if (issue.code !== 'invalid_union') return null
  const inside = issue.errors.map((issues) => issues[0]).filter((first) => first !== undefined)
  return inside.find(({ path }) => path.length > 0) ?? null
}

function unknownKeys(keys: readonly string[], found: Found): readonly DocumentProblem[] {
  const { issue, schema, value, basePath } = found
  const steps = stepsOf(issue)
  const chosen = alternativeFor(schemaAt(schema, value, steps) ?? z.unknown(), valueAtIssue(found))
  const known = chosen instanceof z.ZodObject ? Object.keys(chosen.shape) : []
  return keys.slice(0, PROBLEMS_MAX).map((key, index) => ({
    path: describePath([...basePath, ...steps, key]),
    message: index < PROBLEMS_DESCRIBED_MAX ? unknownKey(key, known) : 'is not known here.',
  }))
}

function unknownKey(key: string, known: readonly string[]): string {
  const near = known.find((name) => isNear(name, key))
  if (near !== undefined) return `is not known here; perhaps ${quoted(near)} is meant.`
  if (known.length === 0) return 'is not known here.'
  return `is not known here; what may stand here is ${known.join(', ')}.`
}

/** The same but for case, or but for one letter. */
function isNear(name: string, key: string): boolean {
  const a = name.toLowerCase()
  const b = key.toLowerCase()
  if (Math.abs(a.length - b.length) > 1) return false
  let start = 0
  while (start < a.length && a[start] === b[start]) start += 1
  let end = 0
  const shorter = Math.min(a.length, b.length) - start
  while (end < shorter && a.at(-1 - end) === b.at(-1 - end)) end += 1
  return Math.max(a.length, b.length) - start - end <= 1
}

function valueAtIssue({ issue, value }: Found): unknown {
  return valueAt(value, stepsOf(issue))
}

function stepsOf(issue: z.core.$ZodIssue): readonly Step[] {
  return issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step))
}
