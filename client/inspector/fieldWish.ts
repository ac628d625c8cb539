// Somebody wants to set something: its field is shown, wherever it is, and gets the focus.

import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { Step } from '#shared/lib/json.ts'
import { designerStore } from '../store/designerStore.ts'

/** The path of the setting in the document; null: nothing is wished for. */
interface FieldWish {
  readonly path: string | null
}

const fieldWish = createStore<FieldWish>(() => ({ path: null }))

/** Of a service or channel. */
export function showField(nodeId: string, path: readonly Step[]): void {
  const { select, requestFlyTo, showPanels } = designerStore.getState()
  showPanels(true)
  select({ nodeIds: [nodeId] })
  requestFlyTo([nodeId])
  fieldWish.setState({ path: path.join('/') })
}

/** What is wished for below this path; null: nothing is. */
export function useWishBelow(path: readonly Step[]): string | null {
  const prefix = path.map((step) => `${step}/`).join('')
  return useStore(fieldWish, (wish) =>
    wish.path?.startsWith(prefix) ? wish.path.slice(prefix.length) : null,
  )
}

export function useIsWished(path: readonly Step[]): boolean {
  const written = path.join('/')
  return useStore(fieldWish, (wish) => wish.path === written)
}

export function fulfilWish(): void {
  fieldWish.setState({ path: null })
}
