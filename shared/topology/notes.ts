// Edits of notes: plain text on the canvas.

import type { Addition, Edit } from './change.ts'
import { contextAt } from './contextMembers.ts'
import { freshIdIn, labelName } from './naming.ts'
import { GRID, type Size } from './nodeSizes.ts'
import { bounded, centreOf, type Rectangle } from './rectangles.ts'
import type { Position, Topology } from './topology.ts'

export const NOTE_SIZE: Size = { width: 10 * GRID, height: 6 * GRID }
export const NOTE_SIZE_MIN: Size = { width: 4 * GRID, height: 2 * GRID }

/** In a frame, it belongs to that context. */
export function addNote(topology: Topology, position: Position, text = ''): Addition {
  const id = freshIdIn(topology.layout.notes, 'note', 'note')
  const box = bounded({ ...position, ...NOTE_SIZE })
  const contextId = contextAt(topology, centreOf(box))
  const value = { text, ...box, ...(contextId !== null && { contextId }) }
  return { id, edit: { label: 'Add a note', changes: [{ path: ['layout', 'notes', id], value }] } }
}

export function writeNote(id: string, text: string): Edit {
  return {
    label: 'Write a note',
    changes: [{ path: ['layout', 'notes', id, 'text'], value: text }],
  }
}

export function resizeNote({ layout }: Topology, id: string, box: Rectangle): Edit {
  const { x, y, width, height } = bounded(box)
  const value = { ...layout.notes[id], x, y, width, height }
  return { label: 'Resize a note', changes: [{ path: ['layout', 'notes', id], value }] }
}

/** Null: as quiet as the canvas. */
export function colourNote(id: string, hue: number | null): Edit {
  const path = ['layout', 'notes', id, 'hue']
  return { label: 'Colour a note', changes: [hue === null ? { path } : { path, value: hue }] }
}

export function removeNotes(ids: readonly string[]): Edit {
  const changes = ids.map((id) => ({ path: ['layout', 'notes', id] }))
  return { label: ids.length === 1 ? 'Remove a note' : `Remove ${ids.length} notes`, changes }
}

/** What a note is called in lists: its first line. */
export function noteTitle(text: string): string {
  const line = text.split('\n').find((candidate) => candidate.trim() !== '')
  return line === undefined ? 'Empty note' : labelName(line.trim())
}
