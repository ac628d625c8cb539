// A consumer group on one topic: who owns which partition, how far each was read, and what is committed.
// The classic protocol with the eager RangeAssignor: a rebalance waits until each member has handled
// what it polled last, or, after a crash, until its session has timed out.

import { assert } from '#shared/lib/assert.ts'
import type { EntityIndex } from '../engine/kernel.ts'
import { after, type Duration, type SimTime } from '../engine/time.ts'
import {
  type BrokerWorld,
  DELIVERED,
  type Departure,
  type Membership,
  type Settlement,
  type Subscriber,
  type Subscription,
  type SubscriptionFigures,
} from './channel.ts'
import type { DeliveryHandle } from './deliveries.ts'
import { NO_EVENT } from './events.ts'
import { assignRange } from './kafkaAssignors.ts'
import type { KafkaLog } from './kafkaLog.ts'
import { KafkaMember, type KafkaMemberState } from './kafkaMember.ts'

export interface KafkaConsumerSettings {
  /** max.poll.records */
  readonly maxPollRecords: number
  /** auto.offset.reset */
  readonly autoOffsetReset: 'earliest' | 'latest'
  /** auto.commit.interval.ms; null: enable.auto.commit=false, committed when a poll has been handled. */
  readonly autoCommitInterval: Duration | null
  /** session.timeout.ms */
  readonly sessionTimeout: Duration
}

export interface KafkaGroupState {
  readonly generation: number
  readonly rebalancing: boolean
  readonly owners: readonly number[]
  readonly positions: readonly number[]
  readonly processed: readonly number[]
  readonly committed: readonly number[]
  readonly furthest: readonly number[]
  readonly nextMember: number
  readonly members: readonly KafkaMemberState[]
}

interface KafkaGroupOptions {
  readonly subscriber: Subscriber<KafkaConsumerSettings>
  readonly world: BrokerWorld
  readonly logs: readonly KafkaLog[]
  readonly onClose: () => void
}

const COMPLETE_REBALANCE = 1
const EXPIRE_SESSION = 2
const AUTO_COMMIT = 3

/** Not committed yet, or owned by nobody. */
const NONE = -1

/** A delivery's tag is partition × this + offset: exact, since both together stay below 2^53. */
const OFFSETS_PER_PARTITION = 2 ** 42

export class KafkaGroup implements Subscription<KafkaConsumerSettings> {
  readonly #world: BrokerWorld
  readonly #logs: readonly KafkaLog[]
  readonly #element: number
  readonly #entity: EntityIndex
  readonly #onClose: () => void
  #settings: KafkaConsumerSettings
  #generation = 0
  #rebalancing = false
  readonly #members = new Map<number, KafkaMember>()
  #nextMember = 0
  /** By partition: the member's number; the offset to fetch next; the offset of the oldest record not
   * handled yet; the committed offset; one more than the highest offset ever handed out. */
  readonly #owners: number[]
  readonly #positions: number[]
  readonly #processed: number[]
  readonly #committed: number[]
  readonly #furthest: number[]

  constructor({ subscriber, world, logs, onClose }: KafkaGroupOptions) {
    this.#world = world
    this.#logs = logs
    this.#element = subscriber.element
    this.#settings = subscriber.settings
    this.#onClose = onClose
    this.#owners = logs.map(() => NONE)
    this.#committed = logs.map(() => NONE)
    this.#positions = logs.map((_, partition) => this.#resetOffset(partition))
    this.#processed = [...this.#positions]
    this.#furthest = logs.map(() => 0)
    this.#entity = world.scheduler.register(subscriber.name, this)
  }

  get figures(): SubscriptionFigures {
    let waiting = 0
    let lag = 0
    this.#logs.forEach(({ endOffset }, partition) => {
      waiting += endOffset - this.#positionOf(partition)
      lag += endOffset - this.committedOf(partition)
    })
    let inFlight = 0
    for (const member of this.#members.values()) inFlight += member.unsettled.size
    return { waiting, inFlight, members: this.#members.size, lag }
  }

  get oldestWaitingAt(): number | null {
    let oldest: number | null = null
    this.#logs.forEach((log, partition) => {
      const position = Math.max(this.#positionOf(partition), log.startOffset)
      if (position >= log.endOffset) return
      const at = this.#world.messages.enqueuedAt(log.read(position))
      oldest = oldest === null ? at : Math.min(oldest, at)
    })
    return oldest
  }

  /** Where a restart would read on; the position while nothing was committed. */
  committedOf(partition: number): number {
    const committed = this.#committed[partition] as number
    return committed === NONE ? (this.#processed[partition] as number) : committed
  }

  join(name: string, consumer: EntityIndex): Membership {
    const saved = this.#detachedMember(name)
    const member = saved ?? new KafkaMember(name, this.#nextMember++, this.#world.scheduler.now)
    member.consumer = consumer
    this.#members.set(member.number, member)
    if (!saved) this.#beginRebalance()
    return {
      poll: () => this.#poll(member),
      settle: (delivery, settlement) => this.#settle(member, delivery, settlement),
      leave: (departure) => this.#leave(member, departure),
    }
  }

  update(settings: KafkaConsumerSettings): void {
    this.#settings = settings
  }

  close(): void {
    this.#world.scheduler.unregister(this.#entity)
    this.#onClose()
  }

  onAppend(partition: number): void {
    const owner = this.#members.get(this.#owners[partition] as number)
    if (owner?.isPolling && !this.#rebalancing) this.#fetch(owner)
  }

  /** Positions that retention has overtaken start over as auto.offset.reset says. */
  onRetention(): void {
    this.#logs.forEach((log, partition) => {
      if (this.#positionOf(partition) >= log.startOffset) return
      const skipped = log.startOffset - this.#positionOf(partition)
      this.#world.record('dropped', this.#element, NO_EVENT, 0, skipped)
      this.#rewind(partition, this.#resetOffset(partition))
    })
  }

  fire(kind: number, argument: number): void {
    if (kind === COMPLETE_REBALANCE) this.#completeRebalance()
    else if (kind === EXPIRE_SESSION) this.#expire(argument)
    else if (kind === AUTO_COMMIT) this.#autoCommit(argument)
  }

  save(): KafkaGroupState {
    return {
      generation: this.#generation,
      rebalancing: this.#rebalancing,
      owners: [...this.#owners],
      positions: [...this.#positions],
      processed: [...this.#processed],
      committed: [...this.#committed],
      furthest: [...this.#furthest],
      nextMember: this.#nextMember,
      members: [...this.#members.values()].map((member) => member.save()),
    }
  }

  restore(state: KafkaGroupState): void {
    this.#generation = state.generation
    this.#rebalancing = state.rebalancing
    this.#nextMember = state.nextMember
    this.#logs.forEach((_, partition) => {
      this.#owners[partition] = state.owners[partition] as number
      this.#positions[partition] = state.positions[partition] as number
      this.#processed[partition] = state.processed[partition] as number
      this.#committed[partition] = state.committed[partition] as number
      this.#furthest[partition] = state.furthest[partition] as number
    })
    for (const member of state.members)
      this.#members.set(member.number, KafkaMember.restored(member))
  }

  #poll(member: KafkaMember): void {
    assert(member.unsettled.size === 0, 'a consumer polls when it has handled its last poll')
    member.isPolling = true
    this.#commitWhenDue(member)
    if (this.#rebalancing) this.#completeSoon()
    else this.#fetch(member)
  }

  /** Hands over up to max.poll.records, partition by partition, beginning after the last one read. */
  #fetch(member: KafkaMember): void {
    const owned = member.partitions
    for (let turn = 0; turn < owned.length; turn += 1) {
      const index = (member.nextTurn + turn) % owned.length
      const partition = owned[index] as number
      const end = (this.#logs[partition] as KafkaLog).endOffset
      while (this.#positionOf(partition) < end) {
        if (member.unsettled.size >= this.#settings.maxPollRecords) {
          member.nextTurn = index
          return
        }
        member.isPolling = false
        this.#handOut(member, partition)
      }
    }
    if (owned.length > 0) member.nextTurn = (member.nextTurn + 1) % owned.length
  }

  #handOut(member: KafkaMember, partition: number): void {
    const { messages, deliveries, scheduler } = this.#world
    const log = this.#logs[partition] as KafkaLog
    const offset = this.#positionOf(partition)
    const message = log.read(offset)
    // Kafka counts no deliveries: 2 says that the group has had the record before.
    const attempt = offset < (this.#furthest[partition] as number) ? 2 : 1
    const tag = partition * OFFSETS_PER_PARTITION + offset
    const delivery = deliveries.create(message, member.number, attempt, tag)
    log.pin(message)
    this.#positions[partition] = offset + 1
    this.#furthest[partition] = Math.max(offset + 1, this.#furthest[partition] as number)
    member.unsettled.add(delivery)
    this.#world.record('delivered', this.#element, messages.event(message), attempt, partition)
    scheduler.handOver(member.consumer, DELIVERED, delivery)
  }

  /** However it was settled, the position moves on: giving a record back is unknown to Kafka. */
  #settle(member: KafkaMember, delivery: DeliveryHandle, settlement: Settlement): void {
    assert(settlement !== 'requeue', 'a Kafka consumer gives nothing back')
    assert(member.unsettled.delete(delivery), 'a delivery is settled once, by who has it')
    const { messages, deliveries } = this.#world
    const message = deliveries.message(delivery)
    const tag = deliveries.tag(delivery)
    const attempt = deliveries.attempt(delivery)
    const partition = Math.floor(tag / OFFSETS_PER_PARTITION)
    this.#processed[partition] = (tag % OFFSETS_PER_PARTITION) + 1
    if (settlement === 'acknowledge')
      this.#world.record('acknowledged', this.#element, messages.event(message), attempt, partition)
    deliveries.free(delivery)
    ;(this.#logs[partition] as KafkaLog).unpin(message)
  }

  #leave(member: KafkaMember, departure: Departure): void {
    this.#abandon(member)
    member.isPolling = false
    if (departure === 'close') {
      this.#commit(member)
      this.#remove(member)
      return
    }
    member.isAlive = false
    // What it had and did not commit waits again, though nobody reads on before the next generation.
    for (const partition of member.partitions)
      this.#positions[partition] = this.committedOf(partition)
    this.#world.scheduler.schedule(
      this.#settings.sessionTimeout,
      this.#entity,
      EXPIRE_SESSION,
      member.number,
    )
    if (this.#rebalancing) this.#completeSoon()
  }

  #abandon(member: KafkaMember): void {
    const { messages, deliveries } = this.#world
    for (const delivery of member.unsettled) {
      const message = deliveries.message(delivery)
      const partition = Math.floor(deliveries.tag(delivery) / OFFSETS_PER_PARTITION)
      this.#world.record('abandoned', this.#element, messages.event(message), 0, partition)
      deliveries.free(delivery)
      ;(this.#logs[partition] as KafkaLog).unpin(message)
    }
    member.unsettled.clear()
  }

  #expire(memberNumber: number): void {
    const member = this.#members.get(memberNumber)
    assert(member && !member.isAlive, 'a session expires once, after a crash')
    this.#remove(member)
  }

  #remove(member: KafkaMember): void {
    this.#members.delete(member.number)
    this.#beginRebalance()
  }

  #beginRebalance(): void {
    this.#rebalancing = true
    this.#completeSoon()
  }

  /** At the end of the hand-offs of this instant, so that members who come together are one round. */
  #completeSoon(): void {
    this.#world.scheduler.handOver(this.#entity, COMPLETE_REBALANCE, 0)
  }

  #completeRebalance(): void {
    if (!this.#rebalancing) return
    for (const member of this.#members.values()) {
      // Members rejoin from poll: one that still handles its last batch, or is dead, is waited for.
      if (!member.isAlive || member.unsettled.size > 0) return
    }
    this.#rebalancing = false
    this.#generation += 1
    this.#world.record('rebalanced', this.#element, NO_EVENT, 0, this.#generation)
    this.#assign([...this.#members.values()])
    for (const member of this.#members.values()) if (member.isPolling) this.#fetch(member)
  }

  #assign(members: readonly KafkaMember[]): void {
    for (const member of members) {
      this.#commit(member)
      member.partitions.splice(0)
      member.nextTurn = 0
    }
    const numbers = members.map((member) => member.number)
    const owners = numbers.length > 0 ? assignRange(this.#logs.length, numbers) : []
    this.#logs.forEach((_, partition) => {
      this.#owners[partition] = owners[partition] ?? NONE
      this.#members.get(owners[partition] ?? NONE)?.partitions.push(partition)
      const committed = this.#committed[partition] as number
      const isReset =
        committed === NONE || committed < (this.#logs[partition] as KafkaLog).startOffset
      this.#rewind(partition, isReset ? this.#resetOffset(partition) : committed)
    })
  }

  #rewind(partition: number, offset: number): void {
    this.#positions[partition] = offset
    this.#processed[partition] = offset
  }

  #resetOffset(partition: number): number {
    const log = this.#logs[partition] as KafkaLog
    return this.#settings.autoOffsetReset === 'earliest' ? log.startOffset : log.endOffset
  }

  #commitWhenDue(member: KafkaMember): void {
    const interval = this.#settings.autoCommitInterval
    const now = this.#world.scheduler.now
    if (interval === null || now >= after(member.committedAt, interval)) {
      this.#commit(member)
    } else if (!member.hasCommitTimer) {
      member.hasCommitTimer = true
      const delay = (after(member.committedAt, interval) - now) as Duration
      this.#world.scheduler.schedule(delay, this.#entity, AUTO_COMMIT, member.number)
    }
  }

  /** Auto-commit happens inside poll: a member that is at work commits when it polls again. */
  #autoCommit(memberNumber: number): void {
    const member = this.#members.get(memberNumber)
    if (!member) return
    member.hasCommitTimer = false
    if (member.isAlive && member.isPolling) this.#commit(member)
  }

  #commit(member: KafkaMember): void {
    member.committedAt = this.#world.scheduler.now as SimTime
    for (const partition of member.partitions)
      this.#committed[partition] = this.#processed[partition] as number
  }

  #detachedMember(name: string): KafkaMember | undefined {
    for (const member of this.#members.values())
      if (member.name === name && member.isAlive && member.consumer < 0) return member
    return undefined
  }

  #positionOf(partition: number): number {
    return this.#positions[partition] as number
  }
}
