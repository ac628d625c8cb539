// The payload of an event: a function of its schema, the seed and the event's id, worked out when
// somebody looks. It conforms to the schema as far as `conformance.ts` understands it; a schema that
// contradicts itself, or asks for more than the bounds below, gets something that does not.

import { isRecord } from '../lib/json.ts'
import { bound, conforms, propertiesOf, requiredOf, typesOf } from './conformance.ts'
import { Draws } from './draws.ts'
import type { JsonSchema } from './eventType.ts'
import { asSchema, fieldSchema, resolved, type Subschema, stepsOf } from './references.ts'
import { textFor } from './texts.ts'

interface PayloadOptions {
  readonly schema: JsonSchema
  readonly seed: number
  readonly eventId: string
  /** The field that carries the key; fields within fields are parted by dots. */
  readonly keyPath?: string
  /** Without one, the field is made up as any other. */
  readonly key?: string
}

/** From this depth on, nothing is made that could be left out; a schema may lead back to itself. */
const DEPTH_MAX = 8
/** From this depth on, nothing is made at all. */
const DEPTH_END = 24
const VALUES_MAX = 2000
const LIST_USUAL = 3
const LIST_MAX = 100
const OPTIONAL_SHARE = 0.75

export function payloadOf({ schema, seed, eventId, keyPath, key }: PayloadOptions): unknown {
  const making: Making = { root: schema, name: `${seed} ${eventId}`, values: 0 }
  const payload = valueFor(making, { schema, path: '', field: '', depth: 0 })
  if (keyPath === undefined || key === undefined) return payload
  return withKey(payload, stepsOf(keyPath), keyFor(schema, keyPath, key))
}

interface Making {
  readonly root: JsonSchema
  readonly name: string
  /** Made so far. */
  values: number
}

interface Part {
  readonly schema: Subschema
  /** Where in the payload. */
  readonly path: string
  /** The name of the nearest field. */
  readonly field: string
  readonly depth: number
}

function valueFor(making: Making, part: Part): unknown {
  making.values += 1
  const schema = resolved(making.root, part.schema)
  if (schema === false || part.depth > DEPTH_END || making.values > 2 * VALUES_MAX) return null
  const draws = new Draws(`${making.name} ${part.path}`)
  const own = schema === true ? {} : schema
  const listed = listedValues(making, own)
  if (listed) return draws.pick(listed)
  switch (typeFor(own, part, draws)) {
    case 'null':
      return null
    case 'boolean':
      return draws.fraction() < 0.5
    case 'integer':
      return wholeFor(own, draws)
    case 'number':
      return numberFor(own, draws)
    case 'array':
      return listFor(making, part, { own, draws })
    case 'object':
      return objectFor(making, part, own)
    default:
      return textFor(own, part.field, draws)
  }
}

/** What const or enum leave to choose from, without what the rest of the schema refuses. */
function listedValues({ root }: Making, schema: JsonSchema): readonly unknown[] | null {
  const values = Object.hasOwn(schema, 'const') ? [schema.const] : schema.enum
  if (!Array.isArray(values) || values.length === 0) return null
  const right = values.filter((value: unknown) => conforms({ root, schema, value }))
  return right.length > 0 ? right : values
}

function typeFor(schema: JsonSchema, { depth }: Part, draws: Draws): string {
  const types = typesOf(schema)
  if (types) return draws.pick(types) ?? 'null'
  if (isRecord(schema.properties) || Array.isArray(schema.required) || depth === 0) return 'object'
  if (schema.items !== undefined || schema.minItems !== undefined) return 'array'
  return schema.minimum !== undefined || schema.maximum !== undefined ? 'number' : 'string'
}

const SPAN = 1000

function wholeFor(schema: JsonSchema, draws: Draws): number {
  const { min, max } = rangeOf(schema)
  const low = Math.ceil(min)
  return draws.whole(low, Math.max(low, Math.floor(max)))
}

/** With two decimals where the range has room for them. */
function numberFor(schema: JsonSchema, draws: Draws): number {
  const { min, max } = rangeOf(schema)
  const drawn = min + draws.fraction() * (max - min)
  const rounded = Math.round(drawn * 100) / 100
  if (rounded >= min && rounded <= max) return rounded
  return Math.min(max, Math.max(min, drawn))
}

function rangeOf({ minimum, maximum }: JsonSchema): { readonly min: number; readonly max: number } {
  const min = bound(minimum, Math.min(0, bound(maximum, 0) - SPAN))
  return { min, max: bound(maximum, Math.max(min, 0) + SPAN) }
}

function listFor(
  making: Making,
  { path, field, depth }: Part,
  { own, draws }: { readonly own: JsonSchema; readonly draws: Draws },
): readonly unknown[] {
  const min = Math.min(LIST_MAX, Math.max(0, Math.ceil(bound(own.minItems, 0))))
  const usual = isSpare(making, depth) ? min : Math.max(min, LIST_USUAL)
  const max = Math.max(min, Math.min(usual, Math.floor(bound(own.maxItems, Infinity))))
  const schema = asSchema(own.items ?? true)
  return Array.from({ length: draws.whole(min, max) }, (_, index) =>
    valueFor(making, { schema, path: `${path}[${index}]`, field, depth: depth + 1 }),
  )
}

function objectFor(making: Making, { path, depth }: Part, own: JsonSchema): unknown {
  const properties = propertiesOf(own)
  const required = new Set(requiredOf(own))
  const names = [...new Set([...Object.keys(properties), ...required])].sort()
  const fields = names.flatMap((name) => {
    const inner = `${path}.${name}`
    const draws = new Draws(`${making.name} ${inner}?`)
    const isMade = !isSpare(making, depth) && draws.fraction() < OPTIONAL_SHARE
    if (!required.has(name) && !isMade) return []
    const schema = asSchema(Object.hasOwn(properties, name) ? properties[name] : true)
    if (schema === false) return []
    return [
      [name, valueFor(making, { schema, path: inner, field: name, depth: depth + 1 })] as const,
    ]
  })
  return Object.fromEntries(fields)
}

function isSpare({ values }: Making, depth: number): boolean {
  return depth >= DEPTH_MAX || values > VALUES_MAX
}

/** Keys are texts; where the schema wants a number, and the key is one, it is written as one. */
function keyFor(root: JsonSchema, keyPath: string, key: string): unknown {
  const schema = fieldSchema(root, keyPath) ?? true
  if (conforms({ root, schema, value: key })) return key
  const number = Number(key)
  const isNumber = key.trim() !== '' && Number.isFinite(number)
  return isNumber && conforms({ root, schema, value: number }) ? number : key
}

function withKey(payload: unknown, [step, ...rest]: readonly string[], key: unknown): unknown {
  if (step === undefined) return key
  const before = isRecord(payload) ? payload : {}
  const inner = Object.hasOwn(before, step) ? before[step] : undefined
  return { ...before, [step]: withKey(inner, rest, key) }
}
