import { memo } from 'react'
import type { NodeProps } from 'reactflow'
import { formatCount } from '#shared/lib/units.ts'
import { elementNames } from '#shared/topology/elements.ts'
import { TAPES_MAX } from '#shared/topology/nodeSizes.ts'
import { topicLag } from '../../store/live/kafkaLag.ts'
import type { ChannelCanvasNode } from '../canvasNodes.ts'
import { Details } from '../live/Details.tsx'
import { BigFigure, Figure } from '../live/Figure.tsx'
import { DeadLetterView } from './DeadLetterView.tsx'
import { NodesDownBadge } from './FaultBadge.tsx'
import { NodeFrame } from './NodeFrame.tsx'
import { lagTrend, partitionsText } from './nodeReadings.ts'
import { PartitionStrip } from './PartitionStrip.tsx'
import { PartitionTapes } from './PartitionTapes.tsx'
import { useChannelStatus } from './useStatus.ts'

export const KafkaTopicView = memo(function KafkaTopicView({
  id,
  data,
  selected,
}: NodeProps<ChannelCanvasNode<'kafkaTopic'>>) {
  const status = useChannelStatus(id)
  const { channel, holdsDeadLetters, hue } = data
  if (holdsDeadLetters)
    return <DeadLetterView channelId={id} channel={channel} selected={selected} />
  const name = elementNames.channel(id)
  const Partitions = channel.partitions > TAPES_MAX ? PartitionStrip : PartitionTapes
  return (
    <NodeFrame
      nodeId={id}
      name={channel.name}
      shape="rail"
      icon="kafkaTopic"
      status={status}
      selected={selected}
      hue={hue}
      subtitle={<div className="node-subtitle">Kafka, {partitionsText(channel.partitions)}</div>}
    >
      <NodesDownBadge channelId={id} />
      <div className="node-row node-brief">
        <span className="node-lag">
          <BigFigure
            label={`Lag of ${channel.name}`}
            read={(live) => formatCount(topicLag(live, id, channel.partitions))}
          />
          <span className="node-detail"> lag</span>
        </span>
        <Details>
          <span className="node-detail node-slope">
            <Figure
              label={`Growth of the lag of ${channel.name}`}
              read={(live) => lagTrend(live, name)}
            />
          </span>
        </Details>
      </div>
      <Details>
        <Partitions channelId={id} partitions={channel.partitions} />
      </Details>
    </NodeFrame>
  )
})
