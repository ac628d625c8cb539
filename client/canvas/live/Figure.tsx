import { useRef } from 'react'
import type { LiveStore } from '../../store/live/liveStore.ts'
import { useLivePaint } from './useLivePaint.ts'

interface FigureProps {
  /** What the figure is, in the user's words: "Lag of orders". */
  readonly label: string
  readonly read: (live: LiveStore) => string
  readonly className?: string
}

/** A live figure. Its text never passes through React. */
export function Figure({ label, read, className = '' }: FigureProps) {
  const ref = useRef<HTMLOutputElement>(null)
  useLivePaint(ref, (element, live) => {
    const text = read(live)
    if (element.textContent !== text) element.textContent = text
  })
  // An output is announced whenever it changes, unless told not to be.
  return <output ref={ref} className={`figure ${className}`} aria-label={label} aria-live="off" />
}

/** A figure whose unit is set smaller: the number in large type, `k/s` in small. */
export function BigFigure({ label, read, className = '' }: FigureProps) {
  const ref = useRef<HTMLOutputElement>(null)
  useLivePaint(ref, (element, live) => {
    const text = read(live)
    if (element.textContent === text) return
    const [, number = text, unit = ''] = /^([\d.,]+)(.*)$/.exec(text) ?? []
    element.dataset.zero = String(text === '0')
    const [large, small] = element.children
    if (large) large.textContent = number
    if (small) small.textContent = unit
  })
  return (
    <output ref={ref} className={`figure-big ${className}`} aria-label={label} aria-live="off">
      <span />
      <small />
    </output>
  )
}
