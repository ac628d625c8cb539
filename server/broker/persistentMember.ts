import type { EntityIndex } from '../engine/kernel.ts'
import type { DeliveryHandle } from './deliveries.ts'
import type { Candidate } from './persistentStrategies.ts'

export interface PersistentMemberState {
  readonly name: string
  readonly number: number
  readonly bufferSize: number
  readonly isAlive: boolean
  readonly inFlight: number
  readonly deliveries: readonly number[]
}

export const DETACHED = -1 as EntityIndex

/** A client that is connected to a persistent subscription, as the server sees it. */
export class PersistentMember implements Candidate {
  readonly name: string
  /** Of the store's consumers, from 1. */
  readonly number: number
  consumer: EntityIndex = DETACHED
  /** False when it has vanished and the server has not noticed. */
  isAlive = true
  /** How many events it may have in hand. */
  bufferSize: number
  /** Events that the server waits for it to settle. */
  inFlight = 0
  /** What it has in hand, also of events that the server no longer waits for. */
  readonly deliveries = new Set<DeliveryHandle>()

  constructor(name: string, number: number, bufferSize: number) {
    this.name = name
    this.number = number
    this.bufferSize = bufferSize
  }

  /** Detached until its consumer joins again by name. */
  static restored(state: PersistentMemberState): PersistentMember {
    const member = new PersistentMember(state.name, state.number, state.bufferSize)
    member.isAlive = state.isAlive
    member.inFlight = state.inFlight
    for (const delivery of state.deliveries) member.deliveries.add(delivery as DeliveryHandle)
    return member
  }

  get room(): number {
    return Math.max(0, this.bufferSize - this.inFlight)
  }

  save(): PersistentMemberState {
    return {
      name: this.name,
      number: this.number,
      bufferSize: this.bufferSize,
      isAlive: this.isAlive,
      inFlight: this.inFlight,
      deliveries: [...this.deliveries],
    }
  }
}
