import { formatCount, formatDuration } from '#shared/lib/units.ts'
import type { Channel } from '#shared/topology/channels.ts'
import { elementNames } from '#shared/topology/elements.ts'
import { BigFigure, Figure } from '../live/Figure.tsx'
import { NodesDownBadge } from './FaultBadge.tsx'
import { NodeFrame } from './NodeFrame.tsx'
import { lettersIn } from './nodeReadings.ts'
import { useChannelStatus } from './useStatus.ts'

interface DeadLetterViewProps {
  readonly channelId: string
  readonly channel: Channel
  readonly selected: boolean
}

/** A topic or queue where what could not be handled ends. */
export function DeadLetterView({ channelId, channel, selected }: DeadLetterViewProps) {
  const status = useChannelStatus(channelId)
  const name = elementNames.channel(channelId)
  return (
    <NodeFrame
      nodeId={channelId}
      name={channel.name}
      shape="dead-letter"
      icon="deadLetter"
      status={status}
      selected={selected}
      subtitle={<div className="node-subtitle">Dead letters</div>}
    >
      <NodesDownBadge channelId={channelId} />
      <div className="node-row node-brief">
        <BigFigure
          label={`Dead letters in ${channel.name}`}
          read={(live) => formatCount(lettersIn(live, name, channel))}
        />
        <span className="node-detail">
          <Figure
            label={`Oldest in ${channel.name}`}
            read={(live) => {
              const ms = live.figure(name, 'oldestWaitingMs')
              return ms > 0 ? `oldest ${formatDuration(ms)}` : ''
            }}
          />
        </span>
      </div>
    </NodeFrame>
  )
}
