import type { KeyboardEvent } from 'react'
import type { JournalRow } from '#shared/protocol/frame.ts'
import { draftBreakpoint, draftLike } from '../../connection/breakpoints.ts'
import { designerStore, useDesigner } from '../../store/designerStore.ts'
import { IconButton } from '../../ui/Button.tsx'
import type { RowWords } from './rowWords.ts'

interface PauseAtNextProps {
  readonly row: JournalRow
  readonly words: RowWords
}

/** For the pointer; keys do the same from the row itself. */
export function PauseAtNext({ row, words }: PauseAtNextProps) {
  const topology = useDesigner((state) => state.topology)
  if (draftLike(row, topology) === null) return null
  return (
    <IconButton
      icon="breakpoint"
      iconSize={12}
      className="event-log-pause"
      label={`Pause at the next like this: ${words.event} ${words.outcome}`}
      title="Pause at the next like this (F9)"
      tabIndex={-1}
      onClick={() => pauseAtNext(row)}
    />
  )
}

/** True: the key was for this, and a breakpoint is begun that waits for the next row like this one. */
export function keyedPause(event: KeyboardEvent, row: JournalRow): boolean {
  if (event.key !== 'F9') return false
  event.preventDefault()
  event.stopPropagation()
  pauseAtNext(row)
  return true
}

function pauseAtNext(row: JournalRow): void {
  const like = draftLike(row, designerStore.getState().topology)
  if (like) draftBreakpoint(like)
}
