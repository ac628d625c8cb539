// Event types whose schema and key do not go together.

import { entriesById } from '../../lib/entries.ts'
import { grouped } from '../../lib/grouped.ts'
import { typesOf } from '../../schemas/conformance.ts'
import { fieldSchema, type Subschema } from '../../schemas/references.ts'
import { quoted } from '../describe.ts'
import type { Examined } from './examined.ts'
import type { LintProblem } from './problem.ts'
import { namedType } from './words.ts'

export function keyFields({ topology }: Examined): readonly LintProblem[] {
  return entriesById(topology.eventTypes).flatMap(([id, { keyPath, versions }]) =>
    versions.flatMap(({ version, schema }, index) => {
      if (keyPath === undefined) return []
      const field = fieldSchema(schema, keyPath)
      if (field !== null && takesKeys(field)) return []
      const of = `Version ${version} of ${namedType(topology, id)}`
      const message =
        field === null
          ? `${of} has no field ${quoted(keyPath)}, which carries the key. Add it to the schema, or name another field.`
          : `${of} carries the key in ${quoted(keyPath)}, but that field takes neither texts nor numbers.`
      return [
        {
          severity: 'warning',
          code: 'key-field',
          message,
          elementIds: [],
          path: ['eventTypes', id, 'versions', index, 'schema'],
        } as const,
      ]
    }),
  )
}

function takesKeys(schema: Subschema): boolean {
  if (typeof schema === 'boolean') return schema
  return typesOf(schema)?.some((type) => KEY_TYPES.includes(type)) ?? true
}

const KEY_TYPES: readonly string[] = ['string', 'integer', 'number']

export function versionNumbers({ topology }: Examined): readonly LintProblem[] {
  return entriesById(topology.eventTypes).flatMap(([id, { versions }]) => {
    const twice = [...grouped(versions, ({ version }) => version).values()].find(
      (same) => same.length > 1,
    )
    if (!twice) return []
    return [
      {
        severity: 'error',
        code: 'version-twice',
        message: `${namedType(topology, id)} has ${twice.length} versions with the number ${twice[0]?.version}. Each version has a number of its own.`,
        elementIds: [],
        path: ['eventTypes', id, 'versions'],
      } as const,
    ]
  })
}
