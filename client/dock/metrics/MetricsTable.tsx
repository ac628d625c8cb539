import { useMemo, useRef, useSyncExternalStore } from 'react'
import type { Topology } from '#shared/topology/topology.ts'
import { designerStore } from '../../store/designerStore.ts'
import { live } from '../../store/live/liveStore.ts'
import { nodeOf } from '../../store/selectors.ts'
import { Icon, type IconName } from '../../ui/Icon.tsx'
import { useVirtualRows, VirtualRows } from '../../ui/VirtualRows.tsx'
import { FIGURE_COLUMNS, type FigureRow, figureRows, figureText } from './figureRows.ts'

export interface MetricsTableProps {
  readonly topology: Topology
  readonly selectedId: string | null
}

export function MetricsTable({ topology, selectedId }: MetricsTableProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const rows = useMemo(() => figureRows(topology), [topology])
  // Renders what is in view anew when texts may have changed.
  useSyncExternalStore(live.subscribe, () => live.version)
  const virtualizer = useVirtualRows({
    count: rows.length,
    rowHeight: 22,
    scroller,
    headHeight: 26,
  })
  return (
    <div className="metrics-table" ref={scroller}>
      <table aria-label="Figures" aria-rowcount={rows.length + 1}>
        <thead>
          <tr>
            <th scope="col">Name</th>
            {FIGURE_COLUMNS.map(({ key, title, hint }) => (
              <th key={key} scope="col" title={hint}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <VirtualRows
            virtualizer={virtualizer}
            render={(index) => {
              const row = rows[index]
              return row ? (
                <FigureRowView
                  row={row}
                  icon={iconOf(row, topology)}
                  isSelected={row.nodeId === selectedId}
                />
              ) : null
            }}
          />
        </tbody>
      </table>
    </div>
  )
}

interface FigureRowViewProps {
  readonly row: FigureRow
  readonly icon: IconName
  readonly isSelected: boolean
}

function FigureRowView({ row, icon, isSelected }: FigureRowViewProps) {
  const show = () => {
    designerStore.getState().select({ nodeIds: [row.nodeId] })
    designerStore.getState().requestFlyTo([row.nodeId])
  }
  return (
    <tr data-selected={isSelected || undefined}>
      <th scope="row">
        <button type="button" title={row.name} onClick={show}>
          <Icon name={icon} size={12} />
          <span>{row.name}</span>
        </button>
      </th>
      {FIGURE_COLUMNS.map(({ key }) => (
        <td key={key}>{figureText(row, key, live)}</td>
      ))}
    </tr>
  )
}

function iconOf({ sort, nodeId }: FigureRow, topology: Topology): IconName {
  if (sort === 'subscription') return 'connect'
  return nodeOf(topology, nodeId)?.kind ?? 'service'
}
