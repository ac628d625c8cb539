// Documents go out as text: to a file, or to the clipboard.

import { canonicalText } from '#shared/topology/canonical.ts'
import { fetchRecipeText } from '../connection/documents.ts'
import { designerStore } from '../store/designerStore.ts'

export function downloadTopology(): void {
  const { topology, topologyId } = designerStore.getState()
  download(`${topologyId ?? 'topology'}.json`, canonicalText(topology))
}

export async function copyTopology(): Promise<void> {
  await copy(canonicalText(designerStore.getState().topology), 'The topology')
}

export async function downloadRecipe(): Promise<void> {
  const { topologyId } = designerStore.getState()
  const text = await recipeText()
  if (text !== null) download(`${topologyId ?? 'run'}.recipe.json`, text)
}

export async function copyRecipe(): Promise<void> {
  const text = await recipeText()
  if (text !== null) await copy(text, 'The recipe of the run')
}

export async function copy(text: string, what: string): Promise<void> {
  const { notify } = designerStore.getState()
  try {
    await navigator.clipboard.writeText(text)
    notify({ tone: 'success', text: `${what} is on the clipboard.` })
  } catch {
    notify({ tone: 'error', text: 'The browser did not let the page write to the clipboard.' })
  }
}

async function recipeText(): Promise<string | null> {
  const { topologyId, notify } = designerStore.getState()
  if (topologyId === null) return null
  const result = await fetchRecipeText(topologyId)
  if (result.ok) return result.value
  notify({ tone: 'error', text: result.message })
  return null
}

export function downloadBlob(fileName: string, blob: Blob): void {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = fileName
  link.click()
  URL.revokeObjectURL(url)
}

export function download(fileName: string, text: string): void {
  downloadBlob(fileName, new Blob([text], { type: 'application/json' }))
}
