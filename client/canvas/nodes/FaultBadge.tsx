import { elementNames } from '#shared/topology/elements.ts'
import { Icon } from '../../ui/Icon.tsx'
import { useFaultText, useNodesDownText } from './useStatus.ts'

export function FaultBadge({ serviceId }: { readonly serviceId: string }) {
  return <Badge text={useFaultText(elementNames.service(serviceId))} />
}

/** Nodes that hold the channel and are down. */
export function NodesDownBadge({ channelId }: { readonly channelId: string }) {
  return <Badge text={useNodesDownText(elementNames.channel(channelId))} />
}

function Badge({ text }: { readonly text: string }) {
  if (text === '') return null
  return (
    <span className="node-badge">
      <Icon name="bolt" size={10} />
      {text}
    </span>
  )
}
