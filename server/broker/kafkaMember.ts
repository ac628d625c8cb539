import type { EntityIndex } from '../engine/kernel.ts'
import type { SimTime } from '../engine/time.ts'
import type { DeliveryHandle } from './deliveries.ts'

export interface KafkaMemberState {
  readonly name: string
  readonly number: number
  readonly isAlive: boolean
  readonly isPolling: boolean
  readonly hasCommitTimer: boolean
  readonly committedAt: number
  readonly nextTurn: number
  readonly partitions: readonly number[]
  readonly unsettled: readonly number[]
}

const DETACHED = -1 as EntityIndex

/** One member of a consumer group: a slot of a replica. */
export class KafkaMember {
  readonly name: string
  readonly number: number
  consumer: EntityIndex = DETACHED
  /** False after a crash, until the session times out. */
  isAlive = true
  /** Waits in poll: it has handled all it got. */
  isPolling = false
  hasCommitTimer = false
  committedAt: SimTime
  /** Index into `partitions` of the one that the next fetch begins with. */
  nextTurn = 0
  readonly partitions: number[] = []
  readonly unsettled = new Set<DeliveryHandle>()

  constructor(name: string, number: number, now: SimTime) {
    this.name = name
    this.number = number
    this.committedAt = now
  }

  /** Detached until its consumer joins again by name. */
  static restored(state: KafkaMemberState): KafkaMember {
    const member = new KafkaMember(state.name, state.number, state.committedAt as SimTime)
    member.isAlive = state.isAlive
    member.isPolling = state.isPolling
    member.hasCommitTimer = state.hasCommitTimer
    member.nextTurn = state.nextTurn
    member.partitions.push(...state.partitions)
    for (const delivery of state.unsettled) member.unsettled.add(delivery as DeliveryHandle)
    return member
  }

  /** The next fetch begins with the next partition. */
  takeTurn(): void {
    if (this.partitions.length > 0) this.nextTurn = (this.nextTurn + 1) % this.partitions.length
  }

  save(): KafkaMemberState {
    return {
      name: this.name,
      number: this.number,
      isAlive: this.isAlive,
      isPolling: this.isPolling,
      hasCommitTimer: this.hasCommitTimer,
      committedAt: this.committedAt,
      nextTurn: this.nextTurn,
      partitions: [...this.partitions],
      unsettled: [...this.unsettled],
    }
  }
}
