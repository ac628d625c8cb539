// The text of a file: the same for the same document, however its keys happened to be ordered, so that
// a version control system shows what changed and nothing else.

import { z } from 'zod'
import { isRecord } from '../lib/json.ts'
import { type Excerpt, excerptSchema } from './excerpt.ts'
import { type Recipe, recipeSchema } from './recipe.ts'
import { alternativeFor, partSchema, type Schema } from './schemaWalk.ts'
import { type Topology, topologySchema } from './topology.ts'

/** Objects have their keys in the schema's order, maps by code unit; two spaces a level. */
export function canonicalText(topology: Topology): string {
  return `${textOf(topologySchema, topology, '')}\n`
}

export function canonicalRecipeText(recipe: Recipe): string {
  return `${textOf(recipeSchema, recipe, '')}\n`
}

export function canonicalExcerptText(excerpt: Excerpt): string {
  return `${textOf(excerptSchema, excerpt, '')}\n`
}

function textOf(schema: Schema | undefined, value: unknown, indent: string): string {
  const inner = `${indent}  `
  if (Array.isArray(value)) {
    const part = schema && partSchema(schema, value, 0)
    const items = value.map((item: unknown) => `${inner}${textOf(part, item, inner)}`)
    return items.length === 0 ? '[]' : `[\n${items.join(',\n')}\n${indent}]`
  }
  if (!isRecord(value)) return JSON.stringify(value)
  const chosen = schema && alternativeFor(schema, value)
  const entries = keysInOrder(chosen, value).map((key) => {
    const part = chosen && partSchema(chosen, value, key)
    return `${inner}${JSON.stringify(key)}: ${textOf(part, value[key], inner)}`
  })
  return entries.length === 0 ? '{}' : `{\n${entries.join(',\n')}\n${indent}}`
}

function keysInOrder(
  schema: Schema | undefined,
  value: Readonly<Record<string, unknown>>,
): readonly string[] {
  const present = Object.keys(value).filter((key) => value[key] !== undefined)
  if (!(schema instanceof z.ZodObject)) return present.sort(byCodeUnit)
  return Object.keys(schema.shape).filter((key) => present.includes(key))
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : 1
}
