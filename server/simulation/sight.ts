// What can be seen of a run between two instants, by whoever waits for something in it. Reading changes
// nothing.

import type { AttributeValue } from '#shared/schemas/attributes.ts'
import type { TableElement } from './elementTable.ts'
import type { Network } from './network.ts'
import type { SimulationWorld } from './world.ts'

export class Sight {
  readonly #world: SimulationWorld
  readonly #network: Network

  constructor(world: SimulationWorld, network: Network) {
    this.#world = world
    this.#network = network
  }

  /** Grows when elements come, go or change. */
  get version(): number {
    return this.#world.table.version
  }

  element(index: number): TableElement | null {
    return this.#world.table.elements[index] ?? null
  }

  /** Null: no such element is in the run. */
  indexOf(name: string): number | null {
    const { table } = this.#world
    return table.has(name) ? table.indexOf(name) : null
  }

  keyText(key: number): string {
    return this.#world.keyText(key)
  }

  payload(origin: number, n: number, key: number): unknown {
    return this.#world.bodyOfEvent(origin, n, key)
  }

  attribute(attributes: number, name: string): AttributeValue | undefined {
    return this.#world.texts.attributes(attributes).find(([known]) => known === name)?.[1]
  }

  waitingIn(channelId: string): number {
    return this.#network.channels.get(channelId)?.channel.figures.waiting ?? 0
  }

  /** Of the consumers of the channel, the one furthest behind. */
  lagIn(channelId: string): number {
    let most = 0
    for (const { service } of this.#network.subscriptions.values()) {
      // What is no log has no lag, which is no number then.
      const { lag } = service.figures
      if (service.spec.channelId === channelId && lag > most) most = lag
    }
    return most
  }
}
