// A node that is put between two others often has no room there.

import { rectanglesOf } from './alignBoxes.ts'
import type { Change } from './change.ts'
import { settling } from './contextMembers.ts'
import type { TopologyEdge } from './edges.ts'
import { freePlaceBetween } from './freePlace.ts'
import type { Rectangle } from './rectangles.ts'
import type { Topology } from './topology.ts'

/** Nearer than that there is no room for an edge. */
const NEAR = 16

/** Nothing where it covers nothing; otherwise it moves to the nearest free place between the two ends. */
export function roomFor(topology: Topology, nodeId: string, edge: TopologyEdge): Change[] {
  const others = withoutNode(topology, nodeId)
  const box = rectanglesOf(topology, [nodeId]).get(nodeId)
  const ids = [...Object.keys(others.services), ...Object.keys(others.channels)]
  if (!box || ![...rectanglesOf(others, ids).values()].some((other) => isTooNear(box, other)))
    return []
  const place = freePlaceBetween(others, [edge.fromId, edge.toId], box)
  return settling(topology, nodeId, { ...box, ...place })
}

function withoutNode(topology: Topology, nodeId: string): Topology {
  const { [nodeId]: _service, ...services } = topology.services
  const { [nodeId]: _channel, ...channels } = topology.channels
  return { ...topology, services, channels }
}

function isTooNear(a: Rectangle, b: Rectangle): boolean {
  const acrossGap = Math.max(a.x - b.x - b.width, b.x - a.x - a.width)
  const downGap = Math.max(a.y - b.y - b.height, b.y - a.y - a.height)
  return Math.max(acrossGap, downGap) < NEAR
}
