// What is drawn inside of React Flow's view: it pans and zooms along. React Flow has such components too,
// but they look for their place in the page again with every frame: each layer, and each edge with a text.

import { type ReactNode, useEffect, useState } from 'react'
import { createPortal } from 'react-dom'
import { useStoreApi } from 'reactflow'

interface PortalProps {
  readonly children: ReactNode
}

export function ViewportPortal({ children }: PortalProps) {
  const place = usePlace('.react-flow__viewport-portal')
  return place ? createPortal(children, place) : null
}

export function EdgeLabels({ children }: PortalProps) {
  const place = usePlace('.react-flow__edgelabel-renderer')
  return place ? createPortal(children, place) : null
}

function usePlace(selector: string): Element | null {
  const store = useStoreApi()
  const [place, setPlace] = useState<Element | null>(
    () => store.getState().domNode?.querySelector(selector) ?? null,
  )
  useEffect(() => {
    if (place) return
    const look = () => setPlace(store.getState().domNode?.querySelector(selector) ?? null)
    look()
    return store.subscribe(look)
  }, [store, place, selector])
  return place
}
