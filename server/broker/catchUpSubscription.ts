// A catch-up subscription to $all: its client reads in order, one event after the other, and keeps its
// position itself. It is not shared: clients do not compete for events. Of several members one reads, and
// the others stand by to take its place, as replicas of a read model do that elect a leader.

import { assert, unreachable } from '#shared/lib/assert.ts'
import type { EntityIndex } from '../engine/kernel.ts'
import { type Duration, IMMEDIATELY } from '../engine/time.ts'
import { NO_TIMER, type TimerHandle } from '../engine/timerQueue.ts'
import { ABANDONED_TO_COME_BACK } from './accounting.ts'
import {
  DELIVERED,
  type Departure,
  type Guarantees,
  type LogPosition,
  type Membership,
  type Settlement,
  type SubscriptionFigures,
} from './channel.ts'
import type { DeliveryHandle } from './deliveries.ts'
import {
  type EventStoreReader,
  KEEP_ALIVE,
  positionOf,
  type ReaderOptions,
} from './eventStoreReader.ts'
import { NO_EVENT } from './events.ts'
import { StoredPosition, type StoredPositionState } from './storedPosition.ts'

export interface CatchUpSettings {
  readonly kind: 'catchUp'
  /** Where it begins that has no checkpoint; read once. */
  readonly startFrom: 'start' | 'end'
  /** Between checkpoints; 0: one with each event. */
  readonly checkpointInterval: Duration
  /** From the failure that ended the subscription to the next one. */
  readonly resubscribeDelay: Duration
}

export const CATCH_UP_GUARANTEES: Guarantees = {
  reachesEveryGroup: true,
  keepsKeyOrder: true,
  redeliversAfterCrash: true,
  noticesCrash: 'atOnce',
  replays: true,
  keepsWithoutConsumers: true,
  consumption: 'credit',
}

interface Member {
  readonly name: string
  /** Of the store's consumers, from 1. */
  readonly number: number
  consumer: EntityIndex
  /** False when it has vanished and nobody has noticed. */
  isAlive: boolean
}

export interface CatchUpState {
  readonly kind: 'catchUp'
  readonly position: StoredPositionState
  readonly members: readonly Omit<Member, 'consumer'>[]
  readonly held: number
  readonly isHeldStale: boolean
  readonly furthest: number
  readonly isUp: boolean
  readonly resubscribing: number
}

const HAND_OUT = 1
const STORE_POSITION = 2
const RESUBSCRIBE = 3
const NOTICE_VANISHED = 4

const DETACHED = -1 as EntityIndex
const NOTHING = -1 as DeliveryHandle

export class CatchUpSubscription implements EventStoreReader<CatchUpSettings> {
  readonly #options: ReaderOptions
  readonly #entity: EntityIndex
  readonly #position: StoredPosition
  #settings: CatchUpSettings
  /** In the order of their coming: the first reads. */
  #members: Member[] = []
  /** What the reader has in hand. */
  #held: DeliveryHandle = NOTHING
  /** It was taken before the position was set: what becomes of it moves nothing. */
  #isHeldStale = false
  /** One more than the highest position ever handed out. */
  #furthest = 0
  #isUp = true
  /** The reader is served later in this instant. */
  #isCalled = false
  #resubscribing: TimerHandle = NO_TIMER

  constructor(options: ReaderOptions, settings: CatchUpSettings) {
    const { world, element, name, log } = options
    this.#options = options
    this.#entity = world.scheduler.register(name, this)
    this.#position = new StoredPosition({
      scheduler: world.scheduler,
      timer: { entity: this.#entity, kind: STORE_POSITION },
      start: settings.startFrom === 'start' ? 0 : log.end,
      interval: settings.checkpointInterval,
      onStore: (position) => world.record('positioned', element, NO_EVENT, 0, position),
    })
    this.#settings = settings
  }

  get figures(): SubscriptionFigures {
    const { log } = this.#options
    const members = this.#members.filter(({ isAlive }) => isAlive).length
    const inFlight = this.#held === NOTHING ? 0 : 1
    return { waiting: this.waiting, inFlight, members, lag: log.countFrom(this.#position.handled) }
  }

  get waiting(): number {
    return this.#options.log.countFrom(this.#position.next)
  }

  get oldestWaitingAt(): number | null {
    const { log, world } = this.#options
    const index = log.indexFrom(this.#position.next)
    return index === log.size ? null : world.messages.enqueuedAt(log.messageAt(index))
  }

  /** Nothing of a catch-up subscription is ever parked. */
  get parked(): number {
    return 0
  }

  replayParked(): void {}

  join(name: string, consumer: EntityIndex): Membership {
    const saved = this.#members.find((known) => known.name === name && isDetached(known))
    const number = saved?.number ?? this.#options.nextConsumer()
    const member = saved ?? { name, number, consumer, isAlive: true }
    member.consumer = consumer
    if (!saved) {
      this.#members.push(member)
      this.#callReader()
    }
    return {
      poll() {},
      settle: (delivery, settlement) => this.#settle(delivery, settlement),
      leave: (departure) => this.#leave(member, departure),
    }
  }

  /** Where it begins is settled; all else applies from now on. */
  update(settings: CatchUpSettings): void {
    this.#settings = settings
    this.#position.update(settings.checkpointInterval)
  }

  seek(to: LogPosition): void {
    this.#position.set(positionOf(this.#options.log, to))
    this.#isHeldStale = this.#held !== NOTHING
    this.#callReader()
  }

  onAppend(): void {
    this.#handOut()
  }

  /** What it has not read, it will never see. */
  onScavenge(index: number): void {
    const { world, log, element } = this.#options
    if (log.positionAt(index) < this.#position.next) return
    world.record('dropped', element, world.messages.event(log.messageAt(index)), 0, element)
  }

  setUp(isUp: boolean): void {
    this.#isUp = isUp
    this.#callReader()
  }

  close(): void {
    assert(this.#held === NOTHING, 'members leave before their subscription ends')
    this.#options.world.scheduler.unregister(this.#entity)
    this.#options.onClose()
  }

  /** It holds nothing when its members have left. */
  release(): void {}

  fire(kind: number, argument: number): void {
    switch (kind) {
      case HAND_OUT:
        this.#isCalled = false
        this.#handOut()
        break
      case STORE_POSITION:
        this.#position.timerFired()
        break
      case RESUBSCRIBE:
        this.#resubscribing = NO_TIMER
        this.#handOut()
        break
      default:
        assert(kind === NOTICE_VANISHED, 'a catch-up subscription is fired with a kind of its own')
        this.#remove(argument)
    }
  }

  save(): CatchUpState {
    return {
      kind: 'catchUp',
      position: this.#position.save(),
      members: this.#members.map(({ name, number, isAlive }) => ({ name, number, isAlive })),
      held: this.#held,
      isHeldStale: this.#isHeldStale,
      furthest: this.#furthest,
      isUp: this.#isUp,
      resubscribing: this.#resubscribing,
    }
  }

  restore(state: CatchUpState): void {
    this.#position.restore(state.position)
    this.#members = state.members.map((member) => ({ ...member, consumer: DETACHED }))
    this.#held = state.held as DeliveryHandle
    this.#isHeldStale = state.isHeldStale
    this.#furthest = state.furthest
    this.#isUp = state.isUp
    this.#resubscribing = state.resubscribing as TimerHandle
  }

  /** Later in this instant, so that members who leave together are not handed anything in between. */
  #callReader(): void {
    if (this.#isCalled) return
    this.#isCalled = true
    this.#options.world.scheduler.handOver(this.#entity, HAND_OUT, 0)
  }

  #handOut(): void {
    const { world, log, element } = this.#options
    const [reader] = this.#members
    if (!reader?.isAlive || !this.#isUp) return
    if (this.#held !== NOTHING || this.#resubscribing !== NO_TIMER) return
    const index = log.indexFrom(this.#position.next)
    if (index === log.size) return

    const message = log.messageAt(index)
    const position = log.positionAt(index)
    // Nobody counts deliveries: 2 says that the subscription has had the event before.
    const attempt = position < this.#furthest ? 2 : 1
    this.#furthest = Math.max(this.#furthest, position + 1)
    this.#position.take(position)
    this.#held = world.deliveries.create(message, reader.number, attempt, position)
    log.pin(message)
    world.record('delivered', element, world.messages.event(message), attempt, reader.number)
    world.scheduler.handOver(reader.consumer, DELIVERED, this.#held)
  }

  #settle(delivery: DeliveryHandle, settlement: Settlement): void {
    assert(delivery === this.#held, 'a delivery is settled once, by who has it')
    switch (settlement) {
      case 'acknowledge':
        this.#record('acknowledged', 0)
        this.#moveOn()
        break
      case 'reject':
      case 'forget':
        this.#moveOn()
        break
      case 'requeue':
        this.#record('requeued', 0)
        this.#resubscribe()
        break
      default:
        unreachable(settlement)
    }
    this.#endDelivery()
    this.#handOut()
  }

  #moveOn(): void {
    if (this.#isHeldStale) return
    this.#position.noteHandled(this.#options.world.deliveries.tag(this.#held))
  }

  /** The handler threw: the subscription is dropped, and the client begins another at its checkpoint. */
  #resubscribe(): void {
    if (this.#isHeldStale) return
    this.#position.rewind()
    const { resubscribeDelay } = this.#settings
    if (resubscribeDelay === IMMEDIATELY) return
    const { scheduler } = this.#options.world
    this.#resubscribing = scheduler.schedule(resubscribeDelay, this.#entity, RESUBSCRIBE, 0)
  }

  #leave(member: Member, departure: Departure): void {
    if (member === this.#members[0]) this.#stopReading(departure)
    if (departure !== 'vanish') {
      this.#remove(member.number)
      return
    }
    member.isAlive = false
    member.consumer = DETACHED
    const { scheduler } = this.#options.world
    scheduler.schedule(KEEP_ALIVE, this.#entity, NOTICE_VANISHED, member.number)
  }

  #stopReading(departure: Departure): void {
    const { scheduler } = this.#options.world
    if (this.#held !== NOTHING) {
      this.#record('abandoned', ABANDONED_TO_COME_BACK)
      this.#endDelivery()
    }
    if (departure === 'close') this.#position.store()
    this.#position.rewind()
    scheduler.cancel(this.#resubscribing)
    this.#resubscribing = NO_TIMER
  }

  #remove(number: number): void {
    this.#members = this.#members.filter((member) => member.number !== number)
    this.#callReader()
  }

  #endDelivery(): void {
    const { world, log } = this.#options
    const message = world.deliveries.message(this.#held)
    world.deliveries.free(this.#held)
    log.unpin(message)
    this.#held = NOTHING
    this.#isHeldStale = false
  }

  #record(kind: 'acknowledged' | 'requeued' | 'abandoned', detail: number): void {
    const { world, element } = this.#options
    const { deliveries, messages } = world
    const event = messages.event(deliveries.message(this.#held))
    world.record(kind, element, event, deliveries.attempt(this.#held), detail)
  }
}

function isDetached({ consumer, isAlive }: Member): boolean {
  return isAlive && consumer === DETACHED
}
