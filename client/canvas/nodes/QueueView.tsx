import { memo } from 'react'
import type { NodeProps } from 'reactflow'
import { formatCount } from '#shared/lib/units.ts'
import { elementNames } from '#shared/topology/elements.ts'
import { nodeKinds } from '../../store/nodeKinds.ts'
import type { ChannelCanvasNode } from '../canvasNodes.ts'
import { Details } from '../live/Details.tsx'
import { BigFigure, Figure } from '../live/Figure.tsx'
import { capacityOf } from '../live/fullness.ts'
import { shortCount } from '../live/readings.ts'
import { CapacityBar, CapacityWords } from './CapacityBar.tsx'
import { DeadLetterView } from './DeadLetterView.tsx'
import { DepthCells } from './DepthCells.tsx'
import { NodesDownBadge } from './FaultBadge.tsx'
import { NodeFrame } from './NodeFrame.tsx'
import { useChannelStatus } from './useStatus.ts'

/** A RabbitMQ or SQS queue: what waits, and what is out with a consumer. */
export const QueueView = memo(function QueueView({
  id,
  data,
  selected,
}: NodeProps<ChannelCanvasNode<'rabbitQueue' | 'sqsQueue'>>) {
  const status = useChannelStatus(id)
  const { channel, holdsDeadLetters, hue } = data
  if (holdsDeadLetters)
    return <DeadLetterView channelId={id} channel={channel} selected={selected} />
  const name = elementNames.channel(id)
  const capacity = capacityOf(channel)
  const kindName = nodeKinds[channel.kind].label
  return (
    <NodeFrame
      nodeId={id}
      name={channel.name}
      shape="pill"
      icon={channel.kind}
      status={status}
      selected={selected}
      hue={hue}
      subtitle={
        <div className="node-subtitle">
          {capacity === null ? (
            kindName
          ) : (
            <CapacityWords
              channelId={id}
              channelName={channel.name}
              capacity={capacity}
              otherwise={kindName}
            />
          )}
        </div>
      }
    >
      <NodesDownBadge channelId={id} />
      <div className="node-row node-brief">
        <BigFigure
          label={`Waiting in ${channel.name}`}
          read={(live) => formatCount(live.figure(name, 'waiting'))}
        />
        <Details>
          <span className="node-detail">
            <Figure
              label={`In flight from ${channel.name}`}
              read={(live) => shortCount(live.figure(name, 'inFlight'))}
            />{' '}
            in flight
          </span>
        </Details>
      </div>
      <Details>
        {capacity === null ? (
          <DepthCells channelId={id} />
        ) : (
          <CapacityBar channelId={id} capacity={capacity} />
        )}
      </Details>
    </NodeFrame>
  )
})
