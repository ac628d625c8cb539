// What the canvas does with keys while it has the focus. Like the actions of the app, each can be given
// other keys; unlike them, they mean something only on a node or beside one.

import type { Keyed } from './keymap.ts'

export type CanvasDirection = 'left' | 'right' | 'up' | 'down'

export type CanvasCommand =
  | {
      readonly kind: 'go' | 'extend' | 'nudge' | 'nudgeFar'
      readonly direction: CanvasDirection
    }
  | { readonly kind: 'connect' | 'inspect' }

export interface CanvasKey extends Keyed {
  readonly label: string
  readonly command: CanvasCommand
}

const ARROWS = { left: 'ArrowLeft', right: 'ArrowRight', up: 'ArrowUp', down: 'ArrowDown' } as const
const DIRECTIONS = ['left', 'right', 'up', 'down'] as const

export const canvasKeys: readonly CanvasKey[] = [
  ...towards('go', '', {
    left: 'Go upstream, or to the left',
    right: 'Go downstream, or to the right',
    up: 'Go up',
    down: 'Go down',
  }),
  ...towards('extend', 'Shift+', {
    left: 'Extend the selection upstream',
    right: 'Extend the selection downstream',
    up: 'Extend the selection upwards',
    down: 'Extend the selection downwards',
  }),
  ...towards('nudge', 'Mod+', {
    left: 'Move left by one square',
    right: 'Move right by one square',
    up: 'Move up by one square',
    down: 'Move down by one square',
  }),
  ...towards('nudgeFar', 'Mod+Shift+', {
    left: 'Move left by five squares',
    right: 'Move right by five squares',
    up: 'Move up by five squares',
    down: 'Move down by five squares',
  }),
  plain('connect', 'Connect from this node', ['C']),
  plain('inspect', 'Open in the inspector', ['Enter']),
]

function towards(
  kind: Extract<CanvasCommand, { direction: unknown }>['kind'],
  held: string,
  labels: { readonly [D in CanvasDirection]: string },
): readonly CanvasKey[] {
  return DIRECTIONS.map((direction) => ({
    id: `canvas-${kind}-${direction}`,
    label: labels[direction],
    keys: [`${held}${ARROWS[direction]}`],
    command: { kind, direction },
  }))
}

function plain(
  kind: Exclude<CanvasCommand, { direction: unknown }>['kind'],
  label: string,
  keys: readonly string[],
): CanvasKey {
  return { id: `canvas-${kind}`, label, keys, command: { kind } }
}
