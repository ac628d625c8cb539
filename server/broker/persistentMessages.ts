// The events that a persistent subscription has taken from the log and is not done with: sent and to be
// settled, or to be sent again.

import type { SimTime } from '../engine/time.ts'
import type { MessageHandle } from './messages.ts'

export interface PersistentMessage {
  readonly message: MessageHandle
  readonly position: number
  /** As its checkpoint numbers it; NOT_COUNTED for one that was parked. */
  readonly number: number
  /** How often it was sent before it was taken this time. */
  readonly sentBefore: number
  retryCount: number
  /** Number of the member that it was sent to; NOBODY while it waits. */
  holder: number
  /** When the server stops waiting for its settlement. */
  expiresAt: SimTime
}

export interface PersistentMessagesState {
  readonly outstanding: readonly PersistentMessage[]
  readonly retry: readonly PersistentMessage[]
}

export const NOT_COUNTED = -1
export const NOBODY = -1

export class PersistentMessages {
  /** In the order of sending. */
  readonly #outstanding = new Map<MessageHandle, PersistentMessage>()
  /** Sent before everything else. */
  #retry: PersistentMessage[] = []

  get outstanding(): number {
    return this.#outstanding.size
  }

  get retries(): readonly PersistentMessage[] {
    return this.#retry
  }

  /** Undefined when nobody's settlement is waited for. */
  find(message: MessageHandle): PersistentMessage | undefined {
    return this.#outstanding.get(message)
  }

  sent(taken: PersistentMessage): void {
    this.#outstanding.set(taken.message, taken)
  }

  done(taken: PersistentMessage): void {
    this.#outstanding.delete(taken.message)
  }

  /** To be sent again: before those that stand behind it in the log. */
  retry(taken: PersistentMessage): void {
    this.#outstanding.delete(taken.message)
    taken.holder = NOBODY
    const next = this.#retry.findIndex(
      (other) => other.number !== NOT_COUNTED && taken.position < other.position,
    )
    if (taken.number === NOT_COUNTED || next < 0) this.#retry.push(taken)
    else this.#retry.splice(next, 0, taken)
  }

  /** To be sent when there is room, behind all that wait for the same. */
  retryLast(taken: PersistentMessage): void {
    this.#retry.push(taken)
  }

  takeRetry(index: number): PersistentMessage {
    return this.#retry.splice(index, 1)[0] as PersistentMessage
  }

  expiringAt(now: SimTime): readonly PersistentMessage[] {
    return [...this.#outstanding.values()].filter(({ expiresAt }) => expiresAt <= now)
  }

  /** In the order of the log. */
  heldBy(member: number): readonly PersistentMessage[] {
    const held = [...this.#outstanding.values()].filter(({ holder }) => holder === member)
    return held.sort((a, b) => a.position - b.position)
  }

  /** Forgets everything. */
  clear(): readonly PersistentMessage[] {
    const all = [...this.#outstanding.values(), ...this.#retry]
    this.#outstanding.clear()
    this.#retry = []
    return all
  }

  save(): PersistentMessagesState {
    const copy = (taken: PersistentMessage) => ({ ...taken })
    return {
      outstanding: [...this.#outstanding.values()].map(copy),
      retry: this.#retry.map(copy),
    }
  }

  restore(state: PersistentMessagesState): void {
    this.#outstanding.clear()
    for (const taken of state.outstanding) this.sent({ ...taken })
    this.#retry = state.retry.map((taken) => ({ ...taken }))
  }
}
