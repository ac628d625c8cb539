import type { MouseEvent } from 'react'
import { useReactFlow } from 'reactflow'
import { designerStore } from '../../store/designerStore.ts'
import { canvasStore } from './canvasStore.ts'

/** Double-click: on a name it renames, on nothing it opens the quick-add list. */
export function usePaneGestures(): { readonly onDoubleClick: (event: MouseEvent) => void } {
  const flow = useReactFlow()
  return {
    onDoubleClick: ({ target, clientX, clientY }) => {
      if (!(target instanceof Element)) return
      const named = target.closest<HTMLElement>('[data-rename]')?.dataset.rename
      if (named) designerStore.getState().setRenaming(named)
      if (!target.classList.contains('react-flow__pane')) return
      const at = { x: clientX, y: clientY }
      const position = flow.screenToFlowPosition(at)
      canvasStore.setState({ quickAdd: { at, position, connectWith: null } })
    },
  }
}
