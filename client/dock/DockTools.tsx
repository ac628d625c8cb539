import { type ReactNode, useEffect, useState } from 'react'
import { createPortal } from 'react-dom'

/** What a panel puts into the bar beside the tabs. */
export function DockTools({ children }: { readonly children: ReactNode }) {
  const [place, setPlace] = useState<HTMLElement | null>(null)
  useEffect(() => setPlace(document.getElementById('dock-tools')), [])
  return place && createPortal(children, place)
}
