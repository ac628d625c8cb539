// What becomes of the events that a persistent subscription has taken from the log: settled, timed out,
// sent again, parked; and the checkpoint that follows them.

import { unreachable } from '#shared/lib/assert.ts'
import { after, type Duration } from '../engine/time.ts'
import type { Settlement } from './channel.ts'
import type { DeliveryHandle } from './deliveries.ts'
import type { ReaderOptions } from './eventStoreReader.ts'
import { NO_EVENT } from './events.ts'
import type { MessageHandle } from './messages.ts'
import {
  type CheckpointSettings,
  PersistentCheckpoint,
  type PersistentCheckpointState,
} from './persistentCheckpoint.ts'
import type { PersistentMember } from './persistentMember.ts'
import type { PersistentMembers } from './persistentMembers.ts'
import {
  NOBODY,
  NOT_COUNTED,
  type PersistentMessage,
  PersistentMessages,
  type PersistentMessagesState,
} from './persistentMessages.ts'

export interface WorkSettings extends CheckpointSettings {
  readonly maxRetryCount: number
  readonly messageTimeout: Duration
  /** The nack action of a consumer that rejects. */
  readonly onReject: 'park' | 'skip'
}

export interface PersistentWorkState {
  readonly messages: PersistentMessagesState
  readonly checkpoint: PersistentCheckpointState
  readonly parked: readonly number[]
  readonly furthest: number
}

export class PersistentWork {
  readonly #options: ReaderOptions
  readonly #members: PersistentMembers
  readonly messages = new PersistentMessages()
  readonly #checkpoint = new PersistentCheckpoint()
  /** Positions, in the order of parking. */
  #parked: number[] = []
  /** One more than the highest position ever sent. */
  #furthest = 0
  #settings: WorkSettings

  constructor(options: ReaderOptions, members: PersistentMembers, settings: WorkSettings) {
    this.#options = options
    this.#members = members
    this.#settings = settings
  }

  get parked(): number {
    return this.#parked.length
  }

  /** Where a restart reads on; null while no checkpoint was ever written. */
  get checkpoint(): number | null {
    return this.#checkpoint.written
  }

  update(settings: WorkSettings): void {
    this.#settings = settings
  }

  /** From the log, in its order. */
  take(message: MessageHandle, position: number): PersistentMessage {
    return this.#taken(message, position, this.#checkpoint.begin(position))
  }

  /** From the log, with nothing to be done for it any more. */
  pass(message: MessageHandle, position: number): void {
    this.#finish(this.take(message, position))
  }

  /** Returns which time it is. */
  send(taken: PersistentMessage, member: PersistentMember): number {
    const { scheduler } = this.#options.world
    taken.holder = member.number
    taken.expiresAt = after(scheduler.now, this.#settings.messageTimeout)
    member.inFlight += 1
    this.messages.sent(taken)
    this.#furthest = Math.max(this.#furthest, taken.position + 1)
    return attemptOf(taken)
  }

  /** Events are settled by their id: whoever says it, it holds for who has the event now. */
  settle(delivery: DeliveryHandle, settlement: Settlement): void {
    const { deliveries } = this.#options.world
    const taken = this.messages.find(deliveries.message(delivery))
    if (!taken) return
    switch (settlement) {
      case 'acknowledge':
        this.#record('acknowledged', taken, deliveries.attempt(delivery))
        this.#done(taken)
        break
      case 'requeue':
        if (this.#parksWhenExhausted(taken)) break
        this.#record('requeued', taken, deliveries.attempt(delivery))
        this.#retry(taken)
        break
      case 'reject':
        if (this.#settings.onReject === 'park') this.#park(taken)
        else this.#done(taken)
        break
      // Until it times out.
      case 'forget':
        break
      default:
        unreachable(settlement)
    }
    this.writeCheckpoint(false)
  }

  /** The server looks whose time is over. */
  expire(): void {
    const { world, storeElement } = this.#options
    for (const taken of this.messages.expiringAt(world.scheduler.now)) {
      const event = world.messages.event(taken.message)
      world.record('leaseExpired', storeElement, event, attemptOf(taken), 0)
      if (!this.#parksWhenExhausted(taken)) this.#retry(taken)
    }
  }

  /** The member's connection was closed: all that it had is sent again. */
  giveBack(member: PersistentMember, departure: 'close' | 'crash'): void {
    for (const taken of this.messages.heldBy(member.number)) {
      const isParked = departure === 'crash' && this.#parksWhenExhausted(taken)
      if (!isParked) this.#retry(taken)
    }
  }

  replayParked(): void {
    const { world, log, storeElement } = this.#options
    for (const position of this.#parked.splice(0)) {
      const message = log.messageOf(position)
      // What is parked are links: an event that was scavenged meanwhile is gone.
      if (message === null) continue
      world.record('redriven', storeElement, world.messages.event(message), 0, 0)
      this.messages.retryLast(this.#taken(message, position, NOT_COUNTED))
    }
  }

  /** One that waits to be sent again, and need not. */
  dropRetry(index: number): void {
    const taken = this.messages.takeRetry(index)
    this.#finish(taken)
  }

  /** `isTick`: when the server looks by the clock. */
  writeCheckpoint(isTick: boolean): void {
    const { world, element } = this.#options
    if (!this.#checkpoint.writeWhenDue(world.scheduler.now, isTick, this.#settings)) return
    world.record('positioned', element, NO_EVENT, 0, this.#checkpoint.written ?? 0)
  }

  /** All but what is written is forgotten, and the log is read on from `next`: the rest is lost. */
  restart(next: number): void {
    const { log, world, element } = this.#options
    for (const { message, position, number } of this.messages.clear()) {
      const isReadAgain = number !== NOT_COUNTED && position >= next
      if (!isReadAgain || log.messageOf(position) === null)
        world.record('dropped', element, world.messages.event(message), 0, element)
      log.unpin(message)
    }
    this.#checkpoint.restart()
  }

  release(): void {
    for (const { message } of this.messages.clear()) this.#options.log.unpin(message)
  }

  save(): PersistentWorkState {
    return {
      messages: this.messages.save(),
      checkpoint: this.#checkpoint.save(),
      parked: [...this.#parked],
      furthest: this.#furthest,
    }
  }

  restore(state: PersistentWorkState): void {
    this.messages.restore(state.messages)
    this.#checkpoint.restore(state.checkpoint)
    this.#parked = [...state.parked]
    this.#furthest = state.furthest
  }

  #taken(message: MessageHandle, position: number, number: number): PersistentMessage {
    const { log, world } = this.#options
    log.pin(message)
    const sentBefore = position < this.#furthest ? 1 : 0
    const expiresAt = world.scheduler.now
    return { message, position, number, sentBefore, retryCount: 0, holder: NOBODY, expiresAt }
  }

  #done(taken: PersistentMessage): void {
    this.#members.confirm(taken.holder, taken.message)
    this.messages.done(taken)
    this.#finish(taken)
  }

  #finish({ number, message }: PersistentMessage): void {
    if (number !== NOT_COUNTED) this.#checkpoint.done(number)
    this.#options.log.unpin(message)
  }

  #park(taken: PersistentMessage): void {
    this.#record('parked', taken, attemptOf(taken))
    this.#parked.push(taken.position)
    this.#done(taken)
  }

  #parksWhenExhausted(taken: PersistentMessage): boolean {
    if (taken.retryCount < this.#settings.maxRetryCount) return false
    this.#park(taken)
    return true
  }

  #retry(taken: PersistentMessage): void {
    this.#members.confirm(taken.holder, taken.message)
    taken.retryCount += 1
    this.messages.retry(taken)
  }

  #record(
    kind: 'acknowledged' | 'requeued' | 'parked',
    { message }: PersistentMessage,
    attempt: number,
  ): void {
    const { world, element } = this.#options
    world.record(kind, element, world.messages.event(message), attempt, 0)
  }
}

function attemptOf({ sentBefore, retryCount }: PersistentMessage): number {
  return sentBefore + retryCount + 1
}
