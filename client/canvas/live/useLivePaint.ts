import { type RefObject, useLayoutEffect } from 'react'
import type { LiveStore } from '../../store/live/liveStore.ts'
import { livePainters } from './livePainters.ts'

/** Lets `paint` write live figures into an element that React leaves alone. */
export function useLivePaint<Painted extends Element>(
  ref: RefObject<Painted | null>,
  paint: (element: Painted, live: LiveStore) => void,
): void {
  useLayoutEffect(() => {
    const element = ref.current
    return element ? livePainters.add((live) => paint(element, live)) : undefined
  })
}
