import { removeNodes } from '#shared/topology/edits.ts'
import { designerStore } from '../../store/designerStore.ts'
import { nodeKinds } from '../../store/nodeKinds.ts'
import { InContext } from '../context/InContext.tsx'
import { PanelHead } from '../PanelHead.tsx'
import { PanelTabs } from '../PanelTabs.tsx'
import { ChannelConfigure } from './ChannelConfigure.tsx'
import { ChannelLive } from './ChannelLive.tsx'
import type { ChannelProps } from './channelProps.ts'

export function ChannelPanel({ channelId, channel }: ChannelProps) {
  const remove = () => {
    const { topology, edit } = designerStore.getState()
    edit(removeNodes(topology, [channelId]))
  }
  return (
    <>
      <PanelHead
        icon={channel.kind}
        title={channel.name}
        subtitle={
          <>
            {nodeKinds[channel.kind].label}
            <InContext nodeId={channelId} />
          </>
        }
        onDelete={remove}
      />
      <PanelTabs
        live={<ChannelLive channelId={channelId} channel={channel} />}
        configure={<ChannelConfigure channelId={channelId} channel={channel} />}
      />
    </>
  )
}
