// Brings a drawing into order where it is: the places of a graph become one edit.

import { entriesById, ownValue } from '../lib/entries.ts'
import { contextKey, type GraphParts, noteKey } from './arrangeGraph.ts'
import { bounded } from './bounded.ts'
import type { Change, Edit } from './change.ts'
import { frameRound, grownToHold } from './contextMembers.ts'
import { GRID, type Size } from './nodeSizes.ts'
import { hullOf, moved, overlap, type Rectangle } from './rectangles.ts'
import type { Position, Topology } from './topology.ts'

/** What is tidied, and what of it keeps together. */
export interface Tidied {
  readonly parts: GraphParts
  readonly label: string
}

type SizeOf = GraphParts['sizeOf']

/** No ids: all of it. Null: there is nothing to bring into order. */
export function tidying(
  topology: Topology,
  chosenIds: readonly string[],
  { edges, sizeOf }: Pick<GraphParts, 'edges' | 'sizeOf'>,
): Tidied | null {
  const all = [...Object.keys(topology.services), ...Object.keys(topology.channels)].sort()
  const chosen = new Set(chosenIds.length === 0 ? all : chosenIds)
  if (chosen.size < 2) return null
  const members = new Map<string, string[]>()
  for (const id of all) {
    const contextId = ownValue(topology.layout.nodes, id)?.contextId
    if (contextId !== undefined) members.set(contextId, [...(members.get(contextId) ?? []), id])
  }
  // A frame moves with what it holds; where only some of it is chosen, it stays.
  const whole = Object.keys(topology.layout.contexts).filter((contextId) => {
    const ids = members.get(contextId) ?? []
    if (ids.length === 0) return chosenIds.length === 0
    return ids.every((id) => chosen.has(id))
  })
  const isOneFrame = whole.length === 1 && members.get(whole[0] ?? '')?.length === chosen.size
  const contextIds = isOneFrame && chosenIds.length > 0 ? [] : whole
  const label = chosenIds.length === 0 ? 'Tidy the drawing' : `Tidy ${chosen.size} nodes`
  return { label, parts: { nodeIds: [...chosen].sort(), contextIds, edges, sizeOf } }
}

/** `places`: by the keys of the graph. Null: everything stands like that already. */
export function tidyEdit(
  topology: Topology,
  { parts, label }: Tidied,
  places: ReadonlyMap<string, Position>,
): Edit | null {
  const laid = new Laid(topology, parts, places)
  const boxes = new Map([...laid.nodes].map(([id, place]) => [id, boxAt(place, parts.sizeOf(id))]))
  const changes = [
    ...[...laid.nodes].flatMap(([id, place]) => placing(topology, ['nodes', id], place)),
    ...[...laid.frames].flatMap(([id, frame]) => placing(topology, ['contexts', id], frame)),
    ...[...laid.notes].flatMap(([id, place]) => placing(topology, ['notes', id], place)),
    ...grownFrames(topology, boxes, laid.frames),
    ...asideNotes(topology, laid, boxes),
  ]
  return changes.length === 0 ? null : bounded(topology, { label, changes })
}

/** Where everything comes to stand: what is tidied begins where it began. */
class Laid {
  readonly nodes = new Map<string, Position>()
  readonly notes = new Map<string, Position>()
  readonly frames = new Map<string, Rectangle>()

  constructor(topology: Topology, parts: GraphParts, places: ReadonlyMap<string, Position>) {
    const { layout } = topology
    const before = cornerOf(parts.nodeIds.map((id) => ownValue(layout.nodes, id) ?? { x: 0, y: 0 }))
    const after = cornerOf(
      parts.nodeIds.flatMap((id) => places.get(id) ?? collapsedPlace(topology, id, places) ?? []),
    )
    const offset = { x: onGrid(before.x - after.x), y: onGrid(before.y - after.y) }
    const placeOf = (key: string): Position | null => {
      const place = places.get(key)
      return place ? moved(place, offset) : null
    }
    for (const id of parts.nodeIds) {
      // Somebody may have removed it while the graph was laid out.
      const isThere = Object.hasOwn(topology.services, id) || Object.hasOwn(topology.channels, id)
      const place = placeOf(id)
      if (place && isThere) this.nodes.set(id, place)
    }
    for (const [id, { contextId }] of entriesById(layout.notes)) {
      const place = placeOf(noteKey(id))
      if (place && parts.contextIds.includes(contextId ?? '')) this.notes.set(id, place)
    }
    this.#layFrames(topology, parts, placeOf)
  }

  #layFrames(
    topology: Topology,
    parts: GraphParts,
    placeOf: (key: string) => Position | null,
  ): void {
    const { layout } = topology
    for (const id of parts.contextIds) {
      const context = ownValue(layout.contexts, id)
      const place = placeOf(contextKey(id))
      if (!context || !place) continue
      if (context.collapsed) this.#moveAlong(topology, id, place)
      this.frames.set(id, this.#frameOf(topology, id, parts.sizeOf) ?? { ...context, ...place })
    }
  }

  /** What is out of sight keeps its place in its frame. */
  #moveAlong({ layout }: Topology, contextId: string, place: Position): void {
    const { x, y } = ownValue(layout.contexts, contextId) ?? place
    const offset = { x: place.x - x, y: place.y - y }
    for (const [id, member] of entriesById(layout.nodes))
      if (member.contextId === contextId) this.nodes.set(id, moved(member, offset))
    for (const [id, member] of entriesById(layout.notes))
      if (member.contextId === contextId) this.notes.set(id, moved(member, offset))
  }

  /** Null: it is drawn as one node, or holds nothing. */
  #frameOf({ layout }: Topology, contextId: string, sizeOf: SizeOf): Rectangle | null {
    if (ownValue(layout.contexts, contextId)?.collapsed) return null
    const isMember = (member: { readonly contextId?: string | undefined } | undefined) =>
      member?.contextId === contextId
    const nodes = [...this.nodes]
      .filter(([id]) => isMember(ownValue(layout.nodes, id)))
      .map(([id, place]) => boxAt(place, sizeOf(id)))
    const notes = [...this.notes].flatMap(([id, place]) => {
      const note = ownValue(layout.notes, id)
      return note && isMember(note) ? [boxAt(place, note)] : []
    })
    return frameRound([...nodes, ...notes])
  }
}

/** Frames of which some members have moved hold them all the same. */
function grownFrames(
  topology: Topology,
  boxes: ReadonlyMap<string, Rectangle>,
  laid: ReadonlyMap<string, Rectangle>,
): readonly Change[] {
  return entriesById(topology.layout.contexts).flatMap(([id, context]) => {
    if (laid.has(id) || context.collapsed) return []
    const members = [...boxes]
      .filter(([nodeId]) => ownValue(topology.layout.nodes, nodeId)?.contextId === id)
      .map(([, box]) => box)
    return placing(topology, ['contexts', id], grownToHold(context, members))
  })
}

/** Notes that nodes have come to cover go below the drawing. */
function asideNotes(
  topology: Topology,
  laid: Laid,
  boxes: ReadonlyMap<string, Rectangle>,
): readonly Change[] {
  const occupied = [...boxes.values(), ...laid.frames.values()]
  const hull = hullOf(occupied)
  if (hull === null) return []
  let x = hull.x
  const y = onGrid(hull.y + hull.height + 2 * GRID)
  return entriesById(topology.layout.notes).flatMap(([id, note]) => {
    if (note.contextId !== undefined) return []
    if (!occupied.some((box) => overlap(box, note))) return []
    const place = moved({ x, y }, { x: 0, y: 0 })
    x += Math.ceil(note.width / GRID + 1) * GRID
    return placing(topology, ['notes', id], place)
  })
}

/** Whatever else is said there stays; nothing where it says so already. */
function placing(
  { layout }: Topology,
  [section, id]: readonly ['nodes' | 'notes' | 'contexts', string],
  place: Position | Rectangle,
): readonly Change[] {
  const sections: Readonly<Record<string, Readonly<Record<string, object>>>> = layout
  const known = { ...ownValue(sections[section] ?? {}, id) } as Readonly<Record<string, unknown>>
  const entries = Object.entries(place).filter(([key]) => key in EXTENT)
  if (entries.every(([key, value]) => known[key] === value)) return []
  return [{ path: ['layout', section, id], value: { ...known, ...Object.fromEntries(entries) } }]
}

const EXTENT = { x: true, y: true, width: true, height: true }

function collapsedPlace(
  { layout }: Topology,
  id: string,
  places: ReadonlyMap<string, Position>,
): Position | undefined {
  const contextId = ownValue(layout.nodes, id)?.contextId
  return contextId === undefined ? undefined : places.get(contextKey(contextId))
}

function boxAt({ x, y }: Position, { width, height }: Size): Rectangle {
  return { x, y, width, height }
}

function cornerOf(places: readonly Position[]): Position {
  const x = Math.min(...places.map((place) => place.x))
  const y = Math.min(...places.map((place) => place.y))
  return { x: Number.isFinite(x) ? x : 0, y: Number.isFinite(y) ? y : 0 }
}

function onGrid(distance: number): number {
  return Math.round(distance / GRID) * GRID
}
