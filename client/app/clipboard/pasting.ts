// Whatever text is pasted: part of a drawing, a topology, a recipe.

import { isExcerptText } from '#shared/topology/excerpt.ts'
import { designerStore } from '../../store/designerStore.ts'
import { importText } from '../importing.ts'
import { type PasteOptions, pasteExcerptText } from './clipboard.ts'

/** An excerpt comes into the open drawing; a whole topology or recipe is opened as one of its own. */
export async function pasteText(text: string, options: PasteOptions): Promise<void> {
  if (isExcerptText(text)) await pasteExcerptText(text, options)
  else await importText(text)
}

export async function pasteFromClipboard(options: PasteOptions): Promise<void> {
  const text = await readClipboard()
  if (text === null) return
  if (text.trim() === '')
    designerStore.getState().notify({ tone: 'info', text: 'The clipboard holds no text.' })
  else await pasteText(text, options)
}

async function readClipboard(): Promise<string | null> {
  try {
    return await navigator.clipboard.readText()
  } catch {
    const text =
      'The browser did not let the page read the clipboard. Its own keys for pasting do it.'
    designerStore.getState().notify({ tone: 'warning', text })
    return null
  }
}
