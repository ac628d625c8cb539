// The keys that the canvas itself answers to, for the shortcut sheet: they are no actions of the app.

interface CanvasKey {
  readonly label: string
  /** As actions.ts writes them. */
  readonly keys: readonly string[]
}

export const CANVAS_KEYS: readonly CanvasKey[] = [
  { label: 'Go to the next node', keys: ['←', '→'] },
  { label: 'Connect from this node', keys: ['C'] },
  { label: 'Open in the inspector', keys: ['Enter'] },
  { label: 'Move by one square', keys: ['Mod+←'] },
  { label: 'Move the view', keys: ['Space+drag'] },
  { label: 'Zoom in, out', keys: ['Plus', 'Minus'] },
  { label: 'Zoom at the pointer', keys: ['Mod+wheel'] },
]
