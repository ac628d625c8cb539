// Edits of contexts: the frames round what belongs together.

import { assert } from '../lib/assert.ts'
import { ownValue } from '../lib/entries.ts'
import { bounded } from './bounded.ts'
import type { Addition, Change, Edit } from './change.ts'
import {
  type CanvasItem,
  canvasItems,
  frameRound,
  grownToHold,
  memberNodeIds,
  membersOf,
  tightest,
} from './contextMembers.ts'
import { freshName } from './ids.ts'
import { freshIdIn, labelName, manyLabel } from './naming.ts'
import { centreOf, holds, hullOf, type Rectangle, bounded as withinBounds } from './rectangles.ts'
import { removeNodes } from './removal.ts'
import type { Topology } from './topology.ts'

/** What is grouped: services, channels and notes. */
export interface ItemIds {
  readonly nodeIds: readonly string[]
  readonly noteIds?: readonly string[]
}

/** A frame round all of them. Contexts that lose all they had go; null: there is nothing to group. */
export function groupItems(topology: Topology, ids: ItemIds): Addition | null {
  const items = chosenItems(topology, ids)
  const frame = frameRound(items.map(({ box }) => box))
  if (frame === null) return null
  const name = nextName(topology)
  const id = freshContextId(topology, name)
  const changes = [
    { path: ['layout', 'contexts', id], value: { name, ...frame } },
    ...removals(topology, emptiedContexts(topology, items)),
    ...items.map((item) => joining(item, id)),
  ]
  const what = ids.nodeIds.length > 0 ? manyLabel(topology, ids.nodeIds) : 'notes'
  return { id, edit: bounded(topology, { label: `Group ${what}`, changes }) }
}

/** An empty frame, or round what its rectangle holds that belongs to no other context. */
export function addContext(topology: Topology, frame: Rectangle): Addition {
  const name = nextName(topology)
  const id = freshContextId(topology, name)
  const taken = itemsInside(topology, frame)
  const context = { name, ...withinBounds(frame) }
  const changes = [
    { path: ['layout', 'contexts', id], value: grownToHold(context, boxesOf(taken)) },
    ...taken.map((item) => joining(item, id)),
  ]
  return { id, edit: bounded(topology, { label: `Add ${labelName(name)}`, changes }) }
}

/** The frames go, what they hold stays where it is. */
export function ungroupContexts(topology: Topology, ids: readonly string[]): Edit {
  const label = `Ungroup ${contextsLabel(topology, ids)}`
  return bounded(topology, { label, changes: removals(topology, ids) })
}

/** With everything that belongs to them. */
export function removeContexts(topology: Topology, ids: readonly string[]): Edit {
  const nodeIds = ids.flatMap((id) => memberNodeIds(topology, id))
  const noteIds = canvasItems(topology)
    .filter(({ section, contextId }) => section === 'notes' && ids.includes(contextId ?? ''))
    .map(({ id }) => id)
  const changes = [
    ...(nodeIds.length > 0 ? removeNodes(topology, nodeIds).changes : []),
    ...noteIds.map((id) => ({ path: ['layout', 'notes', id] })),
    ...removals(topology, ids),
  ]
  return bounded(topology, { label: `Remove ${contextsLabel(topology, ids)}`, changes })
}

/** What leaves a context stays where it is. */
export function leaveContext(topology: Topology, ids: ItemIds): Edit | null {
  const items = chosenItems(topology, ids).filter(({ contextId }) => contextId !== undefined)
  if (items.length === 0) return null
  const [first] = items
  const from = items.every(({ contextId }) => contextId === first?.contextId)
    ? contextName(topology, first?.contextId ?? '')
    : 'their contexts'
  const what = ids.nodeIds.length > 0 ? manyLabel(topology, ids.nodeIds) : 'notes'
  const changes = items.map(({ section, id }) => ({ path: ['layout', section, id, 'contextId'] }))
  return { label: `Take ${what} out of ${from}`, changes }
}

/** The frame grows to hold what comes. */
export function joinContext(topology: Topology, contextId: string, ids: ItemIds): Edit | null {
  const context = ownValue(topology.layout.contexts, contextId)
  const items = chosenItems(topology, ids).filter((item) => item.contextId !== contextId)
  if (items.length === 0 || !context) return null
  const what = ids.nodeIds.length > 0 ? manyLabel(topology, ids.nodeIds) : 'notes'
  const grown = grownToHold(context, boxesOf(items))
  const changes = [
    ...items.map((item) => joining(item, contextId)),
    ...(grown === context ? [] : [{ path: ['layout', 'contexts', contextId], value: grown }]),
  ]
  return { label: `Put ${what} into ${contextName(topology, contextId)}`, changes }
}

export function renameContext(topology: Topology, id: string, name: string): Edit {
  const label = `Rename ${contextName(topology, id)} to ${labelName(name)}`
  return { label, changes: [{ path: ['layout', 'contexts', id, 'name'], value: name }] }
}

export function collapseContexts(topology: Topology, ids: readonly string[]): Edit {
  const changes = ids.map((id) => ({ path: ['layout', 'contexts', id, 'collapsed'], value: true }))
  return { label: `Collapse ${contextsLabel(topology, ids)}`, changes }
}

/** Everything is where it was. */
export function expandContexts(topology: Topology, ids: readonly string[]): Edit {
  const changes = ids.map((id) => ({ path: ['layout', 'contexts', id, 'collapsed'] }))
  return { label: `Expand ${contextsLabel(topology, ids)}`, changes }
}

/** Never smaller than what it holds; what it comes to hold and belongs nowhere joins. */
export function resizeContext(topology: Topology, id: string, frame: Rectangle): Edit {
  const context = ownValue(topology.layout.contexts, id)
  assert(context !== undefined, 'a context that is resized is there')
  const whole = resizedFrame(topology, id, frame)
  const newcomers = itemsInside(topology, whole).filter(({ box }) => !holds(context, centreOf(box)))
  const changes = [
    {
      path: ['layout', 'contexts', id],
      value: grownToHold({ ...context, ...whole }, boxesOf(newcomers)),
    },
    ...newcomers.map((item) => joining(item, id)),
  ]
  return { label: `Resize ${contextName(topology, id)}`, changes }
}

/** What becomes of the wish for a size: members stay inside as far as they were. */
export function resizedFrame(topology: Topology, id: string, wish: Rectangle): Rectangle {
  const context = ownValue(topology.layout.contexts, id)
  assert(context !== undefined, 'a context that is resized is there')
  const held = boxesOf(membersOf(topology, id)).filter((box) => holds(context, centreOf(box)))
  const inner = tightest(context, held)
  return withinBounds((inner && hullOf([wish, inner])) ?? wish)
}

export function contextName({ layout }: Topology, id: string): string {
  return labelName(ownValue(layout.contexts, id)?.name ?? id)
}

function contextsLabel(topology: Topology, ids: readonly string[]): string {
  const [first] = ids
  assert(first !== undefined, 'an edit of contexts has at least one')
  const name = contextName(topology, first)
  return ids.length === 1 ? name : `${name} and ${ids.length - 1} more`
}

function removals(topology: Topology, ids: readonly string[]): Change[] {
  const gone = new Set(ids)
  const { nodes, notes } = topology.layout
  const leaving = (section: 'nodes' | 'notes', members: typeof nodes | typeof notes) =>
    Object.entries(members).flatMap(([id, { contextId }]) =>
      contextId !== undefined && gone.has(contextId)
        ? [{ path: ['layout', section, id, 'contextId'] }]
        : [],
    )
  const frames = ids.map((id) => ({ path: ['layout', 'contexts', id] }))
  return [...leaving('nodes', nodes), ...leaving('notes', notes), ...frames]
}

function chosenItems(topology: Topology, { nodeIds, noteIds = [] }: ItemIds) {
  const chosen = { nodes: new Set(nodeIds), notes: new Set(noteIds) }
  return canvasItems(topology).filter(({ section, id }) => chosen[section].has(id))
}

/** By their middle, and free to join. */
function itemsInside(topology: Topology, frame: Rectangle): readonly CanvasItem[] {
  return canvasItems(topology).filter(
    ({ box, contextId }) => contextId === undefined && holds(frame, centreOf(box)),
  )
}

function emptiedContexts(topology: Topology, leaving: readonly CanvasItem[]): readonly string[] {
  const losing = new Set(leaving.flatMap(({ contextId }) => contextId ?? []))
  const gone = new Set(leaving.map(({ section, id }) => `${section}/${id}`))
  return [...losing].filter((contextId) =>
    membersOf(topology, contextId).every(({ section, id }) => gone.has(`${section}/${id}`)),
  )
}

/** A node that stands nowhere yet stands at the origin. */
function joining({ section, id, box }: CanvasItem, contextId: string): Change {
  if (section === 'notes') return { path: ['layout', section, id, 'contextId'], value: contextId }
  return { path: ['layout', section, id], value: { x: box.x, y: box.y, contextId } }
}

function boxesOf(items: readonly CanvasItem[]): readonly Rectangle[] {
  return items.map(({ box }) => box)
}

function nextName({ layout }: Topology): string {
  const taken = new Set(Object.values(layout.contexts).map(({ name }) => name))
  return freshName('Context', (name) => taken.has(name))
}

function freshContextId({ layout }: Topology, name: string): string {
  return freshIdIn(layout.contexts, name, 'context')
}
