// A consumer group on one topic: who owns which partition, how far each was read, and what is committed.
// The classic protocol with the eager RangeAssignor: a rebalance waits until each member has handled
// what it polled last, or, after a crash, until its session has timed out.

import { assert } from '#shared/lib/assert.ts'
import type { EntityIndex } from '../engine/kernel.ts'
import { after, type Duration, type SimTime } from '../engine/time.ts'
import type {
  BrokerWorld,
  Departure,
  Membership,
  Subscriber,
  Subscription,
  SubscriptionFigures,
} from './channel.ts'
import { NO_EVENT } from './events.ts'
import { assignRange } from './kafkaAssignors.ts'
import type { KafkaLog } from './kafkaLog.ts'
import { KafkaMember, type KafkaMemberState } from './kafkaMember.ts'
import { KafkaOffsets, type KafkaOffsetsState, type OffsetReset } from './kafkaOffsets.ts'
import { KafkaReading } from './kafkaReading.ts'

export interface KafkaConsumerSettings {
  /** max.poll.records */
  readonly maxPollRecords: number
  /** auto.offset.reset */
  readonly autoOffsetReset: OffsetReset
  /** auto.commit.interval.ms; null: enable.auto.commit=false, committed when a poll has been handled. */
  readonly autoCommitInterval: Duration | null
  /** session.timeout.ms */
  readonly sessionTimeout: Duration
}

export interface KafkaGroupState {
  readonly generation: number
  readonly rebalancing: boolean
  readonly owners: readonly number[]
  readonly offsets: KafkaOffsetsState
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

/** A partition that nobody owns. */
const NOBODY = -1

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
  /** By partition: the number of the member that owns it. */
  #owners: number[]
  readonly #offsets: KafkaOffsets
  readonly #reading: KafkaReading

  constructor({ subscriber, world, logs, onClose }: KafkaGroupOptions) {
    this.#world = world
    this.#logs = logs
    this.#element = subscriber.element
    this.#settings = subscriber.settings
    this.#onClose = onClose
    this.#owners = logs.map(() => NOBODY)
    this.#offsets = new KafkaOffsets(logs, subscriber.settings.autoOffsetReset)
    this.#reading = new KafkaReading({
      world,
      logs,
      offsets: this.#offsets,
      element: subscriber.element,
    })
    this.#entity = world.scheduler.register(subscriber.name, this)
  }

  get figures(): SubscriptionFigures {
    let inFlight = 0
    for (const member of this.#members.values()) inFlight += member.unsettled.size
    const { waiting, lag } = this.#offsets
    return { waiting, inFlight, members: this.#members.size, lag }
  }

  get waiting(): number {
    return this.#offsets.waiting
  }

  get oldestWaitingAt(): number | null {
    let oldest: number | null = null
    this.#logs.forEach((log, partition) => {
      if (!this.#offsets.hasMore(partition)) return
      const at = this.#world.messages.enqueuedAt(log.read(this.#offsets.position(partition)))
      oldest = oldest === null ? at : Math.min(oldest, at)
    })
    return oldest
  }

  committedOf(partition: number): number {
    return this.#offsets.committed(partition)
  }

  join(name: string, consumer: EntityIndex): Membership {
    const saved = this.#detachedMember(name)
    const member = saved ?? new KafkaMember(name, this.#nextMember++, this.#world.scheduler.now)
    member.consumer = consumer
    this.#members.set(member.number, member)
    if (!saved) this.#beginRebalance()
    return {
      poll: () => this.#poll(member),
      settle: (delivery, settlement) => this.#reading.settle(member, delivery, settlement),
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

  /** A member that waits in poll has read all of its partitions, so the new record is the only one. */
  onAppend(partition: number): void {
    const owner = this.#members.get(this.#owners[partition] as number)
    if (!owner?.isPolling || this.#rebalancing) return
    this.#reading.handOut(owner, partition)
    owner.takeTurn()
  }

  /** The records before `keptFrom` are about to be deleted: what the group has not read, it loses. */
  onRetention(partition: number, keptFrom: number): void {
    if (this.#offsets.position(partition) >= keptFrom) return
    const isRead = this.#members.get(this.#owners[partition] as number)?.isAlive === true
    const { endOffset } = this.#logs[partition] as KafkaLog
    const jumps = isRead && this.#settings.autoOffsetReset === 'latest'
    this.#reading.skipTo(partition, jumps ? endOffset : keptFrom)
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
      offsets: this.#offsets.save(),
      nextMember: this.#nextMember,
      members: [...this.#members.values()].map((member) => member.save()),
    }
  }

  restore(state: KafkaGroupState): void {
    this.#generation = state.generation
    this.#rebalancing = state.rebalancing
    this.#nextMember = state.nextMember
    this.#owners = [...state.owners]
    this.#offsets.restore(state.offsets)
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

  #fetch(member: KafkaMember): void {
    this.#reading.fetch(member, this.#settings.maxPollRecords)
  }

  #leave(member: KafkaMember, departure: Departure): void {
    this.#reading.abandon(member)
    member.isPolling = false
    if (departure === 'close') this.#commit(member)
    // What it had and did not commit waits again, though nobody reads on before the next generation.
    for (const partition of member.partitions) this.#offsets.rewind(partition)
    if (departure === 'close') {
      this.#remove(member)
      return
    }
    member.isAlive = false
    this.#world.scheduler.schedule(
      this.#settings.sessionTimeout,
      this.#entity,
      EXPIRE_SESSION,
      member.number,
    )
    if (this.#rebalancing) this.#completeSoon()
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
    this.#owners = this.#logs.map((_, partition) => owners[partition] ?? NOBODY)
    this.#owners.forEach((owner, partition) => {
      // Nobody reads it: the reset waits for whoever comes.
      if (owner === NOBODY) return
      this.#members.get(owner)?.partitions.push(partition)
      const start = this.#offsets.startFor(partition, this.#settings.autoOffsetReset)
      // What came before a group's first members, it never had to read.
      if (this.#generation > 1) this.#reading.skipTo(partition, start)
      this.#offsets.moveTo(partition, start)
    })
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
    for (const partition of member.partitions) this.#offsets.commit(partition)
  }

  #detachedMember(name: string): KafkaMember | undefined {
    for (const member of this.#members.values())
      if (member.name === name && member.isAlive && member.consumer < 0) return member
    return undefined
  }
}
