import { designerStore } from '../store/designerStore.ts'
import { Icon, type IconName } from '../ui/Icon.tsx'

interface OutlineNameProps {
  /** What the canvas calls it. */
  readonly canvasId: string
  readonly selected: boolean
  readonly icon: IconName
  readonly name: string
  readonly title: string
  /** How much belongs to it. */
  readonly count?: number
}

/** Selects what stands on the canvas and flies there; once more lets go of it. */
export function OutlineName({ canvasId, selected, icon, name, title, count }: OutlineNameProps) {
  const { select, requestFlyTo } = designerStore.getState()
  return (
    <button
      type="button"
      className="outline-name"
      aria-expanded={selected}
      title={title}
      onClick={() => {
        select({ nodeIds: selected ? [] : [canvasId] })
        if (!selected) requestFlyTo([canvasId])
      }}
    >
      <Icon name={icon} size={13} />
      <span>{name}</span>
      {count === undefined ? null : <small>{count}</small>}
    </button>
  )
}
