// The changes of a swap as they are put together. What is private to the old channel goes; what keeps
// its part in the drawing keeps its id and its place.

import { entriesById } from '../../lib/entries.ts'
import type { Change } from '../change.ts'
import type { Binding, Channel, ProducerKind, Subscription } from '../channels.ts'
import { eventTypeIdsIn, flowsOf } from '../flows.ts'
import { freshIdIn, nodeName } from '../naming.ts'
import { channelSize, GRID } from '../nodeSizes.ts'
import { publicationsOf } from '../publications.ts'
import type { Position, Topology } from '../topology.ts'
import { type Conversation, deadLetterOwners, feedersOf, type ReaderGroup } from './conversation.ts'

export class Plan {
  readonly topology: Topology
  readonly conversation: Conversation
  readonly notes: string[] = []
  readonly #channels = new Map<string, Channel | undefined>()
  readonly #places = new Map<string, Position | undefined>()
  readonly #bindings = new Map<string, Binding | undefined>()
  readonly #others: Change[] = []

  constructor(topology: Topology, conversation: Conversation) {
    this.topology = topology
    this.conversation = conversation
  }

  get changes(): readonly Change[] {
    return [
      ...asChanges(['channels'], this.#channels),
      ...asChanges(['layout', 'nodes'], this.#places),
      ...asChanges(['bindings'], this.#bindings),
      ...this.#others,
    ]
  }

  /** Queues, bindings and dead letters that exist for this channel alone. */
  removeOld(): void {
    const { queueIds, bindingIds, groups } = this.conversation
    for (const id of queueIds) this.#removeChannel(id)
    for (const id of bindingIds) this.#bindings.set(id, undefined)
    for (const { deadLetterId } of groups) if (deadLetterId) this.#removeDeadLetters(deadLetterId)
  }

  /** Puts the channel in the root's place. */
  putRoot(channel: Channel): void {
    this.#channels.set(this.conversation.rootId, channel)
  }

  /** A channel of its own for a group: it takes the place of the group's old queue, if there was one. */
  putBeside(group: ReaderGroup, channel: Channel): string {
    const id = this.#freshChannelId(group.id)
    const { nodes } = this.topology.layout
    this.#channels.set(id, channel)
    this.#places.set(id, nodes[group.id] ?? this.#placeBetween(group, channel))
    return id
  }

  /** Near another one, below it. */
  putBelow(aboveId: string, wish: string, channel: Channel): string {
    const id = this.#freshChannelId(wish)
    const above = this.#places.get(aboveId) ?? this.topology.layout.nodes[aboveId]
    const size = channelSize(channel, { rows: 1, holdsDeadLetters: false })
    this.#channels.set(id, channel)
    this.#places.set(id, {
      x: above?.x ?? 0,
      y: (above?.y ?? 0) + size.height + 3 * GRID,
    })
    return id
  }

  bind(wish: string, binding: Binding): void {
    const id = freshIdIn(
      { ...this.topology.bindings, ...Object.fromEntries(this.#bindings) },
      wish,
      'binding',
    )
    this.#bindings.set(id, binding)
  }

  /** The subscription as it is with another broker; its id, service and attempts stay. */
  resubscribe(
    id: string,
    { serviceId, retry }: Subscription,
    rest: DistributiveOmit<Subscription, 'serviceId' | 'retry'>,
  ): void {
    const value = { ...rest, serviceId, retry } as Subscription
    this.#others.push({ path: ['subscriptions', id], value })
  }

  /** Those who publish to it speak to this kind of broker now, with what it asks of them, if anything. */
  setProducers(kind: ProducerKind, asked: object = {}): void {
    const { rootId, root } = this.conversation
    for (const { serviceId, path, publishes } of publicationsOf(this.topology)) {
      if (publishes.channelId !== rootId) continue
      const { producer } = publishes
      const kept = producer?.kind === kind ? producer : {}
      const next = { ...kept, ...asked }
      const change = { path: [...path, 'producer'] }
      if (Object.keys(next).length > 0) this.#others.push({ ...change, value: { kind, ...next } })
      else if (producer) this.#others.push(change)
      if (producer && producer.kind !== kind)
        this.notes.push(
          `How ${nodeName(this.topology, serviceId)} publishes to ${root.name} has no equivalent: those settings are left out.`,
        )
    }
  }

  /** Where a binding chose for a group, its handlers choose: the types that reached its queue so far. */
  chooseTypes({ id, routingKeys, isFiltered, subscriptions }: ReaderGroup): void {
    if (routingKeys === null && !isFiltered) return
    const arriving = eventTypeIdsIn(flowsOf(this.topology).get(id) ?? [])
    for (const [subscriptionId, { serviceId }] of subscriptions)
      for (const [handlerId, handler] of entriesById(
        this.topology.services[serviceId]?.handlers ?? {},
      )) {
        if (!handler.subscriptionIds.includes(subscriptionId) || handler.eventTypeIds) continue
        // A handler that also takes from elsewhere takes all types from there.
        if (handler.subscriptionIds.length > 1) continue
        const path = ['services', serviceId, 'handlers', handlerId, 'eventTypeIds']
        this.#others.push({ path, value: [...arriving] })
      }
  }

  #removeChannel(id: string): void {
    this.#channels.set(id, undefined)
    if (this.topology.layout.nodes[id]) this.#places.set(id, undefined)
  }

  #removeDeadLetters(id: string): void {
    const isShared = deadLetterOwners(this.topology, id).length > 1
    const bound = entriesById(this.topology.bindings).filter(
      ([, binding]) => binding.fromChannelId === id,
    )
    const ids = [id, ...bound.map(([, { toChannelId }]) => toChannelId)]
    const isRead = Object.values(this.topology.subscriptions).some(({ channelId }) =>
      ids.includes(channelId),
    )
    const isFed = ids.some((each) => feedersOf(this.topology, each).length > 1)
    if (isShared || isRead || isFed) {
      this.notes.push(
        `${nodeName(this.topology, id)} stays as it is for others; the dead letters of ${this.conversation.root.name} go to a new channel, which nobody reads.`,
      )
      return
    }
    for (const each of ids) this.#removeChannel(each)
    for (const [bindingId] of bound) this.#bindings.set(bindingId, undefined)
  }

  /** Ids of what goes are free again. */
  #freshChannelId(wish: string): string {
    const taken = new Set([
      ...Object.keys(this.topology.services),
      ...Object.keys(this.topology.channels),
    ])
    for (const [id, channel] of this.#channels) {
      if (channel) taken.add(id)
      else taken.delete(id)
    }
    return freshIdIn(Object.fromEntries([...taken].map((id) => [id, true])), wish, 'queue')
  }

  #placeBetween({ subscriptions }: ReaderGroup, channel: Channel): Position {
    const { nodes } = this.topology.layout
    const from = nodes[this.conversation.rootId] ?? { x: 0, y: 0 }
    const to = nodes[subscriptions[0]?.[1].serviceId ?? ''] ?? { x: from.x + 480, y: from.y }
    const size = channelSize(channel, { rows: 1, holdsDeadLetters: false })
    return { x: onGrid((from.x + to.x - size.width) / 2 + 90), y: onGrid(to.y) }
  }
}

type DistributiveOmit<Union, Keys extends PropertyKey> = Union extends unknown
  ? Omit<Union, Keys>
  : never

function onGrid(value: number): number {
  return Math.round(value / GRID) * GRID
}

function asChanges(path: readonly string[], parts: ReadonlyMap<string, unknown>): Change[] {
  return [...parts].map(([id, value]) =>
    value === undefined ? { path: [...path, id] } : { path: [...path, id], value: value as never },
  )
}
