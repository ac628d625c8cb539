// Fields made from the schema: a broker's setting is described once, in `shared/topology/families/`, and
// drawn here. A field that is emptied, or put back to its default, leaves the document.

import { z } from 'zod'
import { type SettingInfo, settingsIn } from '#shared/topology/families/setting.ts'
import { literalsOf } from '#shared/topology/schemaWalk.ts'
import {
  bytesCodec,
  decimalCodec,
  durationCodec,
  integerCodec,
  optional,
  textCodec,
} from './codec.ts'
import type { Control, FieldSpec } from './fieldSpec.ts'

export function settingFields(schema: z.ZodObject): readonly FieldSpec[] {
  return settingsIn(schema).map((info) => ({
    key: info.key,
    label: info.name,
    official: info.official,
    help: info.help,
    control: controlOf(info),
  }))
}

function controlOf(info: SettingInfo): Control {
  const { schema, default: standard } = info
  const literals = literalsOf(schema)
  if (literals.length > 0)
    return {
      kind: 'choice',
      options: literals.map((value) => ({ value: String(value), label: String(value) })),
      none: standard === null ? 'none' : `${standard} (default)`,
    }
  if (schema instanceof z.ZodBoolean) return { kind: 'switch', standard: standard === true }
  const codec = codecOf(info)
  const placeholder = standard === null ? 'none' : codec.format(standard)
  return { kind: 'text', codec: optional(codec), placeholder }
}

function codecOf({ key, schema }: SettingInfo) {
  if (!(schema instanceof z.ZodNumber)) return textCodec({ max: 255 })
  const range = { min: schema.minValue ?? 0, max: schema.maxValue ?? Number.MAX_SAFE_INTEGER }
  if (key.endsWith('Ms')) return durationCodec(range)
  if (key.endsWith('Bytes')) return bytesCodec(range)
  return schema.format === 'safeint' ? integerCodec(range) : decimalCodec(range)
}
