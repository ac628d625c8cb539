import type { BreakpointHit } from '#shared/protocol/breakpoints.ts'
import { designerStore } from '../store/designerStore.ts'

/** Selects the part and the event at which the run has paused, and brings both into view. */
export function showHit({ place, event }: BreakpointHit): void {
  const { select, selectEvent, openDock, requestFlyTo } = designerStore.getState()
  if (place?.kind === 'node') {
    select({ nodeIds: [place.id] })
    requestFlyTo([place.id])
  } else if (place?.kind === 'edge') select({ edgeIds: [place.id] })
  if (!event) return
  selectEvent(event)
  openDock('events')
}
