// The one function that changes a document: it applies an edit, checks the result and inverts it.

import { problemWithJson, type Step } from '../lib/json.ts'
import type { Change, Edit } from './change.ts'
import { Draft } from './draft.ts'
import { DOCUMENT_BYTES_MAX } from './limits.ts'
import { describePath } from './paths.ts'
import { describeProblems } from './problems.ts'
import { recheck } from './recheck.ts'
import { valueAt } from './schemaWalk.ts'
import { bytesOf } from './size.ts'
import type { Topology } from './topology.ts'

export type EditOutcome =
  /** `inverse` brings back exactly what was there, and has the same label. */
  | { readonly ok: true; readonly topology: Topology; readonly inverse: Edit }
  /** `reason` is a sentence for the person who made the edit. */
  | { readonly ok: false; readonly reason: string }

/** Pure. What the edit does not touch keeps its identity (`===`). All changes are made, or none. */
export function applyEdit(topology: Topology, edit: Edit): EditOutcome {
  const draft = new Draft(topology)
  const undone: Change[] = []
  for (const change of edit.changes) {
    const problem = problemWithJson(change.value ?? null)
    if (problem !== null) {
      const path = describePath([...change.path, ...problem.path])
      return { ok: false, reason: `${path}: ${problem.message}` }
    }
    const written = draft.write(change)
    if (!written.ok) return written
    undone.push({ ...written.undo, path: [...written.undo.path] })
  }
  const checked = recheck(topology, draft.root)
  if (!checked.ok) return { ok: false, reason: describeProblems(checked.problems) }
  if (isTooLarge(topology, checked.value)) return { ok: false, reason: TOO_LARGE }
  // Taking the changes back would leave the defaults standing that the schema filled in.
  const changes = [...undone.reverse(), ...restorations(topology, checked.filled)]
  return { ok: true, topology: checked.value, inverse: { label: edit.label, changes } }
}

const TOO_LARGE = `A topology takes at most ${DOCUMENT_BYTES_MAX / 1_000_000} MB as a file, and with this it would take more.`

/** A file that could not be opened again must not come to be. */
function isTooLarge(before: Topology, after: Topology): boolean {
  const bytes = bytesOf(after)
  return bytes > DOCUMENT_BYTES_MAX && bytes > bytesOf(before)
}

function restorations(before: Topology, filled: readonly (readonly Step[])[]): Change[] {
  return filled
    .map((path) => ({ path: [...path], value: valueAt(before, path) }))
    .filter(({ value }) => value !== undefined)
}
