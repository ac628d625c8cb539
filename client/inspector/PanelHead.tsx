import type { ReactNode } from 'react'
import { IconButton } from '../ui/Button.tsx'
import { Icon, type IconName } from '../ui/Icon.tsx'
import { PauseWhen } from './PauseWhen.tsx'

interface PanelHeadProps {
  readonly icon: IconName
  readonly title: string
  readonly subtitle: ReactNode
  readonly onDelete?: () => void
}

export function PanelHead({ icon, title, subtitle, onDelete }: PanelHeadProps) {
  return (
    <header className="panel-head">
      <span className="panel-icon">
        <Icon name={icon} size={16} />
      </span>
      <div className="panel-title">
        <h2 title={title}>{title}</h2>
        <p>{subtitle}</p>
      </div>
      <PauseWhen />
      {onDelete ? <IconButton icon="trash" label={`Delete ${title}`} onClick={onDelete} /> : null}
    </header>
  )
}
