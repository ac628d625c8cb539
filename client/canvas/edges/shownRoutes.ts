// The way of every edge, apart from the edges themselves: while a node is dragged, only ways change, and
// React Flow need not look through all edges in every frame.

import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { Route, Routes } from '../routes.ts'

const routesStore = createStore<{ readonly routes: Routes }>(() => ({ routes: new Map() }))

export function showRoutes(routes: Routes): void {
  routesStore.setState({ routes })
}

/** Undefined for an edge whose ends are not drawn. */
export function useRoute(edgeId: string): Route | undefined {
  return useStore(routesStore, ({ routes }) => routes.get(edgeId))
}
