import type { Channel } from '#shared/topology/channels.ts'

export interface ChannelProps {
  readonly channelId: string
  readonly channel: Channel
}
