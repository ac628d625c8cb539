// The drawing on show is what the server has confirmed, with one's own edits that are still on their
// way laid over it. Pure: each function takes the document as it stands and returns it as it is next.

import type { Edit } from '#shared/topology/change.ts'
import { applyEdit } from '#shared/topology/edit.ts'
import type { Topology } from '#shared/topology/topology.ts'

export interface PendingEdit {
  /** The server applies an edit of one id once, however often it is sent. */
  readonly editId: string
  readonly edit: Edit
}

export interface OpenDocument {
  /** As the server has it at `revision`. */
  readonly confirmed: Topology
  readonly revision: number
  /** Own edits without an answer yet, oldest first. */
  readonly pending: readonly PendingEdit[]
  /** `confirmed` with `pending` laid over it. */
  readonly topology: Topology
}

/** An edit of somebody's that the server has put into its order. */
export interface ConfirmedEdit extends PendingEdit {
  readonly revision: number
}

/** `gap`: something between was missed, so the document has to be fetched again. */
export type Receipt =
  | { readonly kind: 'applied'; readonly document: OpenDocument }
  | { readonly kind: 'known'; readonly document: OpenDocument }
  | { readonly kind: 'gap' }

export function openDocument(
  confirmed: Topology,
  revision: number,
  pending: readonly PendingEdit[],
): OpenDocument {
  return { confirmed, revision, pending, topology: replay(confirmed, pending) }
}

/** Lays an own edit on top; `topology` is the result of applying it to the drawing on show. */
export function withPending(
  document: OpenDocument,
  pendingEdit: PendingEdit,
  topology: Topology,
): OpenDocument {
  return { ...document, topology, pending: [...document.pending, pendingEdit] }
}

/** News of an edit, own or foreign, in the server's order. */
export function received(document: OpenDocument, news: ConfirmedEdit): Receipt {
  const isOwn = document.pending.some(({ editId }) => editId === news.editId)
  const pending = isOwn ? without(document.pending, news.editId) : document.pending
  if (news.revision <= document.revision) return known(document, pending)
  if (news.revision > document.revision + 1) return { kind: 'gap' }
  const result = applyEdit(document.confirmed, news.edit)
  // The server could apply it and we cannot: our copy is not what the server has.
  if (!result.ok) return { kind: 'gap' }
  const { revision } = news
  if (document.pending[0]?.editId !== news.editId)
    return { kind: 'applied', document: openDocument(result.topology, revision, pending) }
  // The oldest of one's own is in what is on show already: that keeps its identity, and nothing that
  // is derived from it is derived again.
  const { topology } = document
  const confirmed = pending.length === 0 ? topology : result.topology
  return { kind: 'applied', document: { confirmed, revision, pending, topology } }
}

/** The server has applied an own edit, now or when it was first sent. */
export function acknowledged(document: OpenDocument, editId: string, revision: number): Receipt {
  const own = document.pending.find((pending) => pending.editId === editId)
  if (own === undefined) return { kind: 'known', document }
  return received(document, { ...own, revision })
}

/** The server will not apply an own edit: the drawing goes on without it. */
export function refused(document: OpenDocument, editId: string): OpenDocument {
  return openDocument(document.confirmed, document.revision, without(document.pending, editId))
}

function known(document: OpenDocument, pending: readonly PendingEdit[]): Receipt {
  if (pending === document.pending) return { kind: 'known', document }
  const { confirmed, revision } = document
  return { kind: 'known', document: openDocument(confirmed, revision, pending) }
}

/** An edit that no longer fits is left out here; the server's refusal will remove it for good. */
function replay(confirmed: Topology, pending: readonly PendingEdit[]): Topology {
  let topology = confirmed
  for (const { edit } of pending) {
    const result = applyEdit(topology, edit)
    if (result.ok) topology = result.topology
  }
  return topology
}

function without(pending: readonly PendingEdit[], editId: string): readonly PendingEdit[] {
  return pending.filter((other) => other.editId !== editId)
}
