export interface PointerPlace {
  readonly x: number
  readonly y: number
}

let place: PointerPlace | null = null

export function followPointer({ target, clientX, clientY, pointerType }: PointerEvent): void {
  const isOver = target instanceof Element && target.closest('.canvas') !== null
  // A finger points at nothing once it is lifted.
  place = isOver && pointerType !== 'touch' ? { x: clientX, y: clientY } : null
}

/** In the window; null: it is not over the canvas. */
export function pointerOverCanvas(): PointerPlace | null {
  return place
}
