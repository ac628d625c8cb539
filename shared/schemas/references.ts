// Where a $ref points, and which part of a schema a field of the payload has.

import { ownValue } from '../lib/entries.ts'
import { isRecord } from '../lib/json.ts'
import type { JsonSchema } from './eventType.ts'

/** References that lead to references; a ring of them means nothing. */
const HOPS_MAX = 16

/** A schema, or a boolean that takes all or nothing; what is neither is taken for true. */
export type Subschema = JsonSchema | boolean

export function asSchema(value: unknown): Subschema {
  if (isRecord(value)) return value
  return value !== false
}

/** The schema itself, or that which its $ref leads to. What stands beside a $ref is ignored. */
export function resolved(root: JsonSchema, schema: Subschema): Subschema {
  let at = schema
  for (let hops = 0; hops < HOPS_MAX; hops += 1) {
    if (typeof at === 'boolean' || typeof at.$ref !== 'string') return at
    at = asSchema(pointedAt(root, at.$ref))
  }
  return true
}

/** `#`, `#/$defs/address`; undefined where there is nothing. */
function pointedAt(root: JsonSchema, reference: string): unknown {
  if (reference === '#') return root
  if (!reference.startsWith('#/')) return undefined
  let at: unknown = root
  for (const step of reference.slice(2).split('/').map(unescaped)) {
    if (Array.isArray(at)) at = at[Number(step)]
    else at = isRecord(at) ? ownValue(at, step) : undefined
  }
  return at
}

function unescaped(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~')
}

/** "customer.id" → ["customer", "id"] */
export function stepsOf(keyPath: string): readonly string[] {
  return keyPath.split('.')
}

/** The schema of a field; null where the schema names fields, but not this one. */
export function fieldSchema(root: JsonSchema, keyPath: string): Subschema | null {
  let at: Subschema = resolved(root, root)
  for (const step of stepsOf(keyPath)) {
    if (typeof at === 'boolean') return at
    const { properties } = at
    if (!isRecord(properties)) return takesObjects(at) ? true : null
    const field = ownValue(properties, step)
    if (field === undefined) return null
    at = resolved(root, asSchema(field))
  }
  return at
}

function takesObjects({ type }: JsonSchema): boolean {
  return type === undefined || type === 'object' || (Array.isArray(type) && type.includes('object'))
}
