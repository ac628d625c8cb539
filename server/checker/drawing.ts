// What the checker knows of the drawing: the revision that runs, what was there before, and since when.

import {
  type ChannelKind,
  type ChannelOf,
  filledChannel,
  filledProducer,
  filledSubscription,
  type SubscriptionKind,
  type SubscriptionOf,
} from '#shared/topology/channels.ts'
import { elementNames } from '#shared/topology/elements.ts'
import { type Publication, publicationsOf } from '#shared/topology/publications.ts'
import type { Topology } from '#shared/topology/topology.ts'

export type ChannelSpec<Kind extends ChannelKind> = ReturnType<
  typeof filledChannel<ChannelOf<Kind>>
>
export type SubscriptionSpec<Kind extends SubscriptionKind> = ReturnType<
  typeof filledSubscription<SubscriptionOf<Kind>>
>
type AnyChannel = { [Kind in ChannelKind]: ChannelSpec<Kind> }[ChannelKind]
type AnySubscription = { [Kind in SubscriptionKind]: SubscriptionSpec<Kind> }[SubscriptionKind]
type Producer = ReturnType<typeof filledProducer>

const NEVER = -1

export class Drawing {
  #topology: Topology
  /** By id; those that were removed stay as they were. */
  readonly #channels = new Map<string, AnyChannel>()
  readonly #subscriptions = new Map<string, AnySubscription>()
  /** By element name of the source or the output. */
  readonly #publications = new Map<string, Publication>()
  /** What they say of their events was edited: of which event it holds, no record tells. */
  readonly #ambiguous = new Set<string>()
  readonly #changedAt = new Map<string, number>()
  /** Nodes that are down, by channel. */
  readonly #down = new Map<string, number>()
  #editedAt = NEVER

  constructor(topology: Topology) {
    this.#topology = topology
    this.#learn(topology)
  }

  get topology(): Topology {
    return this.#topology
  }

  /** When it was edited last; -1: never. */
  get editedAt(): number {
    return this.#editedAt
  }

  become(topology: Topology, atNs: number): void {
    this.#editedAt = atNs
    const before = this.#topology
    this.#noteChanges('channels', before.channels, topology.channels)
    this.#noteChanges('subscriptions', before.subscriptions, topology.subscriptions)
    this.#topology = topology
    this.#learn(topology)
  }

  /** With the broker's defaults; also of one that was removed. Null: never heard of. */
  channel(id: string): AnyChannel | null {
    return this.#channels.get(id) ?? null
  }

  channelOf<Kind extends ChannelKind>(id: string, kind: Kind): ChannelSpec<Kind> | null {
    const channel = this.#channels.get(id)
    return channel?.kind === kind ? (channel as ChannelSpec<Kind>) : null
  }

  subscription(id: string): AnySubscription | null {
    return this.#subscriptions.get(id) ?? null
  }

  subscriptionOf<Kind extends SubscriptionKind>(
    id: string,
    kind: Kind,
  ): SubscriptionSpec<Kind> | null {
    const subscription = this.#subscriptions.get(id)
    return subscription?.kind === kind ? (subscription as SubscriptionSpec<Kind>) : null
  }

  has(section: 'channels' | 'subscriptions', id: string): boolean {
    return Object.hasOwn(this.#topology[section], id)
  }

  noteNode(channelId: string, isUp: boolean): void {
    this.#down.set(channelId, Math.max(0, (this.#down.get(channelId) ?? 0) + (isUp ? -1 : 1)))
  }

  /** One of the nodes that hold the channel is down. */
  isImpaired(channelId: string): boolean {
    return (this.#down.get(channelId) ?? 0) > 0
  }

  /** Of a channel or a subscription, by element name; -1: it is as it was drawn at first. */
  changedAt(element: string): number {
    return this.#changedAt.get(element) ?? NEVER
  }

  /** Null where it is not known for sure. */
  publication(origin: string): Publication | null {
    return this.#ambiguous.has(origin) ? null : (this.#publications.get(origin) ?? null)
  }

  /** Undefined: not known for sure. Null: it says nothing, and defaults hold. */
  producer(origin: string): Producer | null | undefined {
    const publication = this.publication(origin)
    if (!publication) return undefined
    const { producer } = publication.publishes
    return producer ? filledProducer(producer) : null
  }

  /** Whether a source or an output of some revision fulfils it. */
  somePublisher(fulfils: (publication: Publication) => boolean): boolean {
    return [...this.#publications.values()].some(fulfils)
  }

  #learn(topology: Topology): void {
    for (const [id, channel] of Object.entries(topology.channels))
      this.#channels.set(id, filledChannel(channel) as AnyChannel)
    for (const [id, subscription] of Object.entries(topology.subscriptions))
      this.#subscriptions.set(id, filledSubscription(subscription) as AnySubscription)
    for (const publication of publicationsOf(topology)) {
      const { element } = publication
      const known = this.#publications.get(element)
      if (known && saidBy(known) !== saidBy(publication)) this.#ambiguous.add(element)
      this.#publications.set(element, publication)
    }
  }

  #noteChanges(
    section: 'channels' | 'subscriptions',
    before: Readonly<Record<string, object>>,
    next: Readonly<Record<string, object>>,
  ): void {
    for (const [id, part] of Object.entries(next)) {
      const known = Object.hasOwn(before, id) ? before[id] : null
      if (known && JSON.stringify(known) === JSON.stringify(part)) continue
      const name = section === 'channels' ? elementNames.channel(id) : elementNames.subscription(id)
      this.#changedAt.set(name, this.#editedAt)
    }
  }
}

function saidBy({ publishes }: Publication): string {
  return JSON.stringify([publishes.producer ?? null, publishes.channelId, publishes.eventTypeId])
}
