import { type KeyboardEvent, useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { formatClock } from '#shared/lib/units.ts'
import { designerStore } from '../store/designerStore.ts'
import { virtualNowNs } from './Clock.tsx'
import { parseMoment } from './momentText.ts'
import { rewind, runUntil } from './transport.ts'

const typing = createStore(() => ({ isOpen: false }))

export function openGoTo(): void {
  typing.setState({ isOpen: true })
}

/** Over the clock: a press on it, and the moment to go to can be typed. */
export function GoToMoment({ disabled }: { readonly disabled: boolean }) {
  const isOpen = useStore(typing, (state) => state.isOpen)
  if (!isOpen || disabled)
    return (
      <button
        type="button"
        className="playback-go"
        aria-label="Go to a moment"
        title="Go to a moment, or run until then (J)"
        disabled={disabled}
        onClick={openGoTo}
      />
    )
  return <MomentField />
}

function MomentField() {
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    field.current?.focus()
    field.current?.select()
  }, [])
  const close = () => typing.setState({ isOpen: false })
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    event.stopPropagation()
    if (event.key === 'Escape') close()
    if (event.key === 'Enter' && go(event.currentTarget.value)) close()
  }
  return (
    <input
      ref={field}
      className="playback-go-field"
      aria-label="Moment to go to"
      title="Such as 90 s or 1:30. What lies ahead is run until then."
      defaultValue={formatClock(virtualNowNs())}
      spellCheck={false}
      onKeyDown={onKeyDown}
      onBlur={close}
    />
  )
}

/** False: this is no moment, and a notice says so. */
function go(text: string): boolean {
  const ns = parseMoment(text)
  if (ns === null) {
    designerStore.getState().notify({
      tone: 'warning',
      text: `“${text}” is no moment of a run. Type one such as 90 s, 1:30 or 00:01:30.500.`,
    })
    return false
  }
  const recordedNs = Math.max(virtualNowNs(), designerStore.getState().run?.recordedNs ?? 0)
  void (ns <= recordedNs ? rewind(ns / 1e6) : runUntil(ns / 1e6))
  return true
}
