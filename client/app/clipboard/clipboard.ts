// Parts of a drawing leave and come as text, so that they travel through chats and issues as well.

import { canonicalExcerptText } from '#shared/topology/canonical.ts'
import { pasteExcerpt } from '#shared/topology/duplication.ts'
import { cutChosen } from '#shared/topology/duplicationCut.ts'
import { applyEdit } from '#shared/topology/edit.ts'
import { type Chosen, type Excerpt, excerptOf, parseExcerptText } from '#shared/topology/excerpt.ts'
import { describeProblems } from '#shared/topology/parse.ts'
import { emptyTopology } from '#shared/topology/topology.ts'
import { designerStore } from '../../store/designerStore.ts'
import { createAndOpen, refuse } from '../opening.ts'
import { pasteOffset } from './pastePlace.ts'

export interface PasteOptions {
  /** What led out of the excerpt is connected with what has the same id here. */
  readonly keepsConnections: boolean
}

/** The selection as text; null: nothing that could be copied is selected. */
export function selectionText(): string | null {
  const chosen = chosenThings()
  if (chosen === null) return null
  return canonicalExcerptText(excerptOf(designerStore.getState().topology, chosen))
}

/** What has just been copied goes, in one step of undo. */
export function removeCut(): void {
  const chosen = chosenThings()
  const { topology, edit } = designerStore.getState()
  if (chosen !== null) edit(cutChosen(topology, chosen))
}

function chosenThings(): Chosen | null {
  const { selectedNodeIds, selectedContextIds, selectedNoteIds } = designerStore.getState()
  const count = selectedNodeIds.length + selectedContextIds.length + selectedNoteIds.length
  if (count === 0) return null
  return {
    nodeIds: selectedNodeIds,
    contextIds: selectedContextIds,
    noteIds: selectedNoteIds,
  }
}

/** Comes into the open drawing; where none is open, it becomes one. */
export async function pasteExcerptText(text: string, options: PasteOptions): Promise<void> {
  const parsed = parseExcerptText(text)
  if (!parsed.ok) return refuse(`This cannot be pasted. ${describeProblems(parsed.problems)}`)
  if (designerStore.getState().topologyId === null) await openAsOwn(parsed.excerpt)
  else insert(parsed.excerpt, options)
}

export async function copySelection(): Promise<void> {
  await write(selectionText())
}

export async function cutSelection(): Promise<void> {
  if (await write(selectionText())) removeCut()
}

function insert(excerpt: Excerpt, { keepsConnections }: PasteOptions): void {
  const { topology, edit, select } = designerStore.getState()
  const offset = pasteOffset(excerpt)
  const pasted = pasteExcerpt(topology, excerpt, { offset, keepsConnections })
  const { nodes, contexts, notes } = pasted.copyIds
  if (!edit(pasted.edit)) return
  select({
    nodeIds: [...nodes.values()],
    contextIds: [...contexts.values()],
    noteIds: [...notes.values()],
  })
}

async function openAsOwn(excerpt: Excerpt): Promise<void> {
  const blank = emptyTopology('Pasted')
  const still = { offset: { x: 0, y: 0 }, keepsConnections: false }
  const outcome = applyEdit(blank, pasteExcerpt(blank, excerpt, still).edit)
  if (outcome.ok) await createAndOpen({ kind: 'topology', topology: outcome.topology })
  else refuse(outcome.reason)
}

async function write(text: string | null): Promise<boolean> {
  if (text === null) return false
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    refuse('The browser did not let the page write to the clipboard.')
    return false
  }
}
