import { useSyncExternalStore } from 'react'
import { type LiveStore, live } from './liveStore.ts'

/** A text made of live figures. Its component renders again only when the text has changed. */
export function useFigureText(read: (live: LiveStore) => string): string {
  return useSyncExternalStore(live.subscribe, () => read(live))
}
