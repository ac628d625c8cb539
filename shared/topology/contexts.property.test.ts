import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalText } from './canonical.ts'
import { duplicateOnCanvas } from './canvasCopies.ts'
import { moveOnCanvas } from './canvasMoves.ts'
import type { Edit } from './change.ts'
import { editSchema } from './change.ts'
import { membersOf } from './contextMembers.ts'
import {
  addContext,
  collapseContexts,
  expandContexts,
  groupItems,
  leaveContext,
  removeContexts,
  resizeContext,
  ungroupContexts,
} from './contexts.ts'
import { applyEdit } from './edit.ts'
import { addNote, colourNote, removeNotes, resizeNote, writeNote } from './notes.ts'
import { parseTopologyText } from './parse.ts'
import { anyTopologyAndNodes } from './topology.arbitrary.ts'
import type { Topology } from './topology.ts'

type Make = (drawing: Drawing) => Edit | null | undefined

interface Drawing {
  readonly topology: Topology
  readonly nodeIds: readonly string[]
  readonly contextIds: readonly string[]
  readonly noteIds: readonly string[]
  readonly box: {
    readonly x: number
    readonly y: number
    readonly width: number
    readonly height: number
  }
}

const EDITS: Readonly<Record<string, Make>> = {
  group: ({ topology, nodeIds, noteIds }) => groupItems(topology, { nodeIds, noteIds })?.edit,
  add: ({ topology, box }) => addContext(topology, box).edit,
  leave: ({ topology, nodeIds, noteIds }) => leaveContext(topology, { nodeIds, noteIds }),
  ungroup: ({ topology, contextIds }) => some(contextIds) && ungroupContexts(topology, contextIds),
  remove: ({ topology, contextIds }) => some(contextIds) && removeContexts(topology, contextIds),
  collapse: ({ topology, contextIds }) =>
    some(contextIds) && collapseContexts(topology, contextIds),
  expand: ({ topology, contextIds }) => some(contextIds) && expandContexts(topology, contextIds),
  resize: ({ topology, contextIds: [id], box }) =>
    id === undefined ? null : resizeContext(topology, id, box),
  move: ({ topology, nodeIds, contextIds, noteIds, box }) =>
    moveOnCanvas(topology, {
      nodes: at(nodeIds, box),
      notes: at(noteIds, box),
      contexts: at(contextIds, box),
    }),
  duplicate: ({ topology, box, ...ids }) => duplicateOnCanvas(topology, ids, box)?.edit,
  'add a note': ({ topology, box }) => addNote(topology, box, 'One\ntwo').edit,
  'write a note': ({ noteIds: [id] }) => (id === undefined ? null : writeNote(id, 'Two')),
  'colour a note': ({ noteIds: [id] }) => (id === undefined ? null : colourNote(id, 3)),
  'resize a note': ({ topology, noteIds: [id], box }) =>
    id === undefined ? null : resizeNote(topology, id, box),
  'remove notes': ({ noteIds }) => some(noteIds) && removeNotes(noteIds),
}

describe('any edit of frames and notes', () => {
  it('fits any drawing, survives its file, and is taken back exactly', () => {
    const applied = Object.fromEntries(Object.keys(EDITS).map((name) => [name, 0]))
    fc.assert(
      fc.property(anyDrawing(), (drawing) => {
        for (const [name, make] of Object.entries(EDITS)) {
          const edit = make(drawing)
          if (!edit) continue
          applied[name] = (applied[name] ?? 0) + 1
          expectExact(drawing.topology, edit, name)
        }
      }),
      { numRuns: 80 },
    )
    // None of them holds for want of drawings that it fits.
    expect(Object.entries(applied).filter(([, count]) => count === 0)).toEqual([])
  })
})

function expectExact(topology: Topology, edit: Edit, name: string): void {
  expect(editSchema.safeParse(edit).success, name).toBe(true)

  const outcome = applyEdit(topology, edit)
  if (!outcome.ok) throw new Error(`${name}: ${outcome.reason}`)
  expect(parseTopologyText(canonicalText(outcome.topology)), name).toEqual({
    ok: true,
    topology: outcome.topology,
  })

  const back = applyEdit(outcome.topology, outcome.inverse)
  if (!back.ok) throw new Error(`${name}: ${back.reason}`)
  expect(back.topology, name).toEqual(topology)
}

describe('moving a frame', () => {
  it('moves each member by as much, and nobody joins or leaves', () => {
    let moved = 0
    fc.assert(
      fc.property(anyDrawing(), ({ topology, contextIds: [id], box }) => {
        const context = id === undefined ? undefined : topology.layout.contexts[id]
        if (id === undefined || !context) return
        const before = membersOf(topology, id)
        const edit = moveOnCanvas(topology, { contexts: { [id]: { x: box.x, y: box.y } } })
        const outcome = edit && applyEdit(topology, edit)
        if (!outcome?.ok) return
        moved += 1

        const after = membersOf(outcome.topology, id)
        expect(after.map((member) => member.id)).toEqual(before.map((member) => member.id))
        after.forEach((member, index) => {
          const from = before[index]?.box ?? box
          expect(member.box.x).toBeCloseTo(within(from.x + box.x - context.x), 5)
          expect(member.box.y).toBeCloseTo(within(from.y + box.y - context.y), 5)
        })
      }),
      { numRuns: 100 },
    )
    expect(moved).toBeGreaterThan(5)
  })
})

function anyDrawing(): fc.Arbitrary<Drawing> {
  const coordinate = fc.integer({ min: -2000, max: 2000 })
  const extent = fc.integer({ min: 20, max: 3000 })
  const box = fc.record({ x: coordinate, y: coordinate, width: extent, height: extent })
  return fc.tuple(anyTopologyAndNodes(), box).chain(([{ topology, ids }, chosenBox]) =>
    fc
      .tuple(
        fc.shuffledSubarray(Object.keys(topology.layout.contexts)),
        fc.shuffledSubarray(Object.keys(topology.layout.notes)),
      )
      .map(([contextIds, noteIds]) => ({
        topology,
        nodeIds: ids,
        contextIds,
        noteIds,
        box: chosenBox,
      })),
  )
}

function at(ids: readonly string[], { x, y }: Drawing['box']) {
  return Object.fromEntries(ids.map((id) => [id, { x, y }]))
}

function some(ids: readonly string[]): true | null {
  return ids.length > 0 ? true : null
}

function within(coordinate: number): number {
  return Math.max(-1_000_000, Math.min(1_000_000, coordinate))
}
