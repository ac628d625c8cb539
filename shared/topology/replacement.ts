// Puts one drawing in the place of another, as an edit of what differs: what is the same in both keeps its
// identity, so a run goes on with it.

import { isRecord, reuse, type Step } from '../lib/json.ts'
import { CHANGES_MAX, type Change, type Edit } from './change.ts'
import type { Topology } from './topology.ts'

/** How deep two documents are compared: down to one service, one position. */
const ENTRY_DEPTH = 2
const LAYOUT_DEPTH = 3

/** Null: they are the same. */
export function replaceTopology(before: Topology, after: Topology, label: string): Edit | null {
  const changes = changesBetween(before, after)
  if (changes.length === 0) return null
  if (changes.length <= CHANGES_MAX) return { label, changes }
  return { label, changes: differences({ before, after, path: [], depth: 1 }) }
}

function changesBetween(before: Topology, after: Topology): Change[] {
  return keysOf(before, after).flatMap((key) =>
    differences({
      before: ownOf(before, key),
      after: ownOf(after, key),
      path: [key],
      depth: (key === 'layout' ? LAYOUT_DEPTH : ENTRY_DEPTH) - 1,
    }),
  )
}

interface Compared {
  readonly before: unknown
  readonly after: unknown
  readonly path: readonly Step[]
  /** Levels that are looked into. */
  readonly depth: number
}

function differences({ before, after, path, depth }: Compared): Change[] {
  if (reuse(before, after) === before) return []
  if (depth > 0 && isRecord(before) && isRecord(after))
    return keysOf(before, after).flatMap((key) =>
      differences({
        before: ownOf(before, key),
        after: ownOf(after, key),
        path: [...path, key],
        depth: depth - 1,
      }),
    )
  return [after === undefined ? { path: [...path] } : { path: [...path], value: after }]
}

function keysOf(before: object, after: object): readonly string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
}

function ownOf(value: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(value, key) ? value[key] : undefined
}
