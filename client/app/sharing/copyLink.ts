// Makes the link: the recipe of the run where it is the run of the drawing on show, otherwise the drawing.

import { parseRecipe } from '#shared/topology/parse.ts'
import { fetchRecipeText } from '../../connection/documents.ts'
import { designerStore } from '../../store/designerStore.ts'
import { copy, downloadRecipe, downloadTopology } from '../exporting.ts'
import { CODE_LENGTH_MAX, encodeShared } from './shareCode.ts'

interface Shared {
  readonly text: string
  readonly isRun: boolean
  /** As it ends "… is on the clipboard." */
  readonly words: string
}

export async function copyLink(addressWith: (code: string) => string): Promise<void> {
  const shared = await whatToShare()
  if (shared === null) return
  const encoded = await encodeShared(shared.text)
  if (encoded.kind === 'code') return copy(addressWith(encoded.code), shared.words)
  const kilobytes = (length: number) => `${Math.ceil(length / 1000)} kB`
  designerStore.getState().notify({
    tone: 'warning',
    text: `A link would have ${kilobytes(encoded.length)}, and more than ${kilobytes(CODE_LENGTH_MAX)} is cut off by some programs. Send the file instead.`,
    action: {
      label: 'Download the file',
      run: () => (shared.isRun ? void downloadRecipe() : downloadTopology()),
    },
  })
}

async function whatToShare(): Promise<Shared | null> {
  const { topologyId, topology, run, notify } = designerStore.getState()
  if (topologyId === null) return null
  const drawing = (words: string): Shared => ({
    text: JSON.stringify(topology),
    isRun: false,
    words,
  })
  if (run === null || run.status === 'held') return drawing('A link to this topology')
  if (run.behind || run.edited)
    return drawing(
      'A link to this topology, without its run, which is not the one of this drawing,',
    )
  const result = await fetchRecipeText(topologyId)
  if (!result.ok) {
    notify({ tone: 'error', text: result.message })
    return null
  }
  const parsed = parseRecipe(JSON.parse(result.value))
  if (!parsed.ok) return drawing('A link to this topology')
  // Without the spaces of its file.
  return {
    text: JSON.stringify(parsed.recipe),
    isRun: true,
    words: 'A link to this topology and its run',
  }
}
