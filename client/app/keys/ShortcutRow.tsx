import { type KeyboardEvent, useEffect, useRef } from 'react'
import { flushSync } from 'react-dom'
import { type Keyed, keysOf, useKeymap } from '../../store/keys/keymap.ts'
import { IS_MAC, shownKeys, writtenKeys } from '../../store/keys/keys.ts'
import { IconButton } from '../../ui/Button.tsx'

interface ShortcutRowProps {
  readonly action: Keyed & { readonly label: string }
  readonly isRecording: boolean
  readonly onRecord: () => void
  /** Null: the person would rather leave it. */
  readonly onRecorded: (keys: string | null) => void
  /** The focus is elsewhere now. */
  readonly onLeft: () => void
  readonly onRestore: () => void
}

/** An action, its keys, and the way to others: the next press is taken as it is. */
export function ShortcutRow({ action, ...rest }: ShortcutRowProps) {
  const keymap = useKeymap()
  const keys = keysOf(action, keymap)
  const isChanged = Object.hasOwn(keymap.changed, action.id)
  const change = useRef<HTMLButtonElement>(null)
  const recorded = (chosen: string | null) => {
    flushSync(() => rest.onRecorded(chosen))
    change.current?.focus()
  }
  return (
    <div className="shortcut" data-changed={isChanged || undefined}>
      <dt>{action.label}</dt>
      <dd>
        {rest.isRecording ? (
          <Recorder label={action.label} onRecorded={recorded} onLeft={rest.onLeft} />
        ) : (
          <>
            <ShownKeys keys={keys} />
            {isChanged ? (
              <IconButton
                icon="reset"
                iconSize={12}
                label={`Restore the keys of ${action.label}`}
                onClick={rest.onRestore}
              />
            ) : null}
            <IconButton
              ref={change}
              icon="edit"
              iconSize={12}
              label={`Change the keys of ${action.label}`}
              onClick={rest.onRecord}
            />
          </>
        )}
      </dd>
    </div>
  )
}

export function ShownKeys({ keys }: { readonly keys: readonly string[] }) {
  if (keys.length === 0) return <i className="shortcut-none">none</i>
  return keys.map((written, index) => (
    <span key={written}>
      {index > 0 ? <i>or</i> : null}
      {shownKeys(written, IS_MAC).map((part) => (
        <kbd key={part}>{part}</kbd>
      ))}
    </span>
  ))
}

interface RecorderProps {
  readonly label: string
  readonly onRecorded: (keys: string | null) => void
  readonly onLeft: () => void
}

function Recorder({ label, onRecorded, onLeft }: RecorderProps) {
  const ref = useRef<HTMLButtonElement>(null)
  useEffect(() => ref.current?.focus(), [])
  const onKeyDown = (event: KeyboardEvent) => {
    event.preventDefault()
    event.stopPropagation()
    const keys = writtenKeys(event)
    if (keys !== null) onRecorded(keys === 'Escape' ? null : keys)
  }
  return (
    <button
      ref={ref}
      type="button"
      className="shortcut-recorder"
      aria-label={`Press the keys for ${label}, or Escape`}
      onKeyDown={onKeyDown}
      onBlur={onLeft}
    >
      Press keys, or Esc
    </button>
  )
}
