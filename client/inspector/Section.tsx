import type { ReactNode } from 'react'
import { IconButton } from '../ui/Button.tsx'

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
  readonly onDelete: () => void
  readonly children: ReactNode
}

/** One of several parts of a section, such as a source. */
export function Card({ title, onDelete, children }: CardProps) {
  return (
    <details className="card" open>
      <summary>
        <span>{title}</span>
        <IconButton
          icon="trash"
          iconSize={12}
          label={`Delete ${title}`}
          onClick={(event) => {
            // The click would also close the card.
            event.preventDefault()
            onDelete()
          }}
        />
      </summary>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset inside details loses its layout */}
      <div role="group" aria-label={title}>
        {children}
      </div>
    </details>
  )
}
