import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { designerStore, useDesigner } from '../../store/designerStore.ts'
import { IS_MAC, shownKeys } from '../../store/keys/keys.ts'
import { Icon } from '../../ui/Icon.tsx'
import { findables } from './findable.ts'
import type { Findable } from './found.ts'
import { ranked } from './ranking.ts'
import './actionSearch.css'

/** One field for everything that can be done: type, choose with the arrows, Enter. */
export function ActionSearch() {
  const dialog = useRef<HTMLDialogElement>(null)
  const listId = useId()
  const state = useDesigner((designer) => designer)
  const [search, setSearch] = useState('')
  const [chosen, setChosen] = useState(0)
  const found = ranked(findables(state, search), search)
  const at = Math.min(chosen, found.length - 1)
  useEffect(() => {
    if (dialog.current && !dialog.current.open) dialog.current.showModal()
  }, [])
  const onKeyDown = (event: KeyboardEvent) => {
    const next = placeAfter(event.key, at, found.length)
    if (next !== null) setChosen(next)
    else if (event.key === 'Enter' && !event.nativeEvent.isComposing) choose(found[at])
    else return
    event.preventDefault()
  }
  return (
    <dialog
      ref={dialog}
      className="action-search"
      aria-label="Find an action"
      onClose={close}
      onPointerDown={({ target }) => target === dialog.current && close()}
    >
      <div className="action-search-field">
        <Icon name="search" size={14} />
        <input
          type="text"
          role="combobox"
          aria-label="Find an action"
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={found[at] ? `${listId}-${at}` : undefined}
          autoComplete="off"
          spellCheck={false}
          placeholder="Do, find or break something"
          value={search}
          onChange={({ target }) => {
            setSearch(target.value)
            setChosen(0)
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <FoundList listId={listId} found={found} at={at} onPoint={setChosen} />
      {found.length === 0 ? (
        <p className="action-search-none" role="status">
          Nothing here is called “{search.trim()}”.
        </p>
      ) : null}
    </dialog>
  )
}

interface FoundListProps {
  readonly listId: string
  readonly found: readonly Findable[]
  readonly at: number
  readonly onPoint: (index: number) => void
}

function FoundList({ listId, found, at, onPoint }: FoundListProps) {
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: 'nearest' })
  }, [at])
  return (
    <div ref={list} id={listId} role="listbox" tabIndex={-1} aria-label="What was found">
      {found.map((item, index) => (
        <div
          key={item.id}
          id={`${listId}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === at}
          onPointerMove={() => onPoint(index)}
          onClick={() => choose(item)}
          onKeyDown={({ key }) => key === 'Enter' && choose(item)}
        >
          <span className="action-search-label">{item.label}</span>
          <span className="action-search-hint">{item.hint}</span>
          <span className="action-search-keys">
            {shownKeys(item.keys[0] ?? '', IS_MAC)
              .filter(Boolean)
              .map((part) => (
                <kbd key={part}>{part}</kbd>
              ))}
          </span>
        </div>
      ))}
    </div>
  )
}

/** Null: the key does not move the choice. It goes round at both ends. */
function placeAfter(key: string, at: number, count: number): number | null {
  if (count === 0) return null
  if (key === 'ArrowDown') return (at + 1) % count
  if (key === 'ArrowUp') return (at + count - 1) % count
  if (key === 'PageDown') return Math.min(at + 8, count - 1)
  if (key === 'PageUp') return Math.max(at - 8, 0)
  return null
}

/** It is closed first: an action may open another dialog, or want the canvas to have the focus. */
function choose(item: Findable | undefined): void {
  if (!item) return
  close()
  item.run()
}

function close(): void {
  designerStore.getState().openDialog(null)
}
