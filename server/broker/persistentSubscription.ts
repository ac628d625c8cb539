// A persistent subscription to $all: the server keeps the position, pushes events to the consumers that
// compete for them, sends again what is not settled in time, and parks what was sent too often.

import { assert } from '#shared/lib/assert.ts'
import type { EntityIndex } from '../engine/kernel.ts'
import { milliseconds } from '../engine/time.ts'
import { ABANDONED_TO_COME_BACK } from './accounting.ts'
import {
  DELIVERED,
  type Departure,
  type Guarantees,
  type Membership,
  type Settlement,
  type SubscriptionFigures,
} from './channel.ts'
import type { DeliveryHandle } from './deliveries.ts'
import { type EventStoreReader, KEEP_ALIVE, type ReaderOptions } from './eventStoreReader.ts'
import { DETACHED, type PersistentMember } from './persistentMember.ts'
import {
  type MemberSettings,
  PersistentMembers,
  type PersistentMembersState,
} from './persistentMembers.ts'
import type { PersistentMessage } from './persistentMessages.ts'
import { PersistentWork, type PersistentWorkState, type WorkSettings } from './persistentWork.ts'

export interface PersistentSettings extends MemberSettings, WorkSettings {
  readonly kind: 'persistent'
  /** Where it begins that has no checkpoint. */
  readonly startFrom: 'start' | 'end'
  /** While so many wait to be sent again, nothing new is read. */
  readonly historyBufferSize: number
}

export const PERSISTENT_GUARANTEES: Guarantees = {
  reachesEveryGroup: true,
  keepsKeyOrder: false,
  redeliversAfterCrash: true,
  noticesCrash: 'atOnce',
  replays: true,
  keepsWithoutConsumers: true,
  consumption: 'credit',
}

export interface PersistentState {
  readonly kind: 'persistent'
  readonly members: PersistentMembersState
  readonly work: PersistentWorkState
  readonly next: number
  readonly connection: number
  readonly isUp: boolean
}

const PUSH = 1
const TICK = 2
const NOTICE_VANISHED = 3

/** How often the server looks at timeouts and checkpoints. */
const TICK_INTERVAL = milliseconds(1000)

export class PersistentSubscription implements EventStoreReader<PersistentSettings> {
  readonly #options: ReaderOptions
  readonly #entity: EntityIndex
  #settings: PersistentSettings
  readonly #members: PersistentMembers
  readonly #work: PersistentWork
  /** The position to read on from. */
  #next: number
  /** Goes up when all connections are dropped: settlements of before are not heard. */
  #connection = 0
  #isUp = true
  /** Events are pushed later in this instant. */
  #isPushing = false

  constructor(options: ReaderOptions, settings: PersistentSettings) {
    this.#options = options
    this.#settings = settings
    this.#members = new PersistentMembers(options.world, settings)
    this.#work = new PersistentWork(options, this.#members, settings)
    this.#next = this.#beginning()
    this.#entity = options.world.scheduler.register(options.name, this)
  }

  /** Once for a subscription that is new, not for a restored one. */
  start(): void {
    this.#options.world.scheduler.schedule(TICK_INTERVAL, this.#entity, TICK, 0)
  }

  get figures(): SubscriptionFigures {
    const { waiting } = this
    const inFlight = this.#work.messages.outstanding
    return { waiting, inFlight, members: this.#members.alive, lag: waiting + inFlight }
  }

  get waiting(): number {
    return this.#options.log.countFrom(this.#next) + this.#work.messages.retries.length
  }

  get oldestWaitingAt(): number | null {
    const { log, world } = this.#options
    const index = log.indexFrom(this.#next)
    const waiting = this.#work.messages.retries.map(({ message }) => message)
    if (index < log.size) waiting.push(log.messageAt(index))
    const since = waiting.map((message) => world.messages.enqueuedAt(message))
    return since.length === 0 ? null : Math.min(...since)
  }

  get parked(): number {
    return this.#work.parked
  }

  join(name: string, consumer: EntityIndex): Membership {
    const saved = this.#members.detached(name)
    const member = saved ?? this.#members.add(name, this.#options.nextConsumer())
    member.consumer = consumer
    if (!saved) this.#callPush()
    return {
      poll() {},
      settle: (delivery, settlement) => this.#settle(member, delivery, settlement),
      leave: (departure) => this.#leave(member, departure),
    }
  }

  /** Drops the connections; they come back at once, and the subscription begins at its checkpoint. */
  update(settings: PersistentSettings): void {
    this.#settings = settings
    this.#work.update(settings)
    this.#restart()
  }

  replayParked(): void {
    if (!this.#isUp) return
    this.#work.replayParked()
    this.#callPush()
  }

  onAppend(): void {
    if (this.#members.size > 0) this.#callPush()
  }

  /** What it has not taken, it will never see. */
  onScavenge(index: number): void {
    if (this.#options.log.positionAt(index) >= this.#next) this.#drop(index)
  }

  setUp(isUp: boolean): void {
    this.#isUp = isUp
    if (isUp) this.#callPush()
    else this.#restart()
  }

  close(): void {
    this.release()
    this.#options.world.scheduler.unregister(this.#entity)
    this.#options.onClose()
  }

  release(): void {
    for (const member of this.#members.all) this.#endDeliveries(member)
    this.#work.release()
  }

  fire(kind: number, argument: number): void {
    if (kind === PUSH) {
      this.#isPushing = false
      this.#push()
    } else if (kind === TICK) {
      this.#tick()
    } else {
      assert(kind === NOTICE_VANISHED, 'a persistent subscription is fired with a kind of its own')
      const member = this.#members.find(argument)
      if (member) this.#disconnect(member, 'crash')
    }
  }

  save(): PersistentState {
    return {
      kind: 'persistent',
      members: this.#members.save(),
      work: this.#work.save(),
      next: this.#next,
      connection: this.#connection,
      isUp: this.#isUp,
    }
  }

  restore(state: PersistentState): void {
    this.#members.restore(state.members)
    this.#work.restore(state.work)
    this.#next = state.next
    this.#connection = state.connection
    this.#isUp = state.isUp
  }

  #beginning(): number {
    return this.#settings.startFrom === 'start' ? 0 : this.#options.log.end
  }

  /** Later in this instant, so that members who leave together are not sent anything in between. */
  #callPush(): void {
    if (this.#isPushing) return
    this.#isPushing = true
    this.#options.world.scheduler.handOver(this.#entity, PUSH, 0)
  }

  #push(): void {
    if (!this.#isUp || !this.#pushesRetries()) return
    const { log } = this.#options
    const { messages } = this.#work
    while (messages.retries.length < this.#settings.historyBufferSize) {
      const index = log.indexFrom(this.#next)
      if (index === log.size) return
      const message = log.messageAt(index)
      const position = log.positionAt(index)
      // It was replayed and is read again from the checkpoint: one of both is under way.
      if (messages.find(message)) {
        this.#work.pass(message, position)
        this.#next = position + 1
        continue
      }
      const chosen = this.#members.choose(message)
      if (chosen === 'full') return
      const taken = this.#work.take(message, position)
      this.#next = position + 1
      if (chosen === 'skip') messages.retryLast(taken)
      else this.#send(taken, chosen)
    }
  }

  /** False when nobody has room for anything more. */
  #pushesRetries(): boolean {
    const { messages } = this.#work
    for (let index = 0; index < messages.retries.length; ) {
      const { message } = messages.retries[index] as PersistentMessage
      // It was parked and taken again from the checkpoint: one of both is under way.
      if (messages.find(message)) {
        this.#work.dropRetry(index)
        continue
      }
      const chosen = this.#members.choose(message)
      if (chosen === 'full') return false
      if (chosen === 'skip') index += 1
      else this.#send(messages.takeRetry(index), chosen)
    }
    return true
  }

  #send(taken: PersistentMessage, member: PersistentMember): void {
    const { world, log, element } = this.#options
    const { message } = taken
    const attempt = this.#work.send(taken, member)
    const delivery = world.deliveries.create(message, member.number, attempt, this.#connection)
    member.deliveries.add(delivery)
    log.pin(message)
    world.record('delivered', element, world.messages.event(message), attempt, member.number)
    // Of one that has vanished, the server does not know yet that nobody is there to take it.
    if (member.isAlive) world.scheduler.handOver(member.consumer, DELIVERED, delivery)
  }

  #settle(member: PersistentMember, delivery: DeliveryHandle, settlement: Settlement): void {
    assert(member.deliveries.delete(delivery), 'a delivery is settled once, by who has it')
    const isHeard = this.#options.world.deliveries.tag(delivery) === this.#connection
    if (isHeard) this.#work.settle(delivery, settlement)
    this.#endDelivery(delivery)
    this.#callPush()
  }

  #tick(): void {
    this.start()
    this.#work.expire()
    this.#callPush()
    this.#work.writeCheckpoint(true)
  }

  #leave(member: PersistentMember, departure: Departure): void {
    this.#endDeliveries(member)
    if (departure !== 'vanish') {
      this.#disconnect(member, departure)
      return
    }
    member.isAlive = false
    member.consumer = DETACHED
    const { scheduler } = this.#options.world
    scheduler.schedule(KEEP_ALIVE, this.#entity, NOTICE_VANISHED, member.number)
  }

  #disconnect(member: PersistentMember, departure: 'close' | 'crash'): void {
    this.#endDeliveries(member)
    this.#work.giveBack(member, departure)
    this.#members.remove(member)
    this.#callPush()
  }

  #endDeliveries(member: PersistentMember): void {
    const { world, element } = this.#options
    const { deliveries, messages } = world
    for (const delivery of member.deliveries) {
      const event = messages.event(deliveries.message(delivery))
      const attempt = deliveries.attempt(delivery)
      world.record('abandoned', element, event, attempt, ABANDONED_TO_COME_BACK)
      this.#endDelivery(delivery)
    }
    member.deliveries.clear()
  }

  #endDelivery(delivery: DeliveryHandle): void {
    const { world, log } = this.#options
    const message = world.deliveries.message(delivery)
    world.deliveries.free(delivery)
    log.unpin(message)
  }

  /**
   * As after the restart of its node: all that was in memory is forgotten. Without a checkpoint it begins
   * as a new one does, and from the end, that loses what was under way.
   */
  #restart(): void {
    const { log } = this.#options
    const next = this.#work.checkpoint ?? this.#beginning()
    this.#connection += 1
    this.#work.restart(next)
    for (let index = log.indexFrom(this.#next); index < log.indexFrom(next); index += 1)
      this.#drop(index)
    this.#next = next
    this.#members.reconnect(this.#settings)
    this.#callPush()
  }

  #drop(index: number): void {
    const { log, world, element } = this.#options
    world.record('dropped', element, world.messages.event(log.messageAt(index)), 0, element)
  }
}
