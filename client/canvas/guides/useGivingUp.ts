import { useEffect, useRef, useState } from 'react'
import { DragEscape } from './dragEscape.ts'

/** Esc gives a drag up, and means nothing else until it is over. */
export function useGivingUp(onPress: () => void): DragEscape {
  const newest = useRef(onPress)
  useEffect(() => {
    newest.current = onPress
  })
  const [givingUp] = useState(() => new DragEscape())
  useEffect(() => givingUp.listen(() => newest.current()), [givingUp])
  return givingUp
}
