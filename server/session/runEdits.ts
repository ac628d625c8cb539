// What of the drawing concerns a run. Where things stand on the canvas does not: moving a box is no
// command, and the layout of a recipe is that of the drawing.

import type { Change, Edit } from '#shared/topology/change.ts'
import type { Topology } from '#shared/topology/topology.ts'

const MAPS = ['eventTypes', 'services', 'channels', 'bindings', 'subscriptions'] as const

/** The edit without what only moves things; null where nothing is left. */
export function runPartOf({ label, changes }: Edit): Edit | null {
  const left = changes.filter(({ path }) => path[0] !== 'layout')
  return left.length === 0 ? null : { label, changes: left }
}

/** The edit that makes `after` of `before`, layout aside; null where they are the same. */
export function differenceOf(before: Topology, after: Topology, label: string): Edit | null {
  const changes: Change[] = []
  if (before.name !== after.name) changes.push({ path: ['name'], value: after.name })
  if (before.description !== after.description)
    changes.push(change(['description'], after.description))
  for (const map of MAPS) changes.push(...mapDifference(map, before[map], after[map]))
  return changes.length === 0 ? null : { label, changes }
}

function mapDifference(
  map: string,
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): Change[] {
  const ids = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return ids
    .filter((id) => !isEqual(before[id], after[id]))
    .map((id) => change([map, id], after[id]))
}

function change(path: Change['path'], value: unknown): Change {
  return value === undefined ? { path } : { path, value }
}

/** Both have been through the schema: of bounded depth, and JSON. Keys may differ in their order. */
function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const aEntries = Object.entries(a)
  const others = new Map(Object.entries(b))
  return (
    aEntries.length === others.size &&
    aEntries.every(([key, value]) => others.has(key) && isEqual(value, others.get(key)))
  )
}
