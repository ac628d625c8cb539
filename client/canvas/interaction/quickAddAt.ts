import type { Position } from '#shared/topology/topology.ts'
import { canvasStore, type ScreenPoint } from './canvasStore.ts'

/** Opens the list of what can be added: at a place in the window, for a place in the drawing. */
export function openQuickAdd(at: ScreenPoint, position: Position): void {
  canvasStore.setState({ quickAdd: { at, position, connectWith: null } })
}
