// Older formats are brought up to the current one, a version at a time, before anything else looks at
// a document.

import { isRecord } from '../lib/json.ts'
import { describeValue } from './describe.ts'
import type { Parsed } from './problems.ts'

type Document = Readonly<Record<string, unknown>>

/**
 * From one version to the next; `migrate` sets the new `format`. The document has not been checked:
 * what a migration does not recognise it leaves as it is, for the schema to name.
 */
export type Migration = (document: Document) => Document

export interface DocumentFormat {
  /** What stands before the slash. */
  readonly name: string
  /** The first leads from version 1 to version 2, and so on: the current version is one more than these. */
  readonly migrations: readonly Migration[]
}

export const TOPOLOGIES: DocumentFormat = { name: 'millrace', migrations: [] }
export const RECIPES: DocumentFormat = { name: 'millrace-recipe', migrations: [] }

/** "millrace/1" */
export function currentFormat({ name, migrations }: DocumentFormat): string {
  return `${name}/${migrations.length + 1}`
}

/** The document in the current version of its format. */
export function migrate(value: unknown, format: DocumentFormat): Parsed<Document> {
  if (!isRecord(value))
    return refused('', `A document is a JSON object, but this is ${describeValue(value)}.`)
  const current = currentFormat(format)
  const version = versionOf(value, format)
  if (version === null) {
    const actual = Object.hasOwn(value, 'format') ? value.format : undefined
    if (actual === undefined) return refused('format', `is missing; it must be "${current}".`)
    return refused('format', `must be "${current}", but is ${describeValue(actual)}.`)
  }
  const pending = format.migrations.slice(version - 1)
  if (version > format.migrations.length + 1)
    return refused(
      'format',
      `"${format.name}/${version}" is newer than "${current}", the newest that this Millrace reads. A newer Millrace can open it.`,
    )
  return { ok: true, value: pending.reduce((document, step) => step(document), value) }
}

function versionOf(document: Document, { name }: DocumentFormat): number | null {
  const { format } = document
  if (typeof format !== 'string' || !format.startsWith(`${name}/`)) return null
  const digits = format.slice(name.length + 1)
  return /^[1-9]\d{0,8}$/.test(digits) ? Number(digits) : null
}

function refused(path: string, message: string): Parsed<never> {
  return { ok: false, problems: [{ path, message }] }
}
