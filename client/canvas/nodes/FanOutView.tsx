import { memo } from 'react'
import type { NodeProps } from 'reactflow'
import { formatCount, formatRate } from '#shared/lib/units.ts'
import type { Channel } from '#shared/topology/channels.ts'
import { elementNames } from '#shared/topology/elements.ts'
import { ROWS_MAX } from '#shared/topology/nodeSizes.ts'
import type { ChannelCanvasNode } from '../canvasNodes.ts'
import type { BindingRow } from '../channelRows.ts'
import { Details } from '../live/Details.tsx'
import { Figure } from '../live/Figure.tsx'
import { NodeFrame } from './NodeFrame.tsx'
import { fanOutText } from './nodeReadings.ts'
import { useFanOutStatus } from './useStatus.ts'

/** A RabbitMQ exchange or an SNS topic: keeps nothing, passes on along its rows. */
export const FanOutView = memo(function FanOutView({
  id,
  data: { channel, rows, holdsDeadLetters, hue },
  selected,
}: NodeProps<ChannelCanvasNode<'rabbitExchange' | 'snsTopic'>>) {
  const status = useFanOutStatus(
    id,
    rows.map(({ bindingId }) => bindingId),
  )
  const name = elementNames.channel(id)
  return (
    <NodeFrame
      nodeId={id}
      name={channel.name}
      shape="rail"
      icon={channel.kind}
      status={status}
      selected={selected}
      hue={holdsDeadLetters ? 5 : hue}
      subtitle={<div className="node-subtitle">{fanOutText(channel, holdsDeadLetters)}</div>}
    >
      <Details>
        <BindingRows kind={channel.kind} rows={rows} />
      </Details>
      {channel.kind === 'rabbitExchange' ? (
        <div className="node-row node-detail node-foot">
          <span>Unroutable</span>
          <Figure
            label={`Unroutable at ${channel.name}`}
            read={(live) => formatCount(live.figure(name, 'unroutable'))}
          />
        </div>
      ) : null}
    </NodeFrame>
  )
})

interface BindingRowsProps {
  readonly kind: Channel['kind']
  readonly rows: readonly BindingRow[]
}

function BindingRows({ kind, rows }: BindingRowsProps) {
  if (rows.length === 0)
    return (
      <div className="fan-out-empty node-detail">
        no queue {kind === 'snsTopic' ? 'subscribed' : 'bound'} yet
      </div>
    )
  return (
    <div className="fan-out-rows node-detail">
      {rows.slice(0, ROWS_MAX).map(({ bindingId, text }) => (
        <div key={bindingId}>
          <span title={text}>{text}</span>
          <Figure
            label={`Passed on to ${text}`}
            read={(live) => formatRate(live.rate(elementNames.binding(bindingId), 'routed'))}
          />
        </div>
      ))}
      {rows.length > ROWS_MAX ? <div>and {rows.length - ROWS_MAX} more</div> : null}
    </div>
  )
}
