import type { KeyboardEvent } from 'react'

/** Of a text that Enter breaks into lines: Ctrl and Enter finish it, Esc gives up what was typed. */
export function draftKeys(finish: () => void, giveUp: () => void) {
  return (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) finish()
    if (event.key !== 'Escape') return
    event.stopPropagation()
    giveUp()
  }
}
