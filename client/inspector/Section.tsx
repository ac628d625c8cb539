import { type ReactNode, useState } from 'react'
import { IconButton } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'

interface SectionProps {
  readonly title: string
  readonly aside?: ReactNode
  readonly children: ReactNode
}

export function Section({ title, aside, children }: SectionProps) {
  return (
    <section className="section" aria-label={title}>
      <h3>
        {title}
        {aside ? <span>{aside}</span> : null}
      </h3>
      {children}
    </section>
  )
}

interface CardProps {
  readonly title: string
  /** Left out: it has to stay. */
  readonly onDelete?: () => void
  readonly children: ReactNode
}

/** One of several parts of a section, such as a source. */
export function Card({ title, onDelete, children }: CardProps) {
  const [open, setOpen] = useState(true)
  return (
    <fieldset className="card" aria-label={title}>
      <div className="card-head">
        <button
          type="button"
          aria-expanded={open}
          title={open ? 'Fold' : 'Unfold'}
          onClick={() => setOpen(!open)}
        >
          <Icon name={open ? 'chevron' : 'chevronRight'} size={12} />
          <span>{title}</span>
        </button>
        {onDelete ? (
          <IconButton icon="trash" iconSize={12} label={`Delete ${title}`} onClick={onDelete} />
        ) : null}
      </div>
      {open ? <div className="card-body">{children}</div> : null}
    </fieldset>
  )
}
