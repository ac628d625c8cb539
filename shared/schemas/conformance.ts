// Whether a payload is what its schema says. Understood are type, enum, const, properties, required,
// items, minItems, maxItems, minimum, maximum, minLength, maxLength, $ref within the schema, and of
// format: uuid, date-time, date, time, email, uri. Every other keyword is ignored.

import { ownValue } from '../lib/entries.ts'
import { isRecord } from '../lib/json.ts'
import type { JsonSchema } from './eventType.ts'
import { asSchema, resolved, type Subschema } from './references.ts'

export function conformsTo(schema: JsonSchema, value: unknown): boolean {
  return conforms({ root: schema, schema, value })
}

interface Check {
  readonly root: JsonSchema
  readonly schema: Subschema
  readonly value: unknown
}

/** One part of a payload against the part of the schema that is about it. */
export function conforms({ root, schema, value }: Check): boolean {
  const own = resolved(root, schema)
  if (typeof own === 'boolean') return own
  return (
    hasType(own, value) &&
    isListed(own, value) &&
    isText(own, value) &&
    isNumber(own, value) &&
    isList(root, own, value) &&
    isObject(root, own, value)
  )
}

const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  null: (value) => value === null,
  boolean: (value) => typeof value === 'boolean',
  integer: (value) => Number.isInteger(value),
  number: (value) => typeof value === 'number',
  string: (value) => typeof value === 'string',
  array: (value) => Array.isArray(value),
  object: isRecord,
}

/** The names of types that a schema allows; null where it says nothing about it. */
export function typesOf({ type }: JsonSchema): readonly string[] | null {
  const names = Array.isArray(type) ? type : [type]
  const known = names.filter(
    (name): name is string => typeof name === 'string' && Object.hasOwn(TYPES, name),
  )
  return known.length > 0 ? known : null
}

function hasType(schema: JsonSchema, value: unknown): boolean {
  return typesOf(schema)?.some((name) => TYPES[name]?.(value)) ?? true
}

function isListed(schema: JsonSchema, value: unknown): boolean {
  if (Object.hasOwn(schema, 'const') && !isSame(schema.const, value)) return false
  return !Array.isArray(schema.enum) || schema.enum.some((item) => isSame(item, value))
}

function isText(schema: JsonSchema, value: unknown): boolean {
  if (typeof value !== 'string') return true
  const length = [...value].length
  if (length < bound(schema.minLength, 0) || length > bound(schema.maxLength, Infinity))
    return false
  const format = typeof schema.format === 'string' ? ownValue(FORMATS, schema.format) : undefined
  return format?.test(value) ?? true
}

const DATE = String.raw`\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])`
const TIME = String.raw`(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)`

export const FORMATS: Readonly<Record<string, RegExp>> = {
  uuid: /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i,
  'date-time': new RegExp(`^${DATE}T${TIME}$`, 'i'),
  date: new RegExp(`^${DATE}$`),
  time: new RegExp(`^${TIME}$`, 'i'),
  email: /^[^\s@]+@[^\s@]+$/,
  uri: /^[a-z][a-z\d+.-]*:\S+$/i,
}

function isNumber(schema: JsonSchema, value: unknown): boolean {
  if (typeof value !== 'number') return true
  return value >= bound(schema.minimum, -Infinity) && value <= bound(schema.maximum, Infinity)
}

function isList(root: JsonSchema, schema: JsonSchema, value: unknown): boolean {
  if (!Array.isArray(value)) return true
  const { length } = value
  if (length < bound(schema.minItems, 0) || length > bound(schema.maxItems, Infinity)) return false
  if (schema.items === undefined) return true
  const items = asSchema(schema.items)
  return value.every((item: unknown) => conforms({ root, schema: items, value: item }))
}

function isObject(root: JsonSchema, schema: JsonSchema, value: unknown): boolean {
  if (!isRecord(value)) return true
  if (requiredOf(schema).some((name) => !Object.hasOwn(value, name))) return false
  return Object.entries(propertiesOf(schema)).every(
    ([name, property]) =>
      !Object.hasOwn(value, name) ||
      conforms({ root, schema: asSchema(property), value: value[name] }),
  )
}

export function requiredOf({ required }: JsonSchema): readonly string[] {
  if (!Array.isArray(required)) return []
  return required.filter((name) => typeof name === 'string')
}

export function propertiesOf({ properties }: JsonSchema): Readonly<Record<string, unknown>> {
  return isRecord(properties) ? properties : {}
}

export function bound(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise
}

/** Of JSON values; the order of an object's keys does not matter. */
function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, index) => isSame(item, b[index]))
  if (!isRecord(a) || !isRecord(b)) return false
  const keys = Object.keys(a)
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && isSame(a[key], b[key]))
  )
}
