import { memo, useRef } from 'react'
import type { NodeProps } from 'reactflow'
import { formatCount } from '#shared/lib/units.ts'
import { elementNames } from '#shared/topology/elements.ts'
import type { ChannelCanvasNode } from '../canvasNodes.ts'
import { BigFigure, Figure } from '../live/Figure.tsx'
import { shortCount } from '../live/readings.ts'
import { useLivePaint } from '../live/useLivePaint.ts'
import { NodesDownBadge } from './FaultBadge.tsx'
import { NodeFrame } from './NodeFrame.tsx'
import { useChannelStatus } from './useStatus.ts'

/** What was written so far, in how many streams, and how far behind its slowest reader is. */
export const EventStoreView = memo(function EventStoreView({
  id,
  data,
  selected,
}: NodeProps<ChannelCanvasNode<'eventStore'>>) {
  const status = useChannelStatus(id)
  const { channel, hue } = data
  const name = elementNames.channel(id)
  return (
    <NodeFrame
      nodeId={id}
      name={channel.name}
      shape="store"
      icon="eventStore"
      status={status}
      selected={selected}
      hue={hue}
      subtitle={<div className="node-subtitle">Event store</div>}
    >
      <NodesDownBadge channelId={id} />
      <div className="node-row node-brief">
        <span className="node-lag">
          <BigFigure
            label={`Events in ${channel.name}`}
            read={(live) => formatCount(live.figure(name, 'retained'))}
          />
          <span className="node-detail"> events</span>
        </span>
        <span className="node-detail">
          <Figure
            label={`Streams of ${channel.name}`}
            read={(live) => shortCount(live.figure(name, 'streams'))}
          />{' '}
          streams
        </span>
      </div>
      <StoreTape channelId={id} channelName={channel.name} />
    </NodeFrame>
  )
})

interface StoreTapeProps {
  readonly channelId: string
  readonly channelName: string
}

/** All events, with the slowest reader's place in them; and what is parked. */
function StoreTape({ channelId, channelName }: StoreTapeProps) {
  const ref = useRef<HTMLDivElement>(null)
  const name = elementNames.channel(channelId)
  useLivePaint(ref, (element, live) => {
    const tail = element.querySelector('i')
    const lag = live.figure(name, 'waiting') || 0
    const events = live.figure(name, 'retained') || 0
    const width = `${events === 0 ? 0 : Math.round((100 * lag) / Math.max(lag, events))}%`
    if (tail && tail.style.width !== width) tail.style.width = width
    element.dataset.parked = String(live.figure(name, 'parked') > 0)
  })
  return (
    <div ref={ref} className="store-tape node-detail" data-parked="false">
      <span className="tape" aria-hidden>
        <i />
      </span>
      <div className="store-readers">
        <span>
          lag{' '}
          <Figure
            label={`Lag of the readers of ${channelName}`}
            read={(live) => shortCount(live.figure(name, 'waiting'))}
          />
        </span>
        <span className="store-parked">
          <Figure
            label={`Parked in ${channelName}`}
            read={(live) => shortCount(live.figure(name, 'parked'))}
          />{' '}
          parked
        </span>
      </div>
    </div>
  )
}
