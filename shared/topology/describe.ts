// Schemas and values in words, for sentences such as
// "must be a whole number from 0 to 1,000, but is "four"."

import { z } from 'zod'
import { bareSchema, literalsOf, type Schema } from './schemaWalk.ts'

const TEXT_SHOWN_MAX = 40

/** What the schema takes: "a whole number from 0 to 1,000". A list stands for one of its values. */
export function describeSchema(schema: Schema | readonly unknown[] | undefined): string {
  if (schema === undefined) return 'something else'
  if (isList(schema)) return describeChoice(schema)
  const bare = bareSchema(schema)
  const literals = literalsOf(bare)
  if (literals.length > 0) return describeChoice(literals)
  if (bare instanceof z.ZodNumber) return describeNumber(bare)
  if (bare instanceof z.ZodString) return describeText(bare)
  if (bare instanceof z.ZodBoolean) return 'true or false'
  if (bare instanceof z.ZodArray) return describeArray(bare)
  if (bare instanceof z.ZodUnion) return [...new Set(bare.options.map(describeSchema))].join(' or ')
  if (bare instanceof z.ZodObject || bare instanceof z.ZodRecord) return 'an object'
  return 'something else'
}

export function describeValue(value: unknown): string {
  if (Array.isArray(value)) return describeList(value)
  if (typeof value === 'object' && value !== null) return 'an object'
  if (typeof value === 'number') return String(value)
  if (typeof value !== 'string') return JSON.stringify(value) ?? 'nothing'
  return JSON.stringify(shortened(value, TEXT_SHOWN_MAX))
}

function describeList(list: readonly unknown[]): string {
  if (list.length === 0) return 'an empty list'
  return list.length === 1 ? 'a list of 1 item' : `a list of ${count(list.length)} items`
}

export function quoted(text: string): string {
  return `'${text}'`
}

/** Cut to `lengthMax` code units, with an ellipsis in place of what is missing. */
export function shortened(text: string, lengthMax: number): string {
  return text.length <= lengthMax ? text : `${text.slice(0, lengthMax - 1)}…`
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value)
}

function describeChoice(values: readonly unknown[]): string {
  const words = values.map((value) => JSON.stringify(value))
  const last = words.pop()
  return words.length === 0 ? `${last}` : `${words.join(', ')} or ${last}`
}

function describeNumber(schema: z.ZodNumber): string {
  const noun = schema.format === 'safeint' ? 'a whole number' : 'a number'
  return `${noun}${range(schema.minValue, schema.maxValue)}`
}

function range(min: number | null, max: number | null): string {
  const low = isBound(min) ? count(min) : null
  const high = isBound(max) ? count(max) : null
  if (low !== null && high !== null) return ` from ${low} to ${high}`
  if (low !== null) return ` of at least ${low}`
  return high === null ? '' : ` of at most ${high}`
}

function isBound(value: number | null): value is number {
  return value !== null && Math.abs(value) < Number.MAX_SAFE_INTEGER
}

function count(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 6 })
}

function describeText(schema: z.ZodString): string {
  const { minLength, maxLength } = schema
  if (maxLength === null) return 'a text'
  const low = minLength === null || minLength === 0 ? 'at most' : `${minLength} to`
  return `a text of ${low} ${count(maxLength)} characters`
}

function describeArray({ def }: z.ZodArray): string {
  const checks = (def.checks ?? []).map((check) => check._zod.def)
  const minimum = boundOf(checks, 'minimum')
  const maximum = boundOf(checks, 'maximum')
  if (minimum !== undefined && maximum !== undefined)
    return `a list of ${minimum} to ${count(maximum)} items`
  if (maximum !== undefined) return `a list of at most ${count(maximum)} items`
  return minimum === undefined ? 'a list' : `a list of at least ${minimum} items`
}

function boundOf(checks: readonly object[], bound: string): number | undefined {
  const values = checks.flatMap((check) => {
    const value: unknown = Object.hasOwn(check, bound) ? Reflect.get(check, bound) : undefined
    return typeof value === 'number' ? [value] : []
  })
  return values[0]
}
