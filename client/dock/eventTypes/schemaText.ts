// A JSON Schema as text in a field: read with care, so that a slip gets a sentence that says where.

import { isRecord } from '#shared/lib/json.ts'
import { problemWithText } from '#shared/lib/jsonText.ts'
import type { JsonSchema } from '#shared/schemas/eventType.ts'

export type ReadSchema =
  | { readonly ok: true; readonly schema: JsonSchema }
  | { readonly ok: false; readonly reason: string }

export function schemaText(schema: JsonSchema): string {
  return JSON.stringify(schema, null, 2)
}

export function readSchemaText(text: string): ReadSchema {
  if (text.trim() === '') return refused('A schema is a JSON object, such as {"type": "object"}.')
  const problem = problemWithText(text)
  if (problem !== null) return refused(problem)
  const value: unknown = JSON.parse(text)
  if (isRecord(value)) return { ok: true, schema: value }
  return refused('A schema is a JSON object: it begins with { and ends with }.')
}

function refused(reason: string): ReadSchema {
  return { ok: false, reason }
}
