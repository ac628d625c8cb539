// What a family of brokers gives the simulation: for each of its kinds of channel in the document, how
// to make one that runs, and how that one takes changes of the document.

import type {
  Binding,
  ChannelKind,
  ChannelOf,
  Channel as ChannelSpec,
  Subscription as SubscriptionSpec,
} from '#shared/topology/channels.ts'
import type {
  BrokerWorld,
  Channel,
  ConsumableChannel,
  Subscriber,
  Subscription,
} from '../../broker/channel.ts'

export interface ChannelPlace {
  readonly name: string
  readonly element: number
  readonly world: BrokerWorld
}

export type FindChannel = (channelId: string) => RunningChannel | undefined

/** One kind of channel of the document. */
export interface ChannelFamily<Kind extends ChannelKind> {
  create(place: ChannelPlace, spec: ChannelOf<Kind>): RunningChannel
  /** A change that a channel cannot take while it runs: the edit ends it and begins another one. */
  isAnother?(before: ChannelOf<Kind>, after: ChannelOf<Kind>): boolean
}

/** A channel at work, in the terms of the document. */
export interface RunningChannel {
  /** Of the class that runs it: what other channels of the family bind and dead-letter to. */
  readonly channel: Channel
  /** Messages to be handed out yet, as in its figures, without working the others out. */
  waiting(): number
  /** Once for a channel that is new, not for a restored one. */
  start?(): void
  update(spec: ChannelSpec): void
  /** Finds the channels that its settings name. After all channels are there, and after each edit. */
  wire?(spec: ChannelSpec, find: FindChannel): void
  bind?(binding: Binding, bindingElement: number, find: FindChannel): void
  unbind?(bindingElement: number): void
  subscribe?(
    subscriber: Omit<Subscriber<never>, 'settings'>,
    spec: SubscriptionSpec,
  ): FamilySubscription
  /** A log: one entry a partition. */
  readonly partitions?: readonly PartitionFigures[]
}

export interface PartitionFigures {
  readonly startOffset: number
  readonly endOffset: number
  /** Of the group that is farthest behind; the end offset when nobody reads. */
  readonly committedOffset: number
  readonly lag: number
  /** The node that leads; -1: none can. */
  readonly leader?: number
  /** Replicas in sync. */
  readonly isr?: number
}

/** A subscription in its channel's terms: joins, and takes new settings from the document. */
export interface FamilySubscription {
  readonly channelSubscription: Subscription<never>
  update(spec: SubscriptionSpec): void
}

/** `settingsOf`: null for a subscription of another kind. */
export function subscribeTo<Settings>(
  channel: ConsumableChannel<Settings>,
  subscriber: Omit<Subscriber<never>, 'settings'>,
  {
    spec,
    settingsOf,
  }: { spec: SubscriptionSpec; settingsOf: (spec: SubscriptionSpec) => Settings },
): FamilySubscription {
  const subscription = channel.subscribe({ ...subscriber, settings: settingsOf(spec) })
  return {
    channelSubscription: subscription,
    update: (next) => subscription.update(settingsOf(next)),
  }
}

/** Of a part of the document that has kinds: this one. Lint has seen that families do not mix. */
export function ofKind<Part extends { readonly kind: string }, Kind extends Part['kind']>(
  part: Part,
  kind: Kind,
): Extract<Part, { kind: Kind }> {
  if (part.kind === kind) return part as Extract<Part, { kind: Kind }>
  throw new Error(`A ${part.kind} stands where a ${kind} belongs.`)
}
