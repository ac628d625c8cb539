// Finds, for a part of a value, the part of the schema that speaks of it. With it, the order of keys in
// a file and the sentences about mistakes are derived from the schema, not written beside it.

import { z } from 'zod'
import { isRecord, type Step } from '../lib/json.ts'

export type Schema = z.core.$ZodType

/** The schema without what only says that a part may be left out. */
export function bareSchema(schema: Schema): Schema {
  let bare = schema
  while (bare instanceof z.ZodOptional || bare instanceof z.ZodDefault) bare = bare.def.innerType
  return bare
}

/** The alternative that `value` is written in; the schema itself where there is no choice, or none fits. */
export function alternativeFor(schema: Schema, value: unknown): Schema {
  const bare = bareSchema(schema)
  if (bare instanceof z.ZodDiscriminatedUnion) return optionNamed(bare, value) ?? bare
  if (bare instanceof z.ZodUnion) {
    const form = formOf(value)
    const fitting = bare.options.find((option) => formOfSchema(option) === form)
    return fitting === undefined ? bare : alternativeFor(fitting, value)
  }
  return bare
}

function optionNamed(union: z.ZodDiscriminatedUnion, value: unknown): Schema | undefined {
  if (!isRecord(value)) return undefined
  const key = union.def.discriminator
  return union.options.find(
    (option) => option instanceof z.ZodObject && literalsOf(option.shape[key]).includes(value[key]),
  )
}

/** The alternatives of our plain unions differ in what JSON calls them: a text or a list, say. */
function formOf(value: unknown): string {
  return Array.isArray(value) ? 'list' : typeof value
}

function formOfSchema(schema: Schema): string {
  const bare = bareSchema(schema)
  if (bare instanceof z.ZodArray) return 'list'
  if (bare instanceof z.ZodString) return 'string'
  if (bare instanceof z.ZodBoolean) return 'boolean'
  return bare instanceof z.ZodNumber ? 'number' : 'object'
}

/** The values of a literal or an enumeration. */
export function literalsOf(schema: Schema | undefined): readonly unknown[] {
  if (schema instanceof z.ZodLiteral) return schema.def.values
  return schema instanceof z.ZodEnum ? schema.options : []
}

/** The schema of the part of `value` at `step`. */
export function partSchema(schema: Schema, value: unknown, step: Step): Schema | undefined {
  const chosen = alternativeFor(schema, value)
  if (chosen instanceof z.ZodObject) return shapePart(chosen, step)
  if (chosen instanceof z.ZodRecord) return chosen.valueType
  if (chosen instanceof z.ZodArray) return chosen.element
  return undefined
}

function shapePart(schema: z.ZodObject, step: Step): Schema | undefined {
  const shape: Readonly<Record<string, Schema>> = schema.shape
  return typeof step === 'string' && Object.hasOwn(shape, step) ? shape[step] : undefined
}

/** The schema of what is at `path` inside `value`. */
export function schemaAt(
  schema: Schema,
  value: unknown,
  path: readonly Step[],
): Schema | undefined {
  let part: Schema | undefined = schema
  let inner = value
  for (const step of path) {
    if (part === undefined) return undefined
    part = partSchema(part, inner, step)
    inner = valueAt(inner, [step])
  }
  return part
}

/** What is at `path` inside `value`; undefined where there is nothing. */
export function valueAt(value: unknown, path: readonly Step[]): unknown {
  let inner = value
  for (const step of path) {
    if (typeof inner !== 'object' || inner === null || !Object.hasOwn(inner, step)) return undefined
    inner = (inner as Readonly<Record<Step, unknown>>)[step]
  }
  return inner
}
