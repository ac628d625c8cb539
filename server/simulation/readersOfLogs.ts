// Who reads a log, each from a position of its own: what an event in it has to wait for.

import { entriesById } from '#shared/lib/entries.ts'
import { type Channel, filledChannel, type Subscription } from '#shared/topology/channels.ts'
import { elementNames } from '#shared/topology/elements.ts'
import type { Topology } from '#shared/topology/topology.ts'
import type { LogReaders } from '../runtime/stories.ts'
import type { ElementTable } from './elementTable.ts'
import type { Network } from './network.ts'

export class ReadersOfLogs implements LogReaders {
  readonly #table: ElementTable
  readonly #network: Network
  /** The drawing that the maps were made of. */
  #topology: Topology | null = null
  readonly #ofChannel = new Map<number, string[]>()
  readonly #bySubscription = new Map<number, string>()

  constructor(table: ElementTable, network: Network) {
    this.#table = table
    this.#network = network
  }

  of(channelElement: number): readonly string[] | null {
    this.#follow()
    return this.#ofChannel.get(channelElement) ?? null
  }

  by(subscriptionElement: number): string | null {
    this.#follow()
    return this.#bySubscription.get(subscriptionElement) ?? null
  }

  has(reader: string): boolean {
    this.#follow()
    return [...this.#ofChannel.values()].some((readers) => readers.includes(reader))
  }

  /** In the middle of an edit some of the drawing is gone already. */
  #follow(): void {
    const { topology } = this.#network
    if (topology === this.#topology) return
    this.#topology = topology
    this.#ofChannel.clear()
    this.#bySubscription.clear()
    for (const [id, channel] of entriesById(topology.channels)) {
      const element = this.#elementOf(elementNames.channel(id))
      if (element !== null && isLog(channel)) this.#ofChannel.set(element, [])
    }
    for (const [id, subscription] of entriesById(topology.subscriptions))
      this.#add(id, subscription)
  }

  #add(id: string, subscription: Subscription): void {
    const channel = this.#elementOf(elementNames.channel(subscription.channelId))
    const element = this.#elementOf(elementNames.subscription(id))
    const readers = channel === null ? null : this.#ofChannel.get(channel)
    if (!readers || element === null) return
    const reader = `${channel} ${readerOf(id, subscription)}`
    if (!readers.includes(reader)) readers.push(reader)
    this.#bySubscription.set(element, reader)
  }

  #elementOf(name: string): number | null {
    return this.#table.has(name) ? this.#table.indexOf(name) : null
  }
}

function isLog(channel: Channel): boolean {
  switch (channel.kind) {
    case 'kafkaTopic':
    case 'eventStore':
      return true
    case 'rabbitQueue':
      return filledChannel(channel).queueType === 'stream'
    default:
      return false
  }
}

/** Members of one group share the log; everybody else reads all of it. */
function readerOf(id: string, subscription: Subscription): string {
  switch (subscription.kind) {
    case 'kafkaConsumer':
      return `group ${subscription.groupId}`
    case 'persistentConsumer':
      return `group ${subscription.groupName}`
    default:
      return `subscription ${id}`
  }
}
