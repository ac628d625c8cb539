// Several parts of the document as one: what they agree on, and edits of them all at once.

import type { Step } from '#shared/lib/json.ts'
import type { Change, Edit } from '#shared/topology/change.ts'

/** One of several parts that have the same settings. */
export interface Part {
  readonly values: object
  /** Where in the document it stands. */
  readonly path: readonly Step[]
}

export type Common =
  | { readonly kind: 'same'; readonly value: unknown }
  /** They differ. */
  | { readonly kind: 'mixed' }

export function commonValue(parts: readonly Part[], key: string): Common {
  const [first, ...others] = parts.map((part) => settingIn(part, key))
  const text = JSON.stringify(first)
  const agree = others.every((value) => JSON.stringify(value) === text)
  return agree ? { kind: 'same', value: first } : { kind: 'mixed' }
}

export interface FieldChange {
  readonly key: string
  readonly label: string
  /** What each gets; undefined: the setting is left out. */
  readonly valueFor: (present: unknown) => unknown
}

/** Null: all have it already. */
export function editOfAll(
  parts: readonly Part[],
  { key, label, valueFor }: FieldChange,
): Edit | null {
  const changes = parts.flatMap((part): Change[] => {
    const present = settingIn(part, key)
    const value = valueFor(present)
    const path = [...part.path, key]
    if (JSON.stringify(value) === JSON.stringify(present)) return []
    return [value === undefined ? { path } : { path, value }]
  })
  return changes.length === 0 ? null : { label, changes }
}

export function isSetInAny(parts: readonly Part[], key: string): boolean {
  return parts.some((part) => settingIn(part, key) !== undefined)
}

function settingIn({ values }: Part, key: string): unknown {
  return (values as Readonly<Record<string, unknown>>)[key]
}
