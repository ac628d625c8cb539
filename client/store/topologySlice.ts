import type { StateCreator } from 'zustand'
import type { Edit } from '#shared/topology/change.ts'
import { applyEdit } from '#shared/topology/edit.ts'
import { EDIT_BYTES_MAX } from '#shared/topology/limits.ts'
import { bytesOfEdit } from '#shared/topology/size.ts'
import { emptyTopology, type Topology } from '#shared/topology/topology.ts'
import { EMPTY_HISTORY, forgotten, type History, recorded, redone, undone } from './history.ts'
import {
  acknowledged,
  type ConfirmedEdit,
  type OpenDocument,
  openDocument,
  type PendingEdit,
  type Receipt,
  received,
  refused,
  withPending,
} from './pendingEdits.ts'

export interface TopologySlice extends OpenDocument {
  /** null: none is open. */
  readonly topologyId: string | null
  readonly history: History
  /** What undo and redo would do, in words; null: nothing. */
  readonly undoLabel: string | null
  readonly redoLabel: string | null
  /** The newest revision that the server has written to its file. */
  readonly savedRevision: number
  /** Why the server could not write the file. */
  readonly saveProblem: string | null
  /** Somebody has deleted the topology on the server: what is on show is all that is left of it. */
  readonly isGone: boolean
  /** False: the browser has no room for edits that the server has not got. */
  readonly isKeptLocally: boolean

  /**
   * Applies an edit at once, remembers it for undo and leaves it for the server. An edit that does not
   * fit raises a notice.
   */
  readonly edit: (edit: Edit, options?: EditOptions) => boolean
  readonly undo: () => void
  readonly redo: () => void

  readonly openTopology: (opened: OpenedTopology) => void
  readonly closeTopology: () => void
  /** False: news were missed, the document has to be fetched again. */
  readonly receiveEdit: (news: ConfirmedEdit) => boolean
  readonly acknowledge: (editId: string, revision: number) => boolean
  readonly refuse: (editId: string, reason: string) => void
  readonly receiveSaved: (revision: number, problem: string | null) => void
  readonly receiveGone: () => void
  readonly setKeptLocally: (isKeptLocally: boolean) => void
}

export interface EditOptions {
  /** Edits with the same words here, in quick succession, are undone as one. */
  readonly coalesce?: string
  /** Also long after the first of them: the person was asked meanwhile. */
  readonly completes?: boolean
}

export interface OpenedTopology {
  readonly id: string
  readonly topology: Topology
  readonly revision: number
  /** Own edits kept from an earlier visit that the server may not have. */
  readonly kept?: readonly PendingEdit[]
}

/** What the slice needs of its surroundings. */
export interface EditSurroundings {
  readonly newEditId: () => string
  readonly nowMs: () => number
  readonly notifyRefused: (reason: string) => void
}

export function createTopologySlice(
  surroundings: EditSurroundings,
): StateCreator<TopologySlice, [], [], TopologySlice> {
  return (set, get) => ({
    ...nothingOpen(),
    edit: (edit, options) => {
      const result = propose(get(), edit, surroundings)
      if (!result) return false
      const { inverse, document } = result
      const coalesce = options?.coalesce ?? null
      const completes = options?.completes === true
      const step = { inverse, coalesce, atMs: surroundings.nowMs(), completes }
      set({ ...document, ...withLabels(recorded(get().history, step)) })
      return true
    },
    undo: () => set(travel(get(), 'undo', surroundings)),
    redo: () => set(travel(get(), 'redo', surroundings)),

    openTopology: (opened) => set(opening(get(), opened)),
    closeTopology: () => set(nothingOpen()),
    receiveEdit: (news) => take(received(get(), news), set),
    acknowledge: (editId, revision) => {
      // The server answers when the edit is in the file.
      set({ savedRevision: Math.max(get().savedRevision, revision) })
      return take(acknowledged(get(), editId, revision), set)
    },
    refuse: (editId, reason) => {
      set(refused(get(), editId))
      surroundings.notifyRefused(reason)
    },
    receiveSaved: (savedRevision, saveProblem) =>
      set(saveProblem === null ? { savedRevision, saveProblem } : { saveProblem }),
    receiveGone: () => set({ isGone: true }),
    setKeptLocally: (isKeptLocally) => set({ isKeptLocally }),
  })
}

const TOO_LONG = `One edit changes at most ${EDIT_BYTES_MAX / 1_000_000} MB, and this one would change more. Do it in parts.`

const LABELS_OF_NOTHING = { undoLabel: null, redoLabel: null }

function nothingOpen() {
  return {
    ...openDocument(emptyTopology('Untitled'), 0, []),
    topologyId: null,
    history: EMPTY_HISTORY,
    ...LABELS_OF_NOTHING,
    savedRevision: 0,
    saveProblem: null,
    isGone: false,
    isKeptLocally: true,
  }
}

function opening(state: TopologySlice, { id, topology, revision, kept = [] }: OpenedTopology) {
  // What has the id of a topology that is gone is another one.
  const isSame = state.topologyId === id && !state.isGone
  const known = isSame ? state.pending : []
  const knownIds = new Set(known.map(({ editId }) => editId))
  const pending = [...kept.filter(({ editId }) => !knownIds.has(editId)), ...known]
  const document = openDocument(topology, revision, pending)
  const savedRevision = state.saveProblem === null || !isSame ? revision : state.savedRevision
  // The same topology fetched again (after a reconnect): what one did can still be undone.
  if (isSame) return { ...document, savedRevision }
  const fresh = {
    topologyId: id,
    history: EMPTY_HISTORY,
    ...LABELS_OF_NOTHING,
    isGone: false,
    isKeptLocally: true,
  }
  return { ...document, ...fresh, savedRevision, saveProblem: null }
}

/** Lays an edit over the drawing on show. Null: it does not fit, and a notice says why. */
function propose(state: TopologySlice, edit: Edit, surroundings: EditSurroundings) {
  if (bytesOfEdit(edit) > EDIT_BYTES_MAX) {
    surroundings.notifyRefused(TOO_LONG)
    return null
  }
  const result = applyEdit(state.topology, edit)
  if (!result.ok) {
    surroundings.notifyRefused(result.reason)
    return null
  }
  const pendingEdit = { editId: surroundings.newEditId(), edit }
  const { confirmed, revision, pending, topology } = state
  const document = withPending(
    { confirmed, revision, pending, topology },
    pendingEdit,
    result.topology,
  )
  return { inverse: result.inverse, document }
}

function travel(state: TopologySlice, direction: 'undo' | 'redo', surroundings: EditSurroundings) {
  const step = state.history[direction].at(-1)
  if (!step) return {}
  const result = propose(state, step.inverse, surroundings)
  if (!result) return withLabels(forgotten(state.history, direction))
  const history =
    direction === 'undo'
      ? undone(state.history, result.inverse)
      : redone(state.history, result.inverse)
  return { ...result.document, ...withLabels(history) }
}

function withLabels(history: History) {
  return {
    history,
    undoLabel: history.undo.at(-1)?.inverse.label ?? null,
    redoLabel: history.redo.at(-1)?.inverse.label ?? null,
  }
}

function take(receipt: Receipt, set: (document: OpenDocument) => void): boolean {
  if (receipt.kind === 'gap') return false
  set(receipt.document)
  return true
}
