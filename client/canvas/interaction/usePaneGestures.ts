import { type MouseEvent, type PointerEvent, useState } from 'react'
import { useReactFlow } from 'reactflow'
import { designerStore } from '../../store/designerStore.ts'
import type { ScreenPoint } from './canvasStore.ts'
import { LongPress } from './longPress.ts'
import { openQuickAdd } from './quickAddAt.ts'

export interface PaneGestures {
  readonly onDoubleClick: (event: MouseEvent) => void
  readonly onPointerDown: (event: PointerEvent) => void
  readonly onPointerMove: (event: PointerEvent) => void
  readonly onPointerUp: () => void
  readonly onPointerCancel: () => void
  readonly onContextMenu: (event: MouseEvent) => void
}

/** On nothing: a double-click or a long press of a finger opens the quick-add list. On a name: it renames. */
export function usePaneGestures(): PaneGestures {
  const flow = useReactFlow()
  const [press] = useState(() => new LongPress())
  const add = (at: ScreenPoint) => openQuickAdd(at, flow.screenToFlowPosition(at))
  return {
    onDoubleClick: ({ target, clientX, clientY }) => {
      if (!(target instanceof Element)) return
      const named = target.closest<HTMLElement>('[data-rename]')?.dataset.rename
      if (named) designerStore.getState().setRenaming(named)
      if (isPane(target)) add({ x: clientX, y: clientY })
    },
    onPointerDown: ({ target, pointerType, isPrimary, clientX, clientY }) => {
      if (pointerType !== 'touch' || !isPrimary || !isPane(target)) press.end()
      else press.begin({ x: clientX, y: clientY }, add)
    },
    onPointerMove: ({ clientX, clientY }) => press.move({ x: clientX, y: clientY }),
    onPointerUp: () => press.end(),
    onPointerCancel: () => press.end(),
    // The browser's own menu for a long press would cover the list.
    onContextMenu: (event) => {
      if (press.isUnderWay && isPane(event.target)) event.preventDefault()
    },
  }
}

function isPane(target: EventTarget): boolean {
  return target instanceof Element && target.classList.contains('react-flow__pane')
}
