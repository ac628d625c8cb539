import {
  type Alignment,
  alignNodes,
  type Direction,
  distributeNodes,
} from '#shared/topology/align.ts'
import type { Edit } from '#shared/topology/change.ts'
import { designerStore } from '../../store/designerStore.ts'
import { IconButton } from '../../ui/Button.tsx'
import type { IconName } from '../../ui/Icon.tsx'

const ALIGNMENTS = [
  ['left', 'alignLeft', 'Align left edges'],
  ['centre', 'alignCentre', 'Align centres, one below the other'],
  ['right', 'alignRight', 'Align right edges'],
  ['top', 'alignTop', 'Align top edges'],
  ['middle', 'alignMiddle', 'Align middles, side by side'],
  ['bottom', 'alignBottom', 'Align bottom edges'],
] as const satisfies readonly (readonly [Alignment, IconName, string])[]

const DIRECTIONS = [
  ['horizontally', 'distributeAcross', 'Distribute horizontally'],
  ['vertically', 'distributeDown', 'Distribute vertically'],
] as const satisfies readonly (readonly [Direction, IconName, string])[]

/** Lines up what is selected, and spreads it evenly. */
export function ArrangeButtons({ ids }: { readonly ids: readonly string[] }) {
  const topology = () => designerStore.getState().topology
  return (
    <div className="arrange" role="toolbar" aria-label="Arrange">
      {ALIGNMENTS.map(([to, icon, label]) => (
        <IconButton
          key={to}
          icon={icon}
          label={label}
          onClick={() => make(alignNodes(topology(), ids, to))}
        />
      ))}
      {DIRECTIONS.map(([direction, icon, label]) => (
        <IconButton
          key={direction}
          icon={icon}
          label={label}
          disabled={ids.length < 3}
          onClick={() => make(distributeNodes(topology(), ids, direction))}
        />
      ))}
    </div>
  )
}

function make(edit: Edit | null): void {
  if (edit) designerStore.getState().edit(edit)
}
