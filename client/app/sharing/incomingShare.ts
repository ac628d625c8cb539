// What a link has brought, until the person says what to do with it: nothing is made before.

import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { type ParsedDocument, parseDocumentText } from '#shared/topology/parse.ts'
import { describeProblems } from '#shared/topology/problems.ts'
import { designerStore } from '../../store/designerStore.ts'
import { decodeShared } from './shareCode.ts'

export type SharedDocument = Exclude<ParsedDocument, { kind: 'refused' }>

interface IncomingShare {
  readonly document: SharedDocument | null
}

const incoming = createStore<IncomingShare>()(() => ({ document: null }))

export function useIncomingShare(): SharedDocument | null {
  return useStore(incoming, ({ document }) => document)
}

/** Reads the part of an address after the mark, and asks the person about it. */
export async function receiveShare(code: string): Promise<void> {
  // What could not be saved would go with it, unasked.
  if (designerStore.getState().isGone)
    return refuse('Decide first what becomes of this topology, then open the link again.')
  const decoded = await decodeShared(code)
  if (decoded.kind === 'refused') return refuse(decoded.reason)
  const document = parseDocumentText(decoded.text)
  if (document.kind === 'refused')
    return refuse(`What this link holds cannot be opened. ${describeProblems(document.problems)}`)
  incoming.setState({ document })
  designerStore.getState().openDialog('share')
}

export function forgetShare(): void {
  incoming.setState({ document: null })
  designerStore.getState().openDialog(null)
}

function refuse(text: string): void {
  designerStore.getState().notify({ tone: 'error', text })
}
