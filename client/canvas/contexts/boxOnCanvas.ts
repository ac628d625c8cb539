import { ownValue } from '#shared/lib/entries.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { thingOf } from '../../store/canvasIds.ts'
import { shownId } from '../../store/shownEdges.ts'
import type { Box } from '../geometry.ts'

type Boxes = ReadonlyMap<string, Box>

/** Where something is to be seen: a frame as a whole, and what is out of sight in its collapsed context. */
export function boxOnCanvas(topology: Topology, boxes: Boxes, canvasId: string): Box | undefined {
  const { kind, id } = thingOf(canvasId)
  const known = boxes.get(canvasId)
  if (known || kind === 'note') return known
  if (kind === 'context') return ownValue(topology.layout.contexts, id)
  return boxes.get(shownId(topology, id))
}

/** Everything there is to see. */
export function allBoxes({ layout }: Topology, boxes: Boxes): readonly Box[] {
  const frames = Object.values(layout.contexts).filter(({ collapsed }) => collapsed !== true)
  return [...boxes.values(), ...frames]
}
