import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'

/** Whether a large drawing is seen from so far away that canvas.css hides its details. */
export const detailsStore = createStore<{ readonly areLeftOut: boolean }>(() => ({
  areLeftOut: false,
}))

/** Of a large drawing, what is hidden is not in the page at all: so many elements weigh in each frame. */
export function Details({ children }: { readonly children: ReactNode }) {
  return useStore(detailsStore, (state) => state.areLeftOut) ? null : children
}
