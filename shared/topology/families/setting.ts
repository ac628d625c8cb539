// A setting of a channel, a subscription, a binding or a producer: it may be left out of the document,
// and then its default holds. Name, default and help stand here once; the inspector, the published JSON
// Schema and the engine take them from here.

import { z } from 'zod'
import { isRecord } from '../../lib/json.ts'

interface About<Default> {
  /** As the broker spells it, or, for a setting of our own, what people read. */
  readonly name: string
  /** False: Millrace's own, because the broker has none, or leaves it to the application. */
  readonly official?: false
  /** Null: none, unlimited, never. */
  readonly default: Default
  /** One line. */
  readonly help: string
}

declare const DEFAULT: unique symbol

export type Setting<Schema extends z.ZodType, Default> = z.ZodOptional<Schema> & {
  readonly [DEFAULT]: Default
}

export function setting<Schema extends z.ZodType, const Default>(
  schema: Schema,
  about: About<Default>,
): Setting<Schema, Default> {
  const { name, help, official = true } = about
  const described = schema.optional().meta({
    title: name,
    description: help,
    official,
    ...(about.default === null ? {} : { default: about.default }),
  })
  // The default's type travels with the schema; nothing reads the symbol when it runs.
  return described as Setting<Schema, Default>
}

/** What `setting` has written into the registry. */
interface SettingMeta {
  readonly title?: string | undefined
  readonly description?: string | undefined
  readonly official?: boolean
  readonly default?: unknown
}

export interface SettingInfo {
  readonly key: string
  readonly name: string
  readonly official: boolean
  readonly help: string
  /** Null: none. */
  readonly default: unknown
  /** What the setting may be, without `optional`. */
  readonly schema: z.core.$ZodType
}

/** The settings of a part of the document, in the order in which its schema names them. */
export function settingsIn(schema: z.ZodObject): readonly SettingInfo[] {
  const known = infosBySchema.get(schema)
  if (known) return known
  const infos = Object.entries(schema.shape).flatMap(([key, part]) => {
    const meta: SettingMeta | undefined = z.globalRegistry.get(part)
    if (!(part instanceof z.ZodOptional) || meta?.official === undefined) return []
    return {
      key,
      name: meta.title ?? key,
      official: meta.official === true,
      help: meta.description ?? '',
      default: meta.default ?? null,
      schema: part.def.innerType,
    }
  })
  infosBySchema.set(schema, infos)
  return infos
}

const infosBySchema = new WeakMap<z.ZodObject, readonly SettingInfo[]>()

/** A part of the document with every setting that it leaves out filled in. */
export type Filled<Shape extends z.ZodRawShape> = {
  readonly [Key in keyof Shape]: Shape[Key] extends { readonly [DEFAULT]: infer Default }
    ? Exclude<z.output<Shape[Key]>, undefined> | Default
    : z.output<Shape[Key]>
}

export function withDefaults<Shape extends z.ZodRawShape>(
  schema: z.ZodObject,
  part: object,
): Filled<Shape> {
  const filled: Record<string, unknown> = { ...part }
  for (const { key, default: value } of settingsIn(schema)) {
    if (isRecord(part) && part[key] !== undefined) continue
    filled[key] = value
  }
  return filled as Filled<Shape>
}
