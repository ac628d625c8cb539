// How large a document's file is, found again quickly after each edit: entries keep their identity, so
// each is measured once.

import { isRecord } from '../lib/json.ts'
import type { Edit } from './change.ts'
import type { Topology } from './topology.ts'

const known = new WeakMap<object, number>()

/** Of its file, in bytes; exact to within some bytes an entry. */
export function bytesOf(topology: Topology): number {
  const { layout, ...sections } = topology
  return [...Object.values(sections), layout.nodes, layout.contexts, layout.notes].reduce(
    (sum, section) => sum + (isRecord(section) ? bytesOfMap(section) : measure(section)),
    0,
  )
}

/** As it is sent, in bytes. */
export function bytesOfEdit(edit: Edit): number {
  return new TextEncoder().encode(JSON.stringify(edit)).length
}

function bytesOfMap(map: Readonly<Record<string, unknown>>): number {
  const before = known.get(map)
  if (before !== undefined) return before
  let sum = 0
  for (const key in map) sum += key.length + bytesOfEntry(map[key])
  known.set(map, sum)
  return sum
}

function bytesOfEntry(entry: unknown): number {
  if (typeof entry !== 'object' || entry === null) return measure(entry)
  const before = known.get(entry)
  if (before !== undefined) return before
  const bytes = measure(entry)
  known.set(entry, bytes)
  return bytes
}

/** Each line of an entry stands two levels deep in the file. */
function measure(value: unknown): number {
  return bytesOfJson(value, 2) + 12
}

/** As JSON, indented by two spaces a level. Written out and counted, it would take several times as long. */
function bytesOfJson(value: unknown, depth: number): number {
  if (typeof value === 'string') return bytesOfString(value)
  if (Array.isArray(value)) {
    let sum = bytesOfBrackets(value.length, depth)
    for (const item of value) sum += bytesOfJson(item, depth + 1)
    return sum
  }
  if (!isRecord(value)) return String(value).length
  let count = 0
  let sum = 0
  for (const [key, part] of Object.entries(value)) {
    if (part === undefined) continue
    count += 1
    sum += bytesOfString(key) + 2 + bytesOfJson(part, depth + 1)
  }
  return sum + bytesOfBrackets(count, depth)
}

/** With the line breaks, indents and commas of what stands between them. */
function bytesOfBrackets(count: number, depth: number): number {
  return count === 0 ? 2 : 2 + count * (2 * depth + 4) + 2 * depth
}

function bytesOfString(text: string): number {
  if (PLAIN.test(text)) return text.length + 2
  return new TextEncoder().encode(JSON.stringify(text)).length
}

/** A byte a character, none of them escaped. */
const PLAIN = /^[ !#-[\]-~]*$/
