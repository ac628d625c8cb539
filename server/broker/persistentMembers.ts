// The consumers that are connected to a persistent subscription, and which of them gets the next event.

import { assert } from '#shared/lib/assert.ts'
import type { BrokerWorld } from './channel.ts'
import { NO_KEY } from './events.ts'
import type { MessageHandle } from './messages.ts'
import { DETACHED, PersistentMember, type PersistentMemberState } from './persistentMember.ts'
import {
  type Choice,
  type ConsumerStrategy,
  type ConsumerStrategyName,
  type StrategyState,
  strategyNamed,
} from './persistentStrategies.ts'

export interface MemberSettings {
  readonly namedConsumerStrategy: ConsumerStrategyName
  /** What each consumer may have in hand. */
  readonly bufferSize: number
}

export interface PersistentMembersState {
  readonly members: readonly PersistentMemberState[]
  readonly strategy: StrategyState
}

export class PersistentMembers {
  readonly #world: BrokerWorld
  readonly #byNumber = new Map<number, PersistentMember>()
  #settings: MemberSettings
  #strategy: ConsumerStrategy<PersistentMember>

  constructor(world: BrokerWorld, settings: MemberSettings) {
    this.#world = world
    this.#settings = settings
    this.#strategy = strategyNamed(settings.namedConsumerStrategy)
  }

  get all(): Iterable<PersistentMember> {
    return this.#byNumber.values()
  }

  /** Those that have vanished count as long as nobody has noticed. */
  get size(): number {
    return this.#byNumber.size
  }

  get alive(): number {
    let alive = 0
    for (const { isAlive } of this.#byNumber.values()) if (isAlive) alive += 1
    return alive
  }

  find(number: number): PersistentMember | undefined {
    return this.#byNumber.get(number)
  }

  add(name: string, number: number): PersistentMember {
    const member = new PersistentMember(name, number, this.#settings.bufferSize)
    this.#byNumber.set(number, member)
    this.#strategy.add(member)
    return member
  }

  /** Of a restored run: the member of this name whose consumer has not come back yet. */
  detached(name: string): PersistentMember | undefined {
    for (const member of this.#byNumber.values())
      if (member.name === name && member.isAlive && member.consumer === DETACHED) return member
    return undefined
  }

  remove(member: PersistentMember): void {
    this.#strategy.remove(member)
    this.#byNumber.delete(member.number)
  }

  choose(message: MessageHandle): Choice<PersistentMember> {
    return this.#strategy.choose(this.#sourceOf(message))
  }

  /** The event has left the hands of the member that it was sent to, if that is still there. */
  confirm(number: number, message: MessageHandle): void {
    const member = this.#byNumber.get(number)
    if (!member) return
    member.inFlight -= 1
    this.#strategy.confirmed(member, this.#sourceOf(message))
  }

  /** All connections are dropped and made again. */
  reconnect(settings: MemberSettings): void {
    this.#settings = settings
    this.#strategy = strategyNamed(settings.namedConsumerStrategy)
    for (const member of this.#byNumber.values()) {
      member.bufferSize = settings.bufferSize
      member.inFlight = 0
      this.#strategy.add(member)
    }
  }

  save(): PersistentMembersState {
    return {
      members: [...this.#byNumber.values()].map((member) => member.save()),
      strategy: this.#strategy.save(),
    }
  }

  restore(state: PersistentMembersState): void {
    for (const member of state.members)
      this.#byNumber.set(member.number, PersistentMember.restored(member))
    this.#strategy.restore(state.strategy, (number) => {
      const member = this.#byNumber.get(number)
      assert(member, 'a strategy names members of its subscription')
      return member
    })
  }

  /** By what a strategy that pins keeps events together. */
  #sourceOf(message: MessageHandle): string {
    const { messages, events } = this.#world
    switch (this.#settings.namedConsumerStrategy) {
      case 'RoundRobin':
      case 'DispatchToSingle':
        return ''
      case 'Pinned': {
        const key = events.key(messages.event(message))
        return key === NO_KEY ? '' : this.#world.keyText(key)
      }
      case 'PinnedByCorrelation': {
        const event = messages.event(message)
        return `${events.rootOrigin(event)}-${events.rootN(event)}`
      }
    }
  }
}
