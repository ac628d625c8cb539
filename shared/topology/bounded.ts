// Edits of a great many parts at once.

import { assert } from '../lib/assert.ts'
import { CHANGES_MAX, type Edit } from './change.ts'
import { Draft } from './draft.ts'
import type { Topology } from './topology.ts'

/** The edit itself, or where it has more changes than an edit may have, one that replaces whole sections. */
export function bounded(topology: Topology, edit: Edit): Edit {
  if (edit.changes.length <= CHANGES_MAX) return edit
  const draft = new Draft(topology)
  for (const change of edit.changes)
    assert(draft.write(change).ok, 'an edit of our own making can be applied')
  const before: Readonly<Record<string, unknown>> = topology
  const changes = Object.entries(draft.root)
    .filter(([section, value]) => value !== before[section])
    .map(([section, value]) => ({ path: [section], value }))
  return { label: edit.label, changes }
}
