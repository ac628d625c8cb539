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
    if (!element) return
    const isDetail = element.closest(DETAILS) !== null
    return livePainters.add((live) => paint(element, live), isDetail)
  })
}

/** What canvas.css hides from farther away; of a large drawing, more. */
const DETAILS = [
  '.node-detail, .node-subtitle, .replica-pips, .edge-rate',
  ...['.sparkline', '.node-bar', '.depth-cells'].map((part) => `[data-sight="near"] ${part}`),
].join(', ')
