import { useMemo } from 'react'
import { useDesigner } from '../../store/designerStore.ts'
import { live } from '../../store/live/liveStore.ts'
import { nodeOf } from '../../store/selectors.ts'
import { DockTools } from '../DockTools.tsx'
import { ChartView } from './ChartView.tsx'
import { chartsOf } from './charts.ts'
import { MetricsTable } from './MetricsTable.tsx'
import './metrics.css'

const CHARTS = [0, 1, 2] as const

/** Charts of what is selected, or of everything, beside the figures of every part. */
export function MetricsPanel() {
  const topology = useDesigner((state) => state.topology)
  const nodeId = useDesigner(({ selectedNodeIds }) =>
    selectedNodeIds.length === 1 ? (selectedNodeIds[0] ?? null) : null,
  )
  const node = nodeId === null ? null : nodeOf(topology, nodeId)
  const readers = useMemo(
    () =>
      CHARTS.map((index) => () => {
        const content = chartsOf(topology, nodeId, live)[index]
        return (
          content ?? { title: '', unit: 'count' as const, times: new Float64Array(), lines: [] }
        )
      }),
    [topology, nodeId],
  )
  return (
    <div className="metrics-panel">
      <DockTools>
        <span>
          Charts of <b className="metrics-subject">{node?.name ?? 'the whole system'}</b>
          {node ? '' : '; select a service or a channel for its own'}
        </span>
      </DockTools>
      <div className="metrics-charts">
        {CHARTS.map((index) => {
          const read = readers[index]
          return read ? <ChartView key={`${nodeId} ${index}`} read={read} /> : null
        })}
      </div>
      <MetricsTable topology={topology} selectedId={nodeId} />
    </div>
  )
}
