// Moving things on the canvas: what is dropped into a frame joins the context, what is dropped outside
// leaves it, and a frame takes along what belongs to it.

import { entriesById, ownValue } from '../lib/entries.ts'
import { bounded } from './bounded.ts'
import type { Change, Edit } from './change.ts'
import { type CanvasItem, canvasItems, contextAt, grownToHold } from './contextMembers.ts'
import { contextName } from './contexts.ts'
import type { Context, Note } from './layout.ts'
import { labelName, nodeName } from './naming.ts'
import { centreOf, moved, type Rectangle, sameRectangle } from './rectangles.ts'
import type { Position, Topology } from './topology.ts'

type Positions = Readonly<Record<string, Position>>

/** New top left corners, by id. */
export interface CanvasMove {
  readonly nodes?: Positions
  readonly notes?: Positions
  readonly contexts?: Positions
}

interface MoveOptions {
  /** Nothing joins or leaves; frames still grow round what is theirs. */
  readonly keepsMembership?: boolean
}

/** Null: everything is there already. */
export function moveOnCanvas(
  topology: Topology,
  move: CanvasMove,
  { keepsMembership = false }: MoveOptions = {},
): Edit | null {
  const contexts = movedContexts(topology, move)
  const placed = { ...topology, layout: { ...topology.layout, contexts } }
  const items = movedItems(topology, move).map((item) =>
    settled(placed, item, { keepsMembership, move }),
  )
  const changes = [
    ...items.flatMap((item) => changeOf(topology, item)),
    ...entriesById(contexts).flatMap(([id, context]) => {
      const grown = withRoomFor(context, id, items)
      const before = topology.layout.contexts[id]
      return before && sameRectangle(before, grown)
        ? []
        : [{ path: ['layout', 'contexts', id], value: grown }]
    }),
  ]
  if (changes.length === 0) return null
  return bounded(topology, { label: `Move ${whatMoves(topology, items, move)}`, changes })
}

/** Where everything that goes along stands, by id: what a canvas shows while it is dragged. */
export function carriedBy(topology: Topology, move: CanvasMove): Required<CanvasMove> {
  const carried: { nodes: Record<string, Position>; notes: Record<string, Position> } = {
    nodes: { ...move.nodes },
    notes: { ...move.notes },
  }
  for (const { item, box } of movedItems(topology, move))
    carried[item.section][item.id] = { x: box.x, y: box.y }
  return { ...carried, contexts: move.contexts ?? {} }
}

interface MovedItem {
  readonly item: CanvasItem
  /** Where it is now. */
  readonly box: Rectangle
  readonly contextId: string | undefined
  /** By the frame that it belongs to, not by itself. */
  readonly isCarried: boolean
}

function movedItems(topology: Topology, move: CanvasMove): readonly MovedItem[] {
  return canvasItems(topology).flatMap((item): MovedItem[] => {
    const { section, id, box, contextId } = item
    const target = ownValue(move[section] ?? {}, id)
    const offset = contextId === undefined ? null : offsetOf(topology, move, contextId)
    const carriedTo = offset && moved(box, offset)
    const place = target ?? carriedTo
    if (place === null) return []
    const isCarried = place.x === carriedTo?.x && place.y === carriedTo.y
    return [{ item, box: { ...box, ...xy(place) }, contextId, isCarried }]
  })
}

function offsetOf({ layout }: Topology, move: CanvasMove, contextId: string): Position | null {
  const from = ownValue(layout.contexts, contextId)
  const to = ownValue(move.contexts ?? {}, contextId)
  return from && to ? { x: to.x - from.x, y: to.y - from.y } : null
}

function movedContexts({ layout }: Topology, { contexts = {} }: CanvasMove) {
  return Object.fromEntries(
    Object.entries(layout.contexts).map(([id, context]) => {
      const target = ownValue(contexts, id)
      return [id, target ? { ...context, ...xy(target) } : context]
    }),
  )
}

interface Settling {
  readonly keepsMembership: boolean
  readonly move: CanvasMove
}

/** What is dragged together with its own frame belongs there still. */
function settled(placed: Topology, item: MovedItem, { keepsMembership, move }: Settling) {
  const { contextId, isCarried } = item
  const goesAlong = contextId !== undefined && Object.hasOwn(move.contexts ?? {}, contextId)
  if (keepsMembership || isCarried || goesAlong) return item
  return { ...item, contextId: contextAt(placed, centreOf(item.box)) ?? undefined }
}

function changeOf({ layout }: Topology, { item, box, contextId }: MovedItem): Change[] {
  const { section, id } = item
  const before: Position | Note | undefined = ownValue<Position | Note>(layout[section], id)
  const isSame = before?.x === box.x && before.y === box.y && contextId === item.contextId
  if (isSame) return []
  const { contextId: _, ...rest } = { contextId: undefined, ...before }
  const place = { ...rest, x: box.x, y: box.y }
  const value = contextId === undefined ? place : { ...place, contextId }
  return [{ path: ['layout', section, id], value }]
}

/** A collapsed frame holds what cannot be seen, and keeps its size. */
function withRoomFor(context: Context, id: string, items: readonly MovedItem[]): Context {
  if (context.collapsed === true) return context
  const own = items.filter(({ contextId, isCarried }) => contextId === id && !isCarried)
  return grownToHold(
    context,
    own.map(({ box }) => box),
  )
}

function xy({ x, y }: Position): Position {
  return { x, y }
}

/** What goes along with its frame is not worth a word. */
function whatMoves(topology: Topology, items: readonly MovedItem[], { contexts = {} }: CanvasMove) {
  const own = items.filter(({ isCarried }) => !isCarried).map(({ item }) => item)
  const names = [
    ...own.map(({ section, id }) =>
      section === 'nodes' ? labelName(nodeName(topology, id)) : 'a note',
    ),
    ...Object.keys(contexts).map((id) => contextName(topology, id)),
  ]
  if (names.length === 1) return names[0]
  const onlyNodes = names.length === own.filter(({ section }) => section === 'nodes').length
  return `${names.length} ${onlyNodes ? 'nodes' : 'elements'}`
}
