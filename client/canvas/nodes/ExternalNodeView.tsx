import { memo } from 'react'
import type { NodeProps } from 'reactflow'
import { formatCount, formatRate } from '#shared/lib/units.ts'
import { elementNames } from '#shared/topology/elements.ts'
import type { ServiceCanvasNode } from '../canvasNodes.ts'
import { Details } from '../live/Details.tsx'
import { BigFigure, Figure } from '../live/Figure.tsx'
import { FaultBadge } from './FaultBadge.tsx'
import { NodeFrame } from './NodeFrame.tsx'
import { useServiceStatus } from './useStatus.ts'

/** A client outside the system: what matters is what it sends. */
export const ExternalNodeView = memo(function ExternalNodeView({
  id,
  data: { service },
  selected,
}: NodeProps<ServiceCanvasNode>) {
  const status = useServiceStatus(id)
  const name = elementNames.service(id)
  return (
    <NodeFrame
      nodeId={id}
      name={service.name}
      shape="external"
      icon="external"
      status={status}
      selected={selected}
      subtitle={<div className="node-subtitle">External client</div>}
    >
      <FaultBadge serviceId={id} />
      <div className="node-row node-brief">
        <BigFigure
          label={`Rate of ${service.name}`}
          read={(live) => formatRate(live.rate(name, 'published'))}
        />
      </div>
      <Details>
        <div className="node-row node-detail">
          <span>Sent</span>
          <Figure
            label={`Sent by ${service.name}`}
            read={(live) => formatCount(live.figure(name, 'published'))}
          />
        </div>
      </Details>
    </NodeFrame>
  )
})
