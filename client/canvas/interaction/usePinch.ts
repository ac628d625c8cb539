// While one finger draws a marquee, a second one pinches: React Flow would see neither of them.

import { useEffect, useState } from 'react'
import { useStoreApi } from 'reactflow'

/** Whether two fingers have the view. True before the second touch gets to React Flow. */
export function usePinch(fingerSelects: boolean): boolean {
  const store = useStoreApi()
  const [isPinching, setPinching] = useState(false)
  useEffect(() => {
    if (!fingerSelects) return
    const onDown = ({ pointerType, isPrimary }: PointerEvent) => {
      if (pointerType !== 'touch' || isPrimary) return
      store.setState({ userSelectionActive: false, userSelectionRect: null })
      setPinching(true)
    }
    const onTouchEnd = ({ touches }: TouchEvent) => {
      if (touches.length === 0) setPinching(false)
    }
    const options = { capture: true, passive: true }
    window.addEventListener('pointerdown', onDown, options)
    window.addEventListener('touchend', onTouchEnd, options)
    window.addEventListener('touchcancel', onTouchEnd, options)
    return () => {
      window.removeEventListener('pointerdown', onDown, { capture: true })
      window.removeEventListener('touchend', onTouchEnd, { capture: true })
      window.removeEventListener('touchcancel', onTouchEnd, { capture: true })
      setPinching(false)
    }
  }, [fingerSelects, store])
  return isPinching
}
