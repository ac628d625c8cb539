import { useEffect, useState } from 'react'
import { NODE_KIND_DRAG } from '../store/nodeKinds.ts'

/** Whether something from the palette is being dragged. */
export function usePaletteDrag(): boolean {
  const [isDragging, setDragging] = useState(false)
  useEffect(() => {
    const onStart = ({ dataTransfer }: DragEvent) =>
      setDragging(dataTransfer?.types.includes(NODE_KIND_DRAG) ?? false)
    const onEnd = () => setDragging(false)
    window.addEventListener('dragstart', onStart)
    window.addEventListener('dragend', onEnd)
    return () => {
      window.removeEventListener('dragstart', onStart)
      window.removeEventListener('dragend', onEnd)
    }
  }, [])
  return isDragging
}
