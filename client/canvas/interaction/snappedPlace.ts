// A new node lines up with what is there, as a dragged one does.

import type { Position } from '#shared/topology/topology.ts'
import type { NodeKind } from '../../store/viewSlice.ts'
import type { Box } from '../geometry.ts'
import { guidesStore, NO_GUIDES } from '../guides/guidesStore.ts'
import { snapMove } from '../guides/snapMove.ts'
import { type View, visibleArea } from '../overview/sight.ts'
import { newNodeSize, type Wish } from './placement.ts'

/** Where the middle of a new node comes to lie when the pointer is there. Shows with what it is in line. */
export function snappedPlace(
  kind: NodeKind,
  pointed: Position,
  { boxes, view }: { readonly boxes: ReadonlyMap<string, Box>; readonly view: View },
): Wish {
  const { width, height } = newNodeSize(kind)
  const moving = { x: pointed.x - width / 2, y: pointed.y - height / 2, width, height }
  const request = { moving, others: boxes.values(), view: visibleArea(view) }
  const { offset, lines, gaps } = snapMove({ ...request, zoom: view.transform[2] })
  guidesStore.setState(lines.length + gaps.length > 0 ? { lines, gaps } : NO_GUIDES)
  return { x: pointed.x + offset.x, y: pointed.y + offset.y, isExact: true }
}

export function hideGuides(): void {
  guidesStore.setState(NO_GUIDES)
}
