// What stands on the canvas, and to which context it belongs.

import { entriesById, ownValue } from '../lib/entries.ts'
import type { Change } from './change.ts'
import type { Context } from './layout.ts'
import { channelSize, type Size, serviceSize } from './nodeSizes.ts'
import {
  bottomOf,
  bounded,
  centreOf,
  holds,
  hullOf,
  type Rectangle,
  rightOf,
  sameRectangle,
} from './rectangles.ts'
import type { Position, Topology } from './topology.ts'

/** What may belong to a context: a service, a channel or a note. */
export interface CanvasItem {
  /** The part of the layout that holds it. */
  readonly section: 'nodes' | 'notes'
  readonly id: string
  readonly box: Rectangle
  readonly contextId: string | undefined
}

/** Between a frame and its members. */
const PADDING = 20
/** The name stands above them, as far away as the line of the frame; also from afar, where it is larger. */
const HEAD = 60

/** Nearer than this, a member touches the line, or the name from afar. */
const NEAR = 10
const NAME_NEAR = 40

/** In the order of their ids, nodes before notes. */
export function canvasItems(topology: Topology): readonly CanvasItem[] {
  const sizes = sizesOf(topology)
  const { nodes, notes } = topology.layout
  return [
    ...entriesById(sizes).map(([id, size]): CanvasItem => {
      const { contextId, x, y } = ownValue(nodes, id) ?? { x: 0, y: 0 }
      return { section: 'nodes', id, box: { x, y, ...size }, contextId }
    }),
    ...entriesById(notes).map(
      ([id, note]): CanvasItem => ({ section: 'notes', id, box: note, contextId: note.contextId }),
    ),
  ]
}

function sizesOf({ services, channels, bindings, subscriptions }: Topology) {
  const rows = new Map<string, number>()
  for (const { fromChannelId } of Object.values(bindings))
    rows.set(fromChannelId, (rows.get(fromChannelId) ?? 0) + 1)
  const deadLetterIds = new Set(
    Object.values(subscriptions).map((subscription) =>
      subscription.kind === 'kafkaConsumer' ? subscription.deadLetterChannelId : undefined,
    ),
  )
  const sizes: Record<string, Size> = {}
  for (const [id, service] of Object.entries(services)) sizes[id] = serviceSize(service)
  for (const [id, channel] of Object.entries(channels)) {
    const shown = { rows: rows.get(id) ?? 0, holdsDeadLetters: deadLetterIds.has(id) }
    sizes[id] = channelSize(channel, shown)
  }
  return sizes
}

export function membersOf(topology: Topology, contextId: string): readonly CanvasItem[] {
  return canvasItems(topology).filter((item) => item.contextId === contextId)
}

/** The services and channels of a context, in the order of their ids. */
export function memberNodeIds({ services, channels, layout }: Topology, contextId: string) {
  return [...Object.keys(services), ...Object.keys(channels)]
    .filter((id) => ownValue(layout.nodes, id)?.contextId === contextId)
    .sort()
}

/** The context that a service or channel belongs to. */
export function contextIdOf({ layout }: Topology, nodeId: string): string | undefined {
  return ownValue(layout.nodes, nodeId)?.contextId
}

/** The collapsed context that a service or channel is out of sight in; null: it is drawn. */
export function hiddenIn(topology: Topology, nodeId: string): string | null {
  const contextId = contextIdOf(topology, nodeId)
  if (contextId === undefined) return null
  return ownValue(topology.layout.contexts, contextId)?.collapsed === true ? contextId : null
}

/** The smallest frame round a place; one that is collapsed takes nothing. */
export function contextAt({ layout }: Topology, point: Position): string | null {
  const frames = Object.entries(layout.contexts).filter(
    ([, context]) => context.collapsed !== true && holds(context, point),
  )
  const [smallest] = entriesById(Object.fromEntries(frames)).toSorted(
    ([, a], [, b]) => a.width * a.height - b.width * b.height,
  )
  return smallest?.[0] ?? null
}

/** Puts a new node in its place: in a frame, it belongs to that context, which grows to hold it. */
export function settling(topology: Topology, nodeId: string, box: Rectangle): Change[] {
  const path = ['layout', 'nodes', nodeId]
  const { x, y } = box
  const contextId = contextAt(topology, centreOf(box))
  const context = contextId === null ? undefined : topology.layout.contexts[contextId]
  if (contextId === null || !context) return [{ path, value: { x, y } }]
  const grown = grownToHold(context, [box])
  const place = { path, value: { x, y, contextId } }
  return grown === context
    ? [place]
    : [place, { path: ['layout', 'contexts', contextId], value: grown }]
}

/** A frame with room round what it holds; null round nothing. */
export function frameRound(boxes: readonly Rectangle[]): Rectangle | null {
  const hull = hullOf(boxes)
  return hull && bounded(padded(hull))
}

/** Grown on those sides that a box comes too near to; the frame itself where none does. */
export function grownToHold(frame: Context, boxes: readonly Rectangle[]): Context {
  const hull = hullOf(boxes)
  if (hull === null) return frame
  const inner = padded(hull)
  const x = hull.x - NEAR < frame.x ? inner.x : frame.x
  const y = hull.y - NAME_NEAR < frame.y ? inner.y : frame.y
  const right = rightOf(hull) + NEAR > rightOf(frame) ? rightOf(inner) : rightOf(frame)
  const bottom = bottomOf(hull) + NEAR > bottomOf(frame) ? bottomOf(inner) : bottomOf(frame)
  const grown = bounded({ x, y, width: right - x, height: bottom - y })
  return sameRectangle(frame, grown) ? frame : { ...frame, ...grown }
}

/** As small as a frame may become: no side comes closer to what it holds than it is or would have to be. */
export function tightest(frame: Rectangle, boxes: readonly Rectangle[]): Rectangle | null {
  const hull = hullOf(boxes)
  if (hull === null) return null
  const inner = padded(hull)
  const x = Math.max(inner.x, frame.x)
  const y = Math.max(inner.y, frame.y)
  const right = Math.min(rightOf(inner), rightOf(frame))
  const bottom = Math.min(bottomOf(inner), bottomOf(frame))
  return hullOf([hull, { x, y, width: right - x, height: bottom - y }])
}

function padded({ x, y, width, height }: Rectangle): Rectangle {
  return {
    x: x - PADDING,
    y: y - HEAD,
    width: width + 2 * PADDING,
    height: height + HEAD + PADDING,
  }
}
