// What the canvas calls things. Services and channels go by their ids; contexts and notes have a prefix
// that no id can have, so that the canvas can treat all of them alike.

const CONTEXT = 'context:'
const NOTE = 'note:'

export const canvasIds = {
  context: (contextId: string) => `${CONTEXT}${contextId}`,
  note: (noteId: string) => `${NOTE}${noteId}`,
}

export interface CanvasThing {
  readonly kind: 'node' | 'context' | 'note'
  readonly id: string
}

export function thingOf(canvasId: string): CanvasThing {
  if (canvasId.startsWith(CONTEXT)) return { kind: 'context', id: canvasId.slice(CONTEXT.length) }
  if (canvasId.startsWith(NOTE)) return { kind: 'note', id: canvasId.slice(NOTE.length) }
  return { kind: 'node', id: canvasId }
}

export function idsOfKind(
  canvasIdList: readonly string[],
  wanted: CanvasThing['kind'],
): readonly string[] {
  return canvasIdList.map(thingOf).flatMap(({ kind, id }) => (kind === wanted ? [id] : []))
}
