// Follows the view: says what React Flow gets to draw, a few nodes a frame when they come back.

import { useEffect, useMemo, useRef, useState } from 'react'
import { useStoreApi } from 'reactflow'
import {
  type Drawing,
  firstSight,
  nearestOf,
  type Seen,
  type Sight,
  sameSeen,
  seenOf,
  sightAfter,
} from './sight.ts'

/** So many nodes are mounted within a frame, more or less. */
const NODES_PER_FRAME = 40

export function useSight(nodeCount: number): Sight {
  const store = useStoreApi()
  const [sight, setSight] = useState(() => firstSight(nodeCount))
  useEffect(() => {
    const look = () => setSight((before) => sightAfter(before, store.getState(), nodeCount))
    look()
    return store.subscribe(({ transform, width, height }, previous) => {
      const stays =
        transform === previous.transform && width === previous.width && height === previous.height
      if (!stays) look()
    })
  }, [store, nodeCount])
  return sight
}

export interface Shown extends Seen {
  readonly sight: Sight['kind']
  /** The overview lies under what has come so far. */
  readonly isOverviewShown: boolean
}

/** What is handed on right now: out of an overview, nodes come from the middle outwards. */
export function useShown(sight: Sight, drawing: Drawing, keptIds: readonly string[]): Shown {
  const { boxes, edges, routes } = drawing
  const seen = useMemo(
    () => seenOf(sight, { boxes, edges, routes }, keptIds),
    [sight, boxes, edges, routes, keptIds],
  )
  const arrived = useArrival(sight, seen.nodeIds?.size ?? boxes.size)
  const shown = useMemo((): Shown => {
    if (sight.kind !== 'near' || arrived === null)
      return { ...seen, sight: sight.kind, isOverviewShown: sight.kind === 'overview' }
    const { x, y, width, height } = sight.area
    const middle = { x: x + width / 2, y: y + height / 2 }
    const nearest = nearestOf(seen, boxes, { middle, count: arrived })
    return { ...nearest, sight: 'near', isOverviewShown: true }
  }, [sight, seen, boxes, arrived])
  return useSteady(shown)
}

/** While a node is dragged, boxes and routes are others in each frame; what is shown stays the same. */
function useSteady(shown: Shown): Shown {
  const known = useRef(shown)
  const { sight, isOverviewShown } = known.current
  const isAsBefore = sight === shown.sight && isOverviewShown === shown.isOverviewShown
  const steady = isAsBefore && sameSeen(known.current, shown) ? known.current : shown
  useEffect(() => {
    known.current = steady
  })
  return steady
}

/** How many nodes have come since the overview was left; null: all. */
function useArrival(sight: Sight, nodeCount: number): number | null {
  const isFar = sight.kind === 'overview'
  const [arrived, setArrived] = useState<number | null>(isFar ? NODES_PER_FRAME : null)
  // The first come at once: the one with the focus is among them when somebody flew there.
  if (isFar && arrived !== NODES_PER_FRAME) setArrived(NODES_PER_FRAME)
  const isComing = !isFar && arrived !== null
  useEffect(() => {
    if (!isComing) return
    const frame = requestAnimationFrame(() =>
      setArrived(arrived >= nodeCount ? null : arrived + NODES_PER_FRAME),
    )
    return () => cancelAnimationFrame(frame)
  }, [isComing, arrived, nodeCount])
  return isComing || isFar ? arrived : null
}
