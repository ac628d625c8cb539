// What keys and the pointer do together on the canvas, for the shortcut sheet: these cannot be given
// other keys.

interface CanvasGesture {
  readonly label: string
  /** As keys.ts writes them. */
  readonly keys: readonly string[]
}

export const CANVAS_GESTURES: readonly CanvasGesture[] = [
  { label: 'Go to the context round it', keys: ['Shift+Enter'] },
  { label: 'Drop without joining or leaving a context', keys: ['drop+Alt'] },
  { label: 'Drag a copy: Alt held from the start', keys: ['Alt+drag'] },
  { label: 'Drag without snapping: Alt pressed on the way', keys: ['drag+Alt'] },
  { label: 'Give up what is being dragged', keys: ['Escape'] },
  { label: 'Frame only what lies in it, to the right', keys: ['Alt+frame'] },
  { label: 'Move the view', keys: ['Space+drag'] },
  { label: 'Zoom at the pointer', keys: ['Mod+wheel'] },
]
