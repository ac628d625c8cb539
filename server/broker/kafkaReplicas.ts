// Who has a copy of which partition: leaders, in-sync replicas and high watermarks, as clients see them.
// The cluster of a topic has as many brokers as the topic has replicas, so each broker has a copy of
// each partition, and partition p prefers broker p modulo their number as its leader.
//
// A broker that crashes is gone at once for its clients, and for the controller (KRaft) when its session
// has timed out. Then it leaves the in-sync replicas, and the next of them leads. A broker that comes
// back earlier has to wait until its old session is over.

import type { JournalKind } from '#shared/lib/journal.ts'
import type { EntityIndex, Scheduler } from '../engine/kernel.ts'
import { Ring } from '../engine/ring.ts'
import { after, type Duration, type SimTime } from '../engine/time.ts'
import type { KafkaLog } from './kafkaLog.ts'

export interface ReplicaSettings {
  /** replication.factor */
  readonly replicationFactor: number
  /** unclean.leader.election.enable */
  readonly uncleanLeaderElection: boolean
  /** replica.lag.time.max.ms */
  readonly replicaLagTimeMax: Duration
  /** broker.session.timeout.ms */
  readonly brokerSessionTimeout: Duration
  /** From the leader's append to the followers having the record. */
  readonly replicationDelay: Duration
}

/** What a topic does about its replicas. */
export interface ReplicasHost {
  readonly logs: readonly KafkaLog[]
  readonly settings: ReplicaSettings
  /** The high watermark rose. */
  onCommitted(partition: number): void
  /** The leader crashed: nobody answers any more. */
  onDisconnected(partition: number): void
  /** The log of the new leader ends there, before that of the old one. */
  onShortened(partition: number, endOffset: number): void
  /** There is a leader again. */
  onLeader(partition: number): void
  record(kind: JournalKind, attempt: number, detail: number): void
}

interface Place {
  leader: number
  /** Bit by broker. */
  inSync: number
  /** Brokers that fetch from the leader. Bit by broker. */
  following: number
  /** By broker: where its copy ends; of the leader, the log says so. */
  readonly ends: number[]
  /** Counts leaders: what was under way to the followers of another one does not arrive. */
  epoch: number
}

/** `returned`: runs again, and waits for the end of its old session. */
type BrokerState = 'up' | 'down' | 'returned' | 'fenced'

export interface ReplicasState {
  readonly brokers: readonly BrokerState[]
  readonly sessions: readonly number[]
  readonly places: readonly Place[]
  readonly underWay: readonly number[]
}

const REPLICATED = 1
const SESSION_OVER = 2
const LAGGED = 3

const FIELDS_UNDER_WAY = 4
const NOBODY = -1
/** A timer's argument is session × this + broker. */
const BROKERS_MAX = 16

export class KafkaReplicas {
  readonly #host: ReplicasHost
  readonly #scheduler: Scheduler
  readonly #entity: EntityIndex
  #brokers: BrokerState[]
  /** By broker: how often it crashed. */
  #sessions: number[]
  #places: Place[] = []
  /** Per append: when the followers have it, its partition, where it ends, the leader's epoch. */
  readonly #underWay = new Ring(16)

  constructor(name: string, scheduler: Scheduler, host: ReplicasHost) {
    this.#host = host
    this.#scheduler = scheduler
    const { replicationFactor } = host.settings
    this.#brokers = Array.from({ length: replicationFactor }, () => 'up')
    this.#sessions = this.#brokers.map(() => 0)
    this.#entity = scheduler.register(`${name} replicas`, this)
    this.addPlaces()
  }

  /** For partitions that have none yet. */
  addPlaces(): void {
    const count = this.#brokers.length
    const up = this.#bits((state) => state === 'up')
    while (this.#places.length < this.#host.logs.length) {
      const preferred = this.#places.length % count
      const order = Array.from({ length: count }, (_, step) => (preferred + step) % count)
      const leader = order.find((broker) => this.#brokers[broker] === 'up') ?? NOBODY
      const inSync = leader === NOBODY ? bit(preferred) : up
      const following = leader === NOBODY ? 0 : up & ~bit(leader)
      this.#log(this.#places.length).isServed = leader !== NOBODY
      this.#places.push({ leader, inSync, following, ends: order.map(() => 0), epoch: 0 })
    }
  }

  leaderOf(partition: number): number {
    return this.#place(partition).leader
  }

  /** The leader that answers now; -1: none. */
  servingLeaderOf(partition: number): number {
    const { leader } = this.#place(partition)
    return leader !== NOBODY && this.#brokers[leader] === 'up' ? leader : NOBODY
  }

  inSyncCount(partition: number): number {
    return countBits(this.#place(partition).inSync)
  }

  get brokerCount(): number {
    return this.#brokers.length
  }

  get brokersUp(): number {
    return countBits(this.#bits((state) => state === 'up'))
  }

  /** The leader has appended. */
  noteAppend(partition: number): void {
    if (this.#brokers.length === 1) {
      // Nobody else has to have it.
      this.#raiseTo(this.#log(partition).endOffset, partition)
    } else {
      const place = this.#place(partition)
      if (place.inSync === bit(place.leader)) this.#commit(partition)
      if (place.following !== 0) this.#send(partition)
    }
  }

  setUp(broker: number, isUp: boolean): void {
    const state = this.#brokers[broker]
    if (state === undefined || isUp === (state === 'up' || state === 'returned')) return
    this.#host.record(isUp ? 'nodeUp' : 'nodeDown', 0, broker)
    if (isUp) this.#comeBack(broker)
    else this.#crash(broker)
  }

  /** auto.leader.rebalance.enable: leaders that are not the preferred ones give way to them. */
  preferLeaders(): void {
    this.#places.forEach((place, partition) => {
      const preferred = partition % this.#brokers.length
      const mayLead = this.#brokers[preferred] === 'up' && (place.inSync & bit(preferred)) !== 0
      if (mayLead && place.leader !== preferred) this.#install(partition, preferred)
    })
  }

  close(): void {
    this.#scheduler.unregister(this.#entity)
  }

  fire(kind: number, argument: number): void {
    if (kind === REPLICATED) this.#arrive()
    else {
      const broker = argument % BROKERS_MAX
      if (Math.floor(argument / BROKERS_MAX) !== this.#sessions[broker]) return
      if (kind === SESSION_OVER) this.#fence(broker)
      else if (kind === LAGGED && this.#brokers[broker] !== 'up') this.#shrink(broker)
    }
  }

  save(): ReplicasState {
    return {
      brokers: [...this.#brokers],
      sessions: [...this.#sessions],
      places: this.#places.map((place) => ({ ...place, ends: [...place.ends] })),
      underWay: this.#underWay.save(),
    }
  }

  restore(state: ReplicasState): void {
    this.#brokers = [...state.brokers]
    this.#sessions = [...state.sessions]
    this.#places = state.places.map((place) => ({ ...place, ends: [...place.ends] }))
    this.#underWay.restore(state.underWay)
  }

  #crash(broker: number): void {
    const wasUp = this.#brokers[broker] === 'up'
    // Who crashes while it waits for its old session has no other one.
    this.#brokers[broker] = 'down'
    if (!wasUp) return
    this.#sessions[broker] = (this.#sessions[broker] as number) + 1
    const { brokerSessionTimeout, replicaLagTimeMax } = this.#host.settings
    const argument = (this.#sessions[broker] as number) * BROKERS_MAX + broker
    this.#scheduler.schedule(brokerSessionTimeout, this.#entity, SESSION_OVER, argument)
    if (replicaLagTimeMax < brokerSessionTimeout)
      this.#scheduler.schedule(replicaLagTimeMax, this.#entity, LAGGED, argument)
    this.#places.forEach((place, partition) => {
      place.following &= ~bit(broker)
      if (place.leader !== broker) return
      place.ends[broker] = this.#log(partition).endOffset
      place.following = 0
      place.epoch += 1
      this.#log(partition).isServed = false
      this.#host.onDisconnected(partition)
    })
  }

  #comeBack(broker: number): void {
    if (this.#brokers[broker] === 'down') this.#brokers[broker] = 'returned'
    else this.#unfence(broker)
  }

  /** The controller knows that it is gone. */
  #fence(broker: number): void {
    const hasReturned = this.#brokers[broker] === 'returned'
    this.#brokers[broker] = 'fenced'
    this.#places.forEach((place, partition) => {
      const others = place.inSync & ~bit(broker)
      if (others !== 0) this.#setInSync(partition, others)
      if (place.leader === broker) this.#elect(partition)
    })
    if (hasReturned) this.#unfence(broker)
  }

  #unfence(broker: number): void {
    this.#brokers[broker] = 'up'
    this.#places.forEach((place, partition) => {
      if (place.leader === NOBODY) this.#elect(partition)
      else if (this.#brokers[place.leader] === 'up' && place.leader !== broker) {
        place.following |= bit(broker)
        this.#send(partition)
      }
    })
  }

  /** The leader throws out who has not caught up for too long. */
  #shrink(broker: number): void {
    this.#places.forEach((place, partition) => {
      if (place.leader === broker || this.servingLeaderOf(partition) === NOBODY) return
      this.#setInSync(partition, place.inSync & ~bit(broker))
    })
  }

  /** The first in-sync replica that is up; where unclean elections are allowed, any that is up. */
  #elect(partition: number): void {
    const place = this.#place(partition)
    const count = this.#brokers.length
    const order = Array.from({ length: count }, (_, step) => (partition + step) % count)
    const up = order.filter((broker) => this.#brokers[broker] === 'up')
    const clean = up.find((broker) => (place.inSync & bit(broker)) !== 0)
    const unclean = this.#host.settings.uncleanLeaderElection ? up[0] : undefined
    const leader = clean ?? unclean ?? NOBODY
    if (leader === NOBODY && place.leader === NOBODY) return
    if (clean === undefined && leader !== NOBODY) place.inSync = bit(leader)
    this.#install(partition, leader)
  }

  /** What the new leader does not have is gone: the others follow it. */
  #install(partition: number, leader: number): void {
    const place = this.#place(partition)
    const log = this.#log(partition)
    if (this.#brokers[place.leader] === 'up') place.ends[place.leader] = log.endOffset
    place.leader = leader
    place.epoch += 1
    place.following = 0
    this.#host.record('elected', partition, leader)
    if (leader === NOBODY) return
    log.isServed = true
    const endOffset = place.ends[leader] as number
    if (endOffset < log.endOffset) this.#host.onShortened(partition, endOffset)
    place.ends.forEach((end, broker) => {
      place.ends[broker] = Math.min(end, log.endOffset)
    })
    place.following = this.#bits((state) => state === 'up') & ~bit(leader)
    this.#commit(partition)
    if (place.following !== 0) this.#send(partition)
    this.#host.onLeader(partition)
  }

  #setInSync(partition: number, inSync: number): void {
    const place = this.#place(partition)
    if (place.inSync === inSync) return
    place.inSync = inSync
    if (this.servingLeaderOf(partition) !== NOBODY) this.#commit(partition)
  }

  /** The followers fetch what the leader has now. */
  #send(partition: number): void {
    const { now } = this.#scheduler
    const { replicationDelay } = this.#host.settings
    const isFirst = this.#underWay.size === 0
    // Who was told to be quicker does not overtake what is under way.
    const last = isFirst ? 0 : this.#underWay.at(this.#underWay.size - FIELDS_UNDER_WAY)
    const dueAt = Math.max(after(now, replicationDelay), last)
    this.#underWay.push(dueAt)
    this.#underWay.push(partition)
    this.#underWay.push(this.#log(partition).endOffset)
    this.#underWay.push(this.#place(partition).epoch)
    if (isFirst) this.#scheduleArrival(dueAt)
  }

  #scheduleArrival(dueAt: number): void {
    const delay = (dueAt - this.#scheduler.now) as Duration
    this.#scheduler.schedule(delay, this.#entity, REPLICATED, 0)
  }

  #arrive(): void {
    const { now } = this.#scheduler
    while (this.#underWay.size > 0 && this.#underWay.at(0) <= now) {
      this.#underWay.shift()
      const partition = this.#underWay.shift()
      const endOffset = this.#underWay.shift()
      const epoch = this.#underWay.shift()
      if (this.#place(partition).epoch === epoch) this.#replicate(partition, endOffset)
    }
    if (this.#underWay.size > 0) this.#scheduleArrival(this.#underWay.at(0) as SimTime)
  }

  #replicate(partition: number, endOffset: number): void {
    const place = this.#place(partition)
    const { highWatermark } = this.#log(partition)
    for (let broker = 0; broker < this.#brokers.length; broker += 1) {
      if ((place.following & bit(broker)) === 0) continue
      place.ends[broker] = Math.max(place.ends[broker] as number, endOffset)
      // Caught up to the high watermark: back in sync.
      if (endOffset >= highWatermark) place.inSync |= bit(broker)
    }
    this.#commit(partition)
  }

  /** The high watermark is where the shortest in-sync copy ends. */
  #commit(partition: number): void {
    const place = this.#place(partition)
    const log = this.#log(partition)
    let committed = log.endOffset
    for (let broker = 0; broker < this.#brokers.length; broker += 1) {
      if (broker === place.leader || (place.inSync & bit(broker)) === 0) continue
      committed = Math.min(committed, place.ends[broker] as number)
    }
    this.#raiseTo(committed, partition)
  }

  #raiseTo(highWatermark: number, partition: number): void {
    if (this.#log(partition).raiseHighWatermark(highWatermark)) this.#host.onCommitted(partition)
  }

  #bits(has: (state: BrokerState) => boolean): number {
    return this.#brokers.reduce(
      (bits, state, broker) => (has(state) ? bits | bit(broker) : bits),
      0,
    )
  }

  #place(partition: number): Place {
    return this.#places[partition] as Place
  }

  #log(partition: number): KafkaLog {
    return this.#host.logs[partition] as KafkaLog
  }
}

function bit(broker: number): number {
  return 1 << broker
}

function countBits(bits: number): number {
  let count = 0
  for (let rest = bits; rest !== 0; rest &= rest - 1) count += 1
  return count
}
