import { memo } from 'react'
import type { NodeProps } from 'reactflow'
import { formatCount, formatDuration, formatRate } from '#shared/lib/units.ts'
import { elementNames } from '#shared/topology/elements.ts'
import { serviceSize } from '#shared/topology/nodeSizes.ts'
import type { ServiceCanvasNode } from '../canvasNodes.ts'
import { Details } from '../live/Details.tsx'
import { BigFigure, Figure } from '../live/Figure.tsx'
import { Sparkline } from '../live/Sparkline.tsx'
import { FaultBadge } from './FaultBadge.tsx'
import { NodeFrame } from './NodeFrame.tsx'
import { throughput } from './nodeReadings.ts'
import { ReplicaPips } from './ReplicaPips.tsx'
import { SlotsBar } from './SlotsBar.tsx'
import { useServiceStatus } from './useStatus.ts'

/** A service, or a projection: the same figures in another silhouette. */
export const ServiceNodeView = memo(function ServiceNodeView({
  id,
  data: { service },
  selected,
}: NodeProps<ServiceCanvasNode>) {
  const status = useServiceStatus(id)
  const name = elementNames.service(id)
  const shape = service.role === 'projection' ? 'projection' : 'service'
  return (
    <NodeFrame
      nodeId={id}
      name={service.name}
      shape={shape}
      icon={shape}
      status={status}
      selected={selected}
      subtitle={<ReplicaPips serviceId={id} replicas={service.replicas} />}
    >
      <FaultBadge serviceId={id} />
      <div className="node-row node-brief">
        <BigFigure
          label={`Rate of ${service.name}`}
          read={(live) => formatRate(throughput(live, name))}
        />
        <Details>
          <span className="node-detail">
            p95{' '}
            <Figure
              label={`Handling time of ${service.name}, 95th percentile`}
              read={(live) => formatDuration(live.figure(name, 'handlingP95Ms'))}
            />
          </span>
        </Details>
      </div>
      <Details>
        <div className="node-row node-detail">
          <span>Handled</span>
          <Figure
            label={`Handled by ${service.name}`}
            read={(live) => formatCount(live.figure(name, 'completed'))}
          />
        </div>
        <SlotsBar serviceId={id} serviceName={service.name} />
        <Sparkline name={name} metric="completed" {...sparklineSize(service)} />
      </Details>
    </NodeFrame>
  )
})

function sparklineSize(service: ServiceCanvasNode['data']['service']) {
  return { width: serviceSize(service).width - 2, height: 24 }
}
