import type { ScreenPoint } from './canvasStore.ts'

/** The node under a place of the window. */
export function nodeIdAt({ x, y }: ScreenPoint): string | null {
  return nodeIdOf(document.elementFromPoint(x, y))
}

/** The node that an element of the page belongs to. */
export function nodeIdOf(target: EventTarget | null): string | null {
  if (!(target instanceof Element)) return null
  const node = target.closest<HTMLElement>('.react-flow__node')
  return node?.dataset.id ?? null
}

export function pointOf(event: MouseEvent | TouchEvent): ScreenPoint {
  const touch = 'changedTouches' in event ? event.changedTouches[0] : event
  return { x: touch?.clientX ?? 0, y: touch?.clientY ?? 0 }
}
