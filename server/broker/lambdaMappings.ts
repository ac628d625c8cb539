// The event source mappings of one queue, and what was saved of those that are still to come again.

import type { BrokerWorld, Subscriber } from './channel.ts'
import { LambdaMapping, type LambdaMappingState, type PolledQueue } from './lambdaMapping.ts'
import type { LambdaSettings } from './lambdaPoller.ts'

export type LambdaMappingsState = readonly (readonly [name: string, state: LambdaMappingState])[]

export class LambdaMappings {
  readonly #byName = new Map<string, LambdaMapping>()
  readonly #saved = new Map<string, LambdaMappingState>()

  add(
    world: BrokerWorld,
    queue: PolledQueue,
    subscriber: Subscriber<LambdaSettings>,
  ): LambdaMapping {
    const { name } = subscriber
    const saved = this.#saved.get(name) ?? null
    this.#saved.delete(name)
    const onClose = () => this.#byName.delete(name)
    const mapping = new LambdaMapping({ world, queue, subscriber, saved, onClose })
    this.#byName.set(name, mapping)
    return mapping
  }

  save(): LambdaMappingsState {
    return [...this.#byName]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, mapping]) => [name, mapping.save()] as const)
  }

  restore(state: LambdaMappingsState): void {
    for (const [name, mapping] of state) this.#saved.set(name, mapping)
  }
}
