import type { LiveStore } from '../../store/live/liveStore.ts'
import { useFigureText } from '../../store/live/useFigureText.ts'

interface LiveTextProps {
  /** What the figure is, in the user's words. */
  readonly label: string
  readonly read: (live: LiveStore) => string
}

export function LiveText({ label, read }: LiveTextProps) {
  const text = useFigureText(read)
  return (
    <output className="live-text" aria-label={label} aria-live="off">
      {text}
    </output>
  )
}
