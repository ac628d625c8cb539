// Selecting by a frame: what it touches counts; with Alt and drawn from left to right, only what lies in
// it as a whole. With Shift, what was selected stays so.

import { useEffect, useRef, useState } from 'react'
import { SelectionMode } from 'reactflow'
import { designerStore } from '../../store/designerStore.ts'
import { selectedCanvasIds } from '../../store/selectionSlice.ts'

export interface Marquee {
  readonly selectionMode: SelectionMode
  readonly onSelectionStart: (event: React.MouseEvent) => void
  readonly onSelectionEnd: () => void
}

export function useMarquee(): Marquee {
  const [isWhole, setWhole] = useState(false)
  const start = useRef<{ readonly x: number } | null>(null)
  useEffect(() => {
    const onMove = ({ altKey, clientX }: PointerEvent) => {
      if (start.current) setWhole(altKey && clientX > start.current.x)
    }
    window.addEventListener('pointermove', onMove, { capture: true, passive: true })
    return () => window.removeEventListener('pointermove', onMove, { capture: true })
  }, [])
  useKeptSelection()
  return {
    selectionMode: isWhole ? SelectionMode.Full : SelectionMode.Partial,
    onSelectionStart: ({ clientX }) => {
      start.current = { x: clientX }
    },
    onSelectionEnd: () => {
      start.current = null
      setWhole(false)
    },
  }
}

/** React Flow begins each frame with nothing selected: with Shift, what was comes back in the end. */
function useKeptSelection(): void {
  useEffect(() => {
    let kept: { readonly nodeIds: readonly string[]; readonly edgeIds: readonly string[] } | null =
      null
    const onDown = ({ shiftKey, target }: PointerEvent) => {
      const isOnPane = target instanceof Element && target.classList.contains('react-flow__pane')
      const state = designerStore.getState()
      const nodeIds = selectedCanvasIds(state)
      kept = shiftKey && isOnPane ? { nodeIds, edgeIds: state.selectedEdgeIds } : null
    }
    const onUp = () => {
      if (kept === null) return
      const state = designerStore.getState()
      state.select({
        nodeIds: [...new Set([...kept.nodeIds, ...selectedCanvasIds(state)])],
        edgeIds: [...new Set([...kept.edgeIds, ...state.selectedEdgeIds])],
      })
      kept = null
    }
    window.addEventListener('pointerdown', onDown, { capture: true })
    window.addEventListener('pointerup', onUp)
    return () => {
      window.removeEventListener('pointerdown', onDown, { capture: true })
      window.removeEventListener('pointerup', onUp)
    }
  }, [])
}
