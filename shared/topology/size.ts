// How large a document's file is, found again quickly after each edit: entries keep their identity, so
// each is measured once.

import { isRecord } from '../lib/json.ts'
import type { Topology } from './topology.ts'

const known = new WeakMap<object, number>()

/** Of its file, in bytes; exact to within some bytes an entry. */
export function bytesOf(topology: Topology): number {
  const { layout, ...sections } = topology
  return [...Object.values(sections), layout.nodes, layout.contexts, layout.notes]
    .map((section) => (isRecord(section) ? bytesOfMap(section) : measure(section)))
    .reduce((sum, bytes) => sum + bytes, 0)
}

function bytesOfMap(map: Readonly<Record<string, unknown>>): number {
  let sum = 0
  for (const [key, entry] of Object.entries(map)) sum += key.length + bytesOfEntry(entry)
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
  const text = JSON.stringify(value, null, 2) ?? ''
  const lines = text.split('\n').length
  return new TextEncoder().encode(text).length + 4 * lines + 8
}
