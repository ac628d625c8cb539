// A button with a list of commands: arrows walk it, letters jump, Escape closes and gives focus back.

import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { Icon, type IconName } from './Icon.tsx'
import './menu.css'

export interface MenuTriggerProps {
  readonly 'aria-haspopup': 'menu'
  readonly 'aria-expanded': boolean
  readonly 'aria-controls': string
  readonly onClick: () => void
}

export interface MenuProps {
  readonly label: string
  readonly align?: 'start' | 'end'
  readonly trigger: (props: MenuTriggerProps) => ReactNode
  /** Rendered only while the menu is open. */
  readonly children: ReactNode
  readonly onOpen?: () => void
}

export function Menu({ label, align = 'start', trigger, children, onOpen }: MenuProps) {
  const [isOpen, setOpen] = useState(false)
  const root = useRef<HTMLDivElement>(null)
  const listId = useId()
  useCloseOutside(root, isOpen, () => setOpen(false))
  useEffect(() => {
    if (isOpen) itemsIn(root.current)[0]?.focus()
  }, [isOpen])

  const close = () => {
    setOpen(false)
    root.current?.querySelector<HTMLElement>('[aria-haspopup]')?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (walkItems(event, root.current)) return
    if (event.key === 'Escape') {
      event.stopPropagation()
      close()
    }
    if (event.key === 'Tab') setOpen(false)
  }
  return (
    <div className="menu" ref={root}>
      {trigger({
        'aria-haspopup': 'menu',
        'aria-expanded': isOpen,
        'aria-controls': listId,
        onClick: () => {
          if (!isOpen) onOpen?.()
          setOpen(!isOpen)
        },
      })}
      {isOpen ? (
        <div
          className="menu-list"
          data-align={align}
          id={listId}
          role="menu"
          aria-label={label}
          tabIndex={-1}
          onKeyDown={onKeyDown}
          onClick={(event) => {
            if ((event.target as Element).closest('[role^=menuitem]')) close()
          }}
        >
          {children}
        </div>
      ) : null}
    </div>
  )
}

export interface MenuItemProps {
  readonly icon?: IconName
  readonly label: string
  readonly hint?: string
  readonly keys?: string
  readonly disabled?: boolean
  /** Given for a choice between several. */
  readonly checked?: boolean
  readonly onSelect: () => void
}

export function MenuItem({ icon, label, hint, keys, disabled, checked, onSelect }: MenuItemProps) {
  const role =
    checked === undefined
      ? ({ role: 'menuitem' } as const)
      : ({ role: 'menuitemradio', 'aria-checked': checked } as const)
  return (
    <button
      type="button"
      className="menu-item"
      {...role}
      disabled={disabled}
      tabIndex={-1}
      onClick={onSelect}
    >
      {icon ? <Icon name={icon} size={14} /> : null}
      <span className="menu-item-text">
        <span>{label}</span>
        {hint ? <small>{hint}</small> : null}
      </span>
      {keys ? <kbd>{keys}</kbd> : null}
      {checked ? <Icon name="check" size={12} /> : null}
    </button>
  )
}

export function MenuSeparator() {
  return <hr className="menu-separator" />
}

export function MenuHeading({ children }: { readonly children: ReactNode }) {
  return (
    <div className="menu-heading" role="presentation">
      {children}
    </div>
  )
}

function itemsIn(root: HTMLElement | null): readonly HTMLElement[] {
  return [...(root?.querySelectorAll<HTMLElement>('.menu-item:not(:disabled)') ?? [])]
}

/** True: the key has moved the focus within the list. */
function walkItems(event: KeyboardEvent, root: HTMLElement | null): boolean {
  const items = itemsIn(root)
  const current = items.indexOf(document.activeElement as HTMLElement)
  const next = targetOf(event.key, { items, current })
  if (next === undefined) return false
  event.preventDefault()
  event.stopPropagation()
  next.focus()
  return true
}

function targetOf(
  key: string,
  { items, current }: { readonly items: readonly HTMLElement[]; readonly current: number },
): HTMLElement | undefined {
  if (key === 'ArrowDown') return items[(current + 1) % items.length]
  if (key === 'ArrowUp') return items.at(current - 1)
  if (key === 'Home') return items[0]
  if (key === 'End') return items.at(-1)
  if (key.length !== 1 || key === ' ') return undefined
  const following = [...items.slice(current + 1), ...items.slice(0, current + 1)]
  return following.find((item) => item.innerText.toLowerCase().startsWith(key.toLowerCase()))
}

function useCloseOutside(
  root: { readonly current: HTMLElement | null },
  isOpen: boolean,
  close: () => void,
): void {
  useEffect(() => {
    if (!isOpen) return
    const onPointerDown = (event: PointerEvent) => {
      if (!root.current?.contains(event.target as Node)) close()
    }
    document.addEventListener('pointerdown', onPointerDown)
    return () => document.removeEventListener('pointerdown', onPointerDown)
  })
}
