// Putting a new node down: its name, its size, and a place where nothing lies yet.

import type { ChannelKind } from '#shared/topology/channels.ts'
import { type Addition, addChannel, addService } from '#shared/topology/edits.ts'
import { freshName } from '#shared/topology/ids.ts'
import { newChannel } from '#shared/topology/newElements.ts'
import { channelSize, GRID, type Size, serviceSize } from '#shared/topology/nodeSizes.ts'
import { overlap } from '#shared/topology/rectangles.ts'
import type { Service } from '#shared/topology/services.ts'
import type { Position, Topology } from '#shared/topology/topology.ts'
import { nodeKinds } from '../../store/nodeKinds.ts'
import type { NodeKind } from '../../store/viewSlice.ts'
import type { Box } from '../geometry.ts'

/** Where the middle of a new node should be. Exact: it is in line with others, and off the grid perhaps. */
export interface Wish extends Position {
  readonly isExact?: boolean
}

export function addNode(topology: Topology, kind: NodeKind, centre: Wish): Addition {
  const name = nameFor(topology, kind)
  const position = cornerFor(kind, centre)
  return isRole(kind)
    ? addService(topology, { name, role: kind, position })
    : addChannel(topology, { kind, name, position })
}

export function newNodeSize(kind: NodeKind): Size {
  if (isRole(kind)) return serviceSize({ role: kind })
  return channelSize(newChannel(kind, nodeKinds[kind].firstName), {
    rows: 0,
    holdsDeadLetters: false,
  })
}

export interface Ground {
  /** What stands there already. */
  readonly boxes: Iterable<Box>
  /** The part of the drawing that is on show. */
  readonly view: Box
}

/**
 * The wished centre, or the next one to the right that leaves a gap to everything; where the view ends, a
 * row further down.
 */
export function freeCentre(kind: NodeKind, wish: Position, { boxes, view }: Ground): Position {
  const size = newNodeSize(kind)
  const taken = [...boxes].map(withGap)
  const first = cornerFor(kind, wish)
  let corner = first
  let rowEnd = Number.NEGATIVE_INFINITY
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const there = { ...corner, ...size }
    const blocking = taken.find((box) => overlap(box, there))
    if (!blocking) return { x: corner.x + size.width / 2, y: corner.y + size.height / 2 }
    rowEnd = Math.max(rowEnd, blocking.y + blocking.height)
    const x = Math.ceil((blocking.x + blocking.width) / GRID) * GRID
    const isInView = x + size.width <= view.x + view.width
    corner = isInView ? { x, y: corner.y } : { x: first.x, y: Math.ceil(rowEnd / GRID) * GRID }
    if (!isInView) rowEnd = Number.NEGATIVE_INFINITY
  }
  return { x: corner.x + size.width / 2, y: corner.y + size.height / 2 }
}

/** Between two nodes, so that they do not touch and an edge can be seen. */
const GAP = 2 * GRID

function withGap({ x, y, width, height }: Box): Box {
  return { x: x - GAP, y: y - GAP, width: width + 2 * GAP, height: height + 2 * GAP }
}

function snapped({ x, y }: Position): Position {
  return { x: Math.round(x / GRID) * GRID, y: Math.round(y / GRID) * GRID }
}

const TRIES_MAX = 1000
const ROLES: readonly NodeKind[] = ['service', 'external', 'projection'] satisfies Service['role'][]

function isRole(kind: NodeKind): kind is Exclude<NodeKind, ChannelKind> {
  return ROLES.includes(kind)
}

function cornerFor(kind: NodeKind, { x, y, isExact }: Wish): Position {
  const { width, height } = newNodeSize(kind)
  const corner = { x: Math.round(x - width / 2), y: Math.round(y - height / 2) }
  return isExact ? corner : snapped(corner)
}

/** "Service", then "Service 2": a person tells them apart before naming them. */
function nameFor({ services, channels }: Topology, kind: NodeKind): string {
  const nodes = [...Object.values(services), ...Object.values(channels)]
  const taken = new Set(nodes.map(({ name }) => name))
  return freshName(nodeKinds[kind].firstName, (name) => taken.has(name))
}
